"""The recorded answers, asked of a true Neo4j again: the records cannot drift from the server."""

from __future__ import annotations

import re

import neo4j
import pytest

from tests.cypher import known_graph
from tests.cypher.judge import difference
from tests.cypher.known_texts import Answer, Failure, Known, known
from tests.cypher.neo4j_answers import ask


@pytest.fixture(scope="module")
def ids(neo4j_driver: neo4j.Driver) -> dict[str, str]:
    return known_graph.load(neo4j_driver)


def test_every_record_is_what_the_server_says(
    neo4j_driver: neo4j.Driver, ids: dict[str, str]
) -> None:
    def now(entry: Known) -> Answer | Failure:
        return ask(neo4j_driver, ids, entry.text, entry.parameters)

    drifted = [f"{entry.text}\n{found}" for entry in known() if (found := drift(entry, now(entry)))]
    assert not drifted, "\n\n".join(drifted)


def drift(entry: Known, now: Answer | Failure) -> str | None:
    """What is no longer so; None where nothing is."""
    recorded = entry.outcome
    if entry.text.startswith("SHOW ") and isinstance(now, Answer):
        return None  # a server's own state: times and counts of use
    if isinstance(recorded, Answer) and isinstance(now, Answer):
        return difference(recorded, now, ordered=entry.ordered, any_order=entry.any_order)
    if isinstance(recorded, Failure) and isinstance(now, Failure):
        return None if _words(recorded) == _words(now) else f"{recorded}\n{now}"
    return f"recorded {recorded}\nnow {now}"


def _words(failure: Failure) -> tuple[object, ...]:
    """What a failure says, without the addresses of Java objects."""
    said = re.sub(r"@[0-9a-f]+", "@", failure.message)
    return failure.code, said, failure.line, failure.column
