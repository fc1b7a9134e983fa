"""Generated texts: the embedded engine answers as a true Neo4j does, or refuses by name.

The same texts in every run; EMOKG_TEST_TEXTS asks for another number of texts, chosen anew.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any

import duckdb
import neo4j
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
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
TEXTS = int(HUNTED or 2400)
SEED = random.randrange(2**32) if HUNTED else 0
ROUND = 600
"""Texts grown from one seed; about two in five are repetitions, which are not asked again."""
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
    outcomes: dict[tuple[str, str], Verdict] = {}
    errors = empty = 0

    def answer(text: Text) -> Answer | Failure:
        return ask(neo4j_driver, ids, text.text, text.parameters)

    def run_round(number: int) -> None:
        @seed(number)
        @settings(
            max_examples=ROUND // AT_ONCE,
            database=None,
            deadline=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        )
        @given(st.lists(texts(), min_size=AT_ONCE, max_size=AT_ONCE))
        def compare(group: list[Text]) -> None:
            nonlocal errors, empty
            new = [text for text in group if text.key not in outcomes]
            for text, expected in zip(new, pool.map(answer, new), strict=True):
                errors += isinstance(expected, Failure)
                empty += isinstance(expected, Answer) and not expected.rows
                outcomes[text.key] = verdict(text, expected, store)
            for text in group:
                found = outcomes[text.key]
                asked = f"{text.text}\n{dict(text.parameters)}"
                assert found.outcome is not Outcome.DIFFERENT, f"{asked}\n{found.detail}"

        compare()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        rounds = count(SEED)
        while len(outcomes) < TEXTS:
            run_round(next(rounds))
    counts = Counter(found.outcome for found in outcomes.values())
    assert counts[Outcome.EQUAL] > 0.95 * len(outcomes), counts
    assert errors < 0.2 * len(outcomes)
    assert empty < 0.6 * len(outcomes)


def verdict(text: Text, expected: Answer | Failure, store: Store) -> Verdict:
    connection, model = store

    def answer(asked: str, parameters: Mapping[str, Any]) -> Table:
        return run(connection, model, asked, parameters, timeout=30)

    known = Known(
        "generated",
        text.text,
        text.parameters,
        ordered=text.ordered,
        any_order=text.any_order,
        outcome=expected,
    )
    return judge(known, answer)
