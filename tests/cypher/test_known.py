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

DIFFERENT = {
    "MATCH (i:Image) WHERE i.width > 99999 RETURN sum(i.confidence) AS s": (
        "the sum of no floats is the float 0.0, in Neo4j the integer 0"
    ),
    "MATCH (x:Annotation) RETURN x.dataset, sum(x.cost) AS cost, avg(x.cost) AS mean, "
    "count(x.cost) AS n": "the sum of no floats is the float 0.0, in Neo4j the integer 0",
    "MATCH (i:Image)-[r:EVOKES]->(e) WITH i, sum(r.probability) AS s "
    "RETURN i.id, s = 1.0 AS whole": (
        "the last bit of a sum of floats depends on the order of adding"
    ),
    "UNWIND [9223372036854775807, 1] AS x RETURN sum(x) AS s": (
        "a sum of integers that overflows is an error, in Neo4j a float near it"
    ),
    "RETURN abs(-9223372036854775808) AS x": "an overflow is an error, in Neo4j a negative number",
    "MATCH (r:Region) RETURN r.id, [x IN r.bbox | toInteger(x)] AS box, reverse(r.bbox) AS b": (
        "Neo4j 5.26 cannot reverse a stored list of numbers"
    ),
    "UNWIND [0.0 / 0, 0.0 / 0, 1.0] AS x RETURN x, count(*) AS c": (
        "NaNs are one group, as orderability has it; in Neo4j 5.26 each is its own"
    ),
    "RETURN 1 + 1.0 AS a, 1 - 1.0 AS b, 2 * 1.5 AS c, 1 + null AS d, null * 2 AS e, "
    "null / 0 AS f": "null / 0 is null; Neo4j 5.26 finds the zero before it finds the null",
    "MATCH (x:Annotation) WHERE x.created IS NOT NULL RETURN x.id, toString(x.created) AS s": (
        "toString() of a zoned date-time leaves out seconds that are zero"
    ),
    "EXPLAIN MATCH (n) RETURN n": "EXPLAIN gives the SQL",
    "MATCH DIFFERENT RELATIONSHIPS (a:Image)-[:EVOKES]->(b) RETURN count(*) AS c": (
        "the words say what MATCH means anyway; Neo4j 5.26 does not know them yet"
    ),
}
"""Texts that are answered differently on purpose or within rounding, and why."""

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
    if entry.text in DIFFERENT:
        return Outcome.DIFFERENT
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


def test_a_text_known_to_differ_is_still_asked() -> None:
    assert set(DIFFERENT) <= {entry.text for entry in KNOWN}
