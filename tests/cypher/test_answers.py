"""What a true Neo4j 5.26.30 answered about the graph of `people`, asked of the embedded store.

Each file of `answers/` is texts, each with its rows as JSON lists below it. Rows are in order where
the text says ORDER BY last, else in any order.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from emokg.cypher import run
from emokg.errors import EmoKGError
from emokg.graph.model import GraphModel
from tests.cypher.known_values import iso
from tests.cypher.people import NODES, PARAMETERS, RELATIONSHIPS
from tests.cypher.small_graph import build

ANSWERS = Path(__file__).parent / "answers"

Store = tuple[duckdb.DuckDBPyConnection, GraphModel]


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    connection = duckdb.connect()
    yield connection, build(connection, NODES, RELATIONSHIPS)
    connection.close()


def recorded(name: str) -> list[tuple[str, list[str]]]:
    blocks = (ANSWERS / f"{name}.txt").read_text(encoding="utf-8").strip().split("\n\n")
    lines = [block.split("\n") for block in blocks]
    return [(first, [row.strip() for row in rows]) for first, *rows in lines]


def comparable(value: Any) -> Any:
    """Integers and floats told apart, floats to twelve digits, NaN equal to itself."""
    if isinstance(value, dict) and set(value) == {"$f"}:
        value = float(value["$f"])
    if isinstance(value, bool):
        return ["boolean", value]
    if isinstance(value, date):
        return ["value", iso(value.isoformat())]
    if isinstance(value, float):
        return ["float", "NaN" if math.isnan(value) else f"{value:.12g}"]
    if isinstance(value, list):
        return ["list", *map(comparable, value)]
    if isinstance(value, dict):
        if "labels" in value:
            value = {**value, "labels": sorted(value["labels"])}
        return ["map", sorted((key, comparable(item)) for key, item in value.items())]
    return ["value", value]


def texts(rows: list[list[Any]]) -> list[str]:
    return [json.dumps(comparable(row)) for row in rows]


CASES = [
    pytest.param(text, rows, id=f"{path.stem}: {text}")
    for path in sorted(ANSWERS.glob("*.txt"))
    if path.stem != "errors"
    for text, rows in recorded(path.stem)
]


@pytest.mark.parametrize(("text", "rows"), CASES)
def test_answers_what_neo4j_answers(store: Store, text: str, rows: list[str]) -> None:
    connection, model = store
    expected = texts([json.loads(row) for row in rows])
    table = run(connection, model, text, PARAMETERS)
    given = texts([list(row.values()) for row in table.rows()])
    if " ORDER BY " not in text.rsplit("RETURN", 1)[-1]:
        expected, given = sorted(expected), sorted(given)
    assert given == expected


@pytest.mark.parametrize(("text", "complaint"), recorded("errors"), ids=lambda value: str(value))
def test_refuses_what_neo4j_refuses(store: Store, text: str, complaint: list[str]) -> None:
    connection, model = store
    kind, _, message = complaint[0].partition(": ")
    with pytest.raises(EmoKGError) as caught:
        run(connection, model, text, PARAMETERS)
    assert type(caught.value).__name__ == kind
    assert message in caught.value.message
