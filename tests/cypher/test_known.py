"""The recorded answers of a true Neo4j 5.26: the embedded engine gives them or refuses by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import duckdb
import pytest

from emokg.cypher import run
from emokg.graph.model import GraphModel
from emokg.table import Table
from tests.cypher import known_graph
from tests.cypher.judge import Outcome, Verdict, judge
from tests.cypher.known_texts import Answer, Known, known

KNOWN = known()

Store = tuple[duckdb.DuckDBPyConnection, GraphModel]


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    connection = duckdb.connect(config={"threads": 1})  # else `1 UNION 1.0` may keep either
    yield connection, known_graph.embed(connection)
    connection.close()


def verdict(entry: Known, store: Store) -> Verdict:
    connection, model = store

    def ask(text: str, parameters: Mapping[str, Any]) -> Table:
        return run(connection, model, text, parameters, timeout=30)

    return judge(entry, ask)


def expected(entry: Known) -> Outcome:
    return Outcome.REFUSED if entry.refused else Outcome.EQUAL


@pytest.mark.parametrize("entry", KNOWN, ids=lambda entry: f"{entry.topic}: {entry.text}")
def test_answers_as_neo4j_or_refuses_by_name(entry: Known, store: Store) -> None:
    given = verdict(entry, store)
    assert given.outcome is expected(entry), f"{given.outcome.value}: {given.detail}"


def test_nearly_all_that_neo4j_answers_is_answered_equally() -> None:
    answered = [entry for entry in KNOWN if isinstance(entry.outcome, Answer)]
    equal = [entry for entry in answered if expected(entry) is Outcome.EQUAL]
    assert len(KNOWN) >= 300
    assert len(equal) >= 0.95 * len(answered)
