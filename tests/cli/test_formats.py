"""`--format table|json|jsonl|csv|parquet`: what scripts rely on."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import subprocess
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from emokg.cli.output import to_json
from tests.cli.conftest import PROGRAM, Emokg, Spawn, environment

PATH = (
    "MATCH p = (i:Image {id: 'photos:rocket'})-[r:EVOKES]->(e:Emotion) "
    "RETURN i, r, p, e.id AS emotion, date('2020-02-01') AS day, null AS nothing, 1.5 AS number, "
    "[1, 2] AS list, {a: 1} AS map, true AS yes"
)


@pytest.fixture
def rocket(demo: Path, emokg: Emokg) -> dict[str, object]:
    (row,) = json.loads(emokg("cypher", PATH, "-w", str(demo), "-f", "json").out)
    return row


def test_json_is_one_array_keyed_by_column_in_order(rocket: dict[str, object]) -> None:
    assert list(rocket) == [
        *("i", "r", "p", "emotion", "day", "nothing", "number", "list", "map", "yes")
    ]
    assert rocket["emotion"] == "awe"
    assert rocket["day"] == "2020-02-01"
    assert rocket["nothing"] is None
    assert rocket["number"] == 1.5
    assert rocket["list"] == [1, 2]
    assert rocket["map"] == {"a": 1}
    assert rocket["yes"] is True


def test_entities_are_objects_with_the_keys_of_the_design(rocket: dict[str, object]) -> None:
    node, relationship, path = rocket["i"], rocket["r"], rocket["p"]
    assert isinstance(node, dict)
    assert list(node) == ["id", "labels", "properties"]
    assert (node["id"], node["labels"]) == ("photos:rocket", ["Image"])
    assert node["properties"]["license"] == "public domain"
    assert isinstance(relationship, dict)
    assert list(relationship) == ["type", "start", "end", "properties"]
    assert [relationship[key] for key in ("type", "start", "end")] == [
        *("EVOKES", "photos:rocket", "awe")
    ]
    assert relationship["properties"]["rank"] == 1
    assert isinstance(path, dict)
    assert path["nodes"][0] == node
    assert path["relationships"] == [relationship]


def test_jsonl_is_an_object_a_line(demo: Path, emokg: Emokg) -> None:
    text = "UNWIND ['é', 'b'] AS x RETURN x"
    assert emokg("cypher", text, "-w", str(demo), "-f", "jsonl").out == '{"x": "é"}\n{"x": "b"}\n'


def test_csv_has_a_head_and_json_in_cells_that_are_not_plain(demo: Path, emokg: Emokg) -> None:
    out = emokg("cypher", PATH, "-w", str(demo), "-f", "csv").out
    (row,) = csv.DictReader(io.StringIO(out))
    assert json.loads(row["i"])["id"] == "photos:rocket"
    assert [row[name] for name in ("emotion", "day", "nothing", "number", "list", "yes")] == [
        *("awe", "2020-02-01", "", "1.5", "[1, 2]", "true")
    ]


def test_parquet_has_the_same_rows(demo: Path, tmp_path: Path) -> None:
    question = ["query", "run", "attributes-evoking", "-p", "emotion=fear", "-w", str(demo)]
    file = tmp_path / "answer.parquet"
    with file.open("wb") as out:
        subprocess.run(
            [str(PROGRAM), *question, "-f", "parquet"], env=environment(), stdout=out, check=True
        )
    as_json = subprocess.run(
        [str(PROGRAM), *question, "-f", "json"], env=environment(), capture_output=True, check=True
    )
    assert pq.read_table(file).to_pylist() == json.loads(as_json.stdout)


def test_parquet_is_not_for_a_terminal(demo: Path) -> None:
    terminal, end = pty.openpty()
    ended = subprocess.run(
        [str(PROGRAM), "stats", "-w", str(demo), "-f", "parquet"],
        env=environment(),
        stdout=end,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(end)
    os.close(terminal)
    assert ended.returncode == 2
    assert "Parquet is not for a terminal" in ended.stderr


def test_a_table_in_a_pipe_has_every_column_and_aligned_numbers(demo: Path, emokg: Emokg) -> None:
    out = emokg(
        *("cypher", "UNWIND [[1, 'é'], [20, '漢字']] AS x RETURN x[0] AS n, x[1] AS word"),
        *("-w", str(demo)),
    ).out
    head, rule, first, second = out.splitlines()
    assert head.split() == ["n", "word"]
    assert set(rule) == {"─"}
    assert (first.split(), second.split()) == (["1", "é"], ["20", "漢字"])


def test_a_table_without_rows_says_so(demo: Path, emokg: Emokg) -> None:
    text = "MATCH (i:Image {id: 'none'}) RETURN i.id AS id"
    assert emokg("cypher", text, "-w", str(demo)).out.splitlines()[-1] == "no rows"
    assert emokg("cypher", text, "-w", str(demo), "-f", "json").out == "[]\n"
    assert emokg("cypher", text, "-w", str(demo), "-f", "csv").out == "id\n"


def test_a_table_as_wide_as_asked_names_what_it_leaves_out(demo: Path, spawn: Spawn) -> None:
    ended = spawn(
        *("query", "run", "attributes-evoking", "-p", "emotion=fear", "-p", "limit=3"),
        *("-w", str(demo)),
        COLUMNS="80",
    )
    assert max(len(line) for line in ended.stdout.splitlines()) <= 80
    assert "too narrow for:" in ended.stdout
    assert "mh_ci_high" in ended.stdout


def test_the_format_comes_from_the_environment_too(demo: Path, spawn: Spawn) -> None:
    arguments = ("cypher", "RETURN 1 AS x", "-w", str(demo))
    assert spawn(*arguments, EMOKG_FORMAT="json").stdout == '[{"x": 1}]\n'
    assert spawn(*arguments, "-f", "csv", EMOKG_FORMAT="json").stdout == "x\n1\n"


def test_numbers_that_json_lacks_are_their_names() -> None:
    assert (
        to_json([float("nan"), float("inf"), -float("inf")]) == '["NaN", "Infinity", "-Infinity"]'
    )
