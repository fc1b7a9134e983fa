"""`graph build` and `graph check`, and asking a graph that is absent, stale or damaged."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Emokg

COUNT = ("cypher", "MATCH (i:Image) RETURN count(*) AS images", "-f", "json")


def graph_file(workspace: Path) -> Path:
    (file,) = (workspace / "graph").glob("*.duckdb")
    return file


@pytest.fixture
def taken_in(tmp_path: Path, samples: Path, emokg: Emokg) -> Path:
    """Records, and no graph yet."""
    folder = tmp_path / "new"
    assert emokg("init", str(folder)).code == 0
    assert emokg("ingest", str(samples / "photos"), "-w", str(folder)).code == 0
    return folder


def test_build_says_how_much_and_what_is_next(taken_in: Path, emokg: Emokg) -> None:
    ended = emokg("graph", "build", "-w", str(taken_in))
    assert ended.code == 0
    assert "nodes" in ended.err
    assert "relationships" in ended.err
    assert "next: emokg query run attributes-evoking" in ended.err
    assert json.loads(emokg(*COUNT, "-w", str(taken_in)).out) == [{"images": 10}]


def test_what_is_next_can_be_answered(tmp_path: Path, samples: Path, emokg: Emokg) -> None:
    new, pictures = str(tmp_path / "new"), tmp_path / "pictures"
    assert emokg("init", new).code == 0
    assert "next: emokg ingest PATH" in emokg("graph", "build", "-w", new).err
    pictures.mkdir()
    shutil.copy(samples / "photos" / "moon.jpg", pictures)
    assert emokg("ingest", str(pictures), "-w", new).code == 0
    assert "next: emokg stats" in emokg("graph", "build", "-w", new).err


def test_check_says_that_all_is_sound(demo: Path, emokg: Emokg) -> None:
    ended = emokg("graph", "check", "-w", str(demo))
    assert ended.code == 0
    records, graph = ended.out.splitlines()
    assert records.startswith("records: sound, ")
    assert graph.startswith("graph: sound, ")


@pytest.mark.parametrize(
    "question",
    [COUNT, ("stats",), ("query", "run", "hubs")],
    ids=["cypher", "stats", "query"],
)
def test_without_a_graph_the_answer_is_how_to_build_it(
    question: tuple[str, ...], taken_in: Path, emokg: Emokg
) -> None:
    ended = emokg(*question, "-w", str(taken_in))
    assert ended.code == 3
    assert "emokg graph build" in ended.err
    assert ended.out == ""


def test_a_stale_graph_answers_with_a_notice(copy: Path, tmp_path: Path, emokg: Emokg) -> None:
    more = tmp_path / "more.jsonl"
    more.write_text('{"id": "a1", "image_path": "a1.jpg", "emotion": "Awe"}\n')
    assert emokg("ingest", str(more), "--source", "emoverse", "-w", str(copy)).code == 0
    ended = emokg(*COUNT, "-w", str(copy))
    assert ended.code == 0
    assert json.loads(ended.out) == [{"images": 1295}]
    assert ended.err.startswith("notice: ")
    assert "emokg graph build" in ended.err
    assert emokg(*COUNT, "-w", str(copy), "--quiet").err == ""
    assert emokg("graph", "build", "-w", str(copy)).code == 0
    fresh = emokg(*COUNT, "-w", str(copy))
    assert (json.loads(fresh.out), fresh.err) == ([{"images": 1296}], "")


def test_a_truncated_graph_is_named_with_the_command_that_repairs_it(
    copy: Path, emokg: Emokg
) -> None:
    file = graph_file(copy)
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    for command in (COUNT, ("graph", "check"), ("stats",)):
        ended = emokg(*command, "-w", str(copy))
        assert ended.code == 3
        assert str(file) in ended.err
        assert "emokg graph build" in ended.err
    assert emokg("graph", "build", "-w", str(copy)).code == 0
    assert json.loads(emokg(*COUNT, "-w", str(copy)).out) == [{"images": 1295}]


def test_a_flipped_bit_is_found_by_check(copy: Path, emokg: Emokg) -> None:
    file = graph_file(copy)
    bytes_ = bytearray(file.read_bytes())
    bytes_[len(bytes_) // 2] ^= 1
    file.write_bytes(bytes_)
    ended = emokg("graph", "check", "-w", str(copy))
    assert ended.code == 3
    assert str(file) in ended.err
    assert "emokg graph build" in ended.err


def test_a_damaged_table_is_named(copy: Path, emokg: Emokg) -> None:
    part = next((copy / "records" / "triplets").glob("*.parquet"))
    bytes_ = bytearray(part.read_bytes())
    bytes_[len(bytes_) // 2] ^= 1
    part.write_bytes(bytes_)
    ended = emokg("graph", "check", "-w", str(copy))
    assert ended.code == 3
    assert str(part) in ended.err
    assert "emokg init DIR" in ended.err
