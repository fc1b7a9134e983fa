"""What a true Neo4j says about a text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import neo4j
from neo4j.exceptions import Neo4jError

from tests.cypher.known_texts import Answer, Failure
from tests.cypher.known_values import from_bolt

_PLACE = re.compile(r"\(line (\d+), column (\d+) \(offset: \d+\)\)")


def ask(
    driver: neo4j.Driver, ids: Mapping[str, Any], text: str, parameters: Mapping[str, Any]
) -> Answer | Failure:
    """Its answer or its error; `ids` as `known_graph.load` gave them."""
    with driver.session(default_access_mode=neo4j.READ_ACCESS) as session:
        try:
            result = session.run(text, dict(parameters))
            rows = [[from_bolt(value, ids) for value in record.values()] for record in result]
            return Answer(list(result.keys()), rows)
        except Neo4jError as error:
            return _failure(error)


def _failure(error: Neo4jError) -> Failure:
    message = (error.message or "").strip()
    place = _PLACE.search(message)
    said = message.split("\n")[0] if place is None else message[: place.start()].strip()
    where = (int(place[1]), int(place[2])) if place else (None, None)
    return Failure(error.code or "", said, *where)
