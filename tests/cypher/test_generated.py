"""Generated texts: the embedded engine answers as a true Neo4j does, or refuses by name.

The same texts in every run; EMOKG_TEST_TEXTS asks for another number of texts, chosen anew.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import duckdb
import neo4j
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from emokg.cypher import run
from emokg.graph.model import GraphModel
from emokg.table import Table
from tests.cypher import known_graph
from tests.cypher.generated import Text, texts
from tests.cypher.judge import Outcome, Verdict, judge
from tests.cypher.known_texts import Answer, Failure, Known
from tests.cypher.neo4j_answers import ask

HUNTED = os.environ.get("EMOKG_TEST_TEXTS")
TEXTS = int(HUNTED or 1600)
AT_ONCE = 4
"""Texts an example has, asked of the server side by side: it spends its time planning them."""

Store = tuple[duckdb.DuckDBPyConnection, GraphModel]


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    connection = duckdb.connect(config={"threads": 1})
    yield connection, known_graph.embed(connection)
    connection.close()


@pytest.mark.timeout(600 if HUNTED is None else 0)
def test_generated_texts_have_the_answers_of_neo4j(
    neo4j_driver: neo4j.Driver, store: Store
) -> None:
    ids = known_graph.load(neo4j_driver)
    outcomes: dict[str, Verdict] = {}
    errors = empty = 0

    def answer(text: Text) -> Answer | Failure:
        return ask(neo4j_driver, ids, text.text, {})

    with ThreadPoolExecutor(AT_ONCE) as pool:

        @settings(
            max_examples=TEXTS // AT_ONCE,
            derandomize=HUNTED is None,
            database=None,
            deadline=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        )
        @given(st.lists(texts(), min_size=AT_ONCE, max_size=AT_ONCE))
        def compare(group: list[Text]) -> None:
            nonlocal errors, empty
            new = [text for text in dict.fromkeys(group) if text.text not in outcomes]
            for text, expected in zip(new, pool.map(answer, new), strict=True):
                errors += isinstance(expected, Failure)
                empty += isinstance(expected, Answer) and not expected.rows
                outcomes[text.text] = verdict(text, expected, store)
            for text in group:
                found = outcomes[text.text]
                assert found.outcome is not Outcome.DIFFERENT, f"{text.text}\n{found.detail}"

        compare()
    counts = Counter(found.outcome for found in outcomes.values())
    assert counts[Outcome.EQUAL] > 0.95 * len(outcomes), counts
    assert errors < 0.2 * len(outcomes)
    assert empty < 0.6 * len(outcomes)


def verdict(text: Text, expected: Answer | Failure, store: Store) -> Verdict:
    connection, model = store

    def answer(asked: str, parameters: Mapping[str, Any]) -> Table:
        return run(connection, model, asked, parameters, timeout=30)

    known = Known(
        "generated", text.text, ordered=text.ordered, any_order=text.any_order, outcome=expected
    )
    return judge(known, answer)
