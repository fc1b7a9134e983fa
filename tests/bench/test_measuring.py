"""The benchmarks at a tiny size: they run, and what they time gives the same answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench import building, indexing, questions
from bench.catalogue import SQL, Asked, asked
from bench.generate import generate
from bench.measure import Measured
from bench.same import first_difference
from emokg.concepts import build_concepts
from emokg.cypher import EmbeddedGraph, open_graph
from emokg.graph import build
from emokg.query import questions as catalogue
from emokg.workspace import Workspace

SCALE = 0.02


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = generate(tmp_path_factory.mktemp("measuring") / "w", SCALE, vectors=True)
    build_concepts(workspace)
    build(workspace)
    return workspace


@pytest.fixture(scope="module")
def graph(workspace: Workspace) -> Iterator[EmbeddedGraph]:
    with open_graph(workspace) as graph:
        yield graph


@pytest.fixture(scope="module")
def questions_asked(graph: EmbeddedGraph) -> dict[str, Asked]:
    return {question.name: question for question in asked(graph)}


@pytest.mark.parametrize("name", [question.name for question in catalogue()])
def test_the_expert_gets_the_same_rows(
    name: str, graph: EmbeddedGraph, questions_asked: dict[str, Asked]
) -> None:
    question = questions_asked[name]
    ours = graph.cypher(question.text, question.parameters).rows()
    cursor = graph.connection.cursor()
    expert = cursor.sql(question.sql, params=question.parameters or None).to_arrow_table()
    assert ours
    assert first_difference(ours, expert.to_pylist(), question.ordered) is None


def test_every_sql_belongs_to_a_question() -> None:
    names = {path.stem for path in SQL.glob("*.sql")} - {"graph"}
    assert names == {question.name for question in catalogue()}


def test_a_difference_fails_the_run_even_where_the_time_is_good() -> None:
    line = Measured("questions", "x", 1.0, "×", 1.3, difference="1 rows against 2")
    assert line.met is False
    assert "ANSWERS DIFFER: 1 rows against 2" in line.line()
    assert json.loads(json.dumps(line.row()))["difference"] == "1 rows against 2"


def test_rows_without_an_order_are_compared_in_one() -> None:
    rows = [{"a": "x", "n": 1}, {"a": "y", "n": 2}]
    assert first_difference(rows, rows[::-1], ordered=False) is None
    assert (first_difference(rows, rows[::-1]) or "").startswith("row 1 differs in a, n\n")
    other = [{"a": "x", "n": 1}, {"a": "y", "n": 3}]
    assert first_difference(rows, other, ordered=False) == (
        'row 2 differs in n\n  ours    {"a": "y", "n": 2}\n  theirs  {"a": "y", "n": 3}'
    )


def test_questions_are_timed(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questions, "ROUNDS", 1)
    lines = list(questions.measure(workspace))
    assert [line.name for line in lines[:-2]] == [question.name for question in catalogue()]
    assert all(line.difference is None and line.value > 0 for line in lines)


def test_the_build_is_timed(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "ROUNDS", 1)
    assert [line.name for line in building.measure(workspace)] == [
        "records to graph",
        "peak resident memory",
        "file",
    ]


def test_the_index_is_timed(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "QUERIES", 50)
    lines = {line.name: line for line in indexing.measure(workspace)}
    assert lines["recall@10"].value == 1.0


def test_plain_statements_make_the_tables_of_the_graph(
    workspace: Workspace, graph: EmbeddedGraph, tmp_path: Path
) -> None:
    import duckdb

    building.plain_build(workspace)
    with duckdb.connect(str(workspace.root / "plain.duckdb"), read_only=True) as plain:
        for table in (*graph.model.nodes, *graph.model.relationships):
            count = f'SELECT count(*) FROM "{table.table}"'
            if table.table != "NEAR_DUPLICATE_OF":
                ours = graph.connection.cursor().execute(count).fetchone()
                assert plain.execute(count).fetchone() == ours, table.table
