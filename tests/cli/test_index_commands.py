"""`index build`, `index search` and `index check` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from tests.cli.conftest import Emokg

IMAGE = "emoset:fear_12179"
SEARCH = ("index", "search", "--image", IMAGE)


def index_file(workspace: Path) -> Path:
    (file,) = (workspace / "des" / "emoset-vlm").glob("*.faiss")
    return file


def test_search_finds_k_others_nearest_first(demo: Path, emokg: Emokg) -> None:
    rows = json.loads(emokg(*SEARCH, "-k", "7", "-w", str(demo), "-f", "json").out)
    assert list(rows[0]) == ["rank", "image", "similarity", "emotion", "source", "triplets"]
    assert [row["rank"] for row in rows] == list(range(1, 8))
    similarities = [row["similarity"] for row in rows]
    assert similarities == sorted(similarities, reverse=True)
    assert IMAGE not in [row["image"] for row in rows]


def test_filters_apply_inside_the_search(demo: Path, emokg: Emokg) -> None:
    where = ("--where", "emotion=fear", "--where", "attribute=eerie")
    rows = json.loads(emokg(*SEARCH, "-k", "5", *where, "-w", str(demo), "-f", "json").out)
    assert len(rows) == 5
    for row in rows:
        assert row["emotion"] == "fear"
        assert any("eerie" in triplet for triplet in row["triplets"])


def test_search_by_a_vector_and_by_examples(demo: Path, tmp_path: Path, emokg: Emokg) -> None:
    vectors = next((demo / "des" / "emoset-vlm").glob("part-*.npy"))
    np.save(tmp_path / "one.npy", np.load(vectors)[0])
    search = ("index", "search", "-k", "1", "-w", str(demo), "-f", "json")
    (nearest,) = json.loads(emokg(*search, "--vector", str(tmp_path / "one.npy")).out)
    assert nearest["similarity"] == pytest.approx(1.0, abs=1e-5)
    examples = [nearest["image"], IMAGE]
    (found,) = json.loads(emokg(*search, "--like", examples[0], "--like", examples[1]).out)
    assert found["image"] not in examples


@pytest.mark.parametrize(
    ("arguments", "code", "messages"),
    [
        (("index", "search"), 2, ("exactly one of --image, --vector and --like",)),
        ((*SEARCH, "--like", IMAGE), 2, ("exactly one of --image, --vector and --like",)),
        (
            ("index", "search", "--image", "emoset:nope"),
            2,
            ("image 'emoset:nope' has no vector", "for example: emoset:"),
        ),
        ((*SEARCH, "--where", "emotion=joy"), 2, ("unknown emotion 'joy'", "amusement, anger")),
        ((*SEARCH, "--where", "emotion"), 2, ("is not KEY=VALUE", "--where emotion=fear")),
        ((*SEARCH, "--where", "mood=fear"), 2, ("cannot be filtered by 'mood'", "emotion")),
        (
            (*SEARCH, "--where", "emotion=fear", "--where", "emotion=awe"),
            2,
            ("--where emotion is given twice",),
        ),
        (
            (*SEARCH, "--where", "attribute=eeriest"),
            2,
            ("no image has attribute 'eeriest'", "near it: eerie"),
        ),
        (
            (*SEARCH, "--where", "attribute=77"),
            2,
            ("no image has attribute '77'", "emokg query run hubs -p kind=attribute"),
        ),
        ((*SEARCH, "--where", "source=emoste"), 2, ("no image has source", "emoset")),
        ((*SEARCH, "--where", "emotion=feer"), 2, ("did you mean fear?", "amusement")),
        ((*SEARCH, "--where", "atribute=eerie"), 2, ("did you mean attribute?", "keys: emotion")),
        ((*SEARCH, "--space", "other"), 2, ("no DES space 'other'", "emoset-vlm")),
        (("index", "search", "--vector", "nope.npy"), 3, ("nope.npy does not exist", "numpy.save")),
        (("index", "build", "--space", "other"), 2, ("no DES space 'other'", "emoset-vlm")),
    ],
)
def test_a_search_that_cannot_be_made_says_why(
    arguments: tuple[str, ...], code: int, messages: tuple[str, ...], demo: Path, emokg: Emokg
) -> None:
    ended = emokg(*arguments, "-w", str(demo))
    assert ended.code == code
    assert ended.out == ""
    for message in messages:
        assert message in ended.err


def test_a_vector_of_another_dimension_is_refused(demo: Path, tmp_path: Path, emokg: Emokg) -> None:
    np.save(tmp_path / "short.npy", np.ones(3, np.float32))
    ended = emokg("index", "search", "--vector", str(tmp_path / "short.npy"), "-w", str(demo))
    assert ended.code == 3
    assert "3" in ended.err
    assert "1024" in ended.err


def test_build_and_check_say_what_they_did(copy: Path, emokg: Emokg) -> None:
    (copy / "des" / "emoset-vlm" / "index.json").unlink()
    absent = emokg("index", "check", "-w", str(copy))
    assert absent.code == 3
    assert "emokg index build" in absent.err
    built = emokg("index", "build", "-w", str(copy))
    assert built.code == 0
    assert "emoset-vlm: 1,285 vectors of dimension 1024" in built.err
    checked = emokg("index", "check", "-w", str(copy))
    assert checked.code == 0
    assert checked.out.startswith("emoset-vlm: sound, 1,285 vectors")


def test_a_workspace_without_vectors_is_said(tmp_path: Path, samples: Path, emokg: Emokg) -> None:
    new = str(tmp_path / "new")
    emokg("init", new)
    for command in ("build", "check"):
        ended = emokg("index", command, "-w", new)
        assert ended.code == 3
        assert "holds no DES vectors" in ended.err


@pytest.mark.parametrize("damage", ["truncated", "altered"])
def test_a_damaged_index_is_named_with_the_command_that_repairs_it(
    damage: str, copy: Path, emokg: Emokg
) -> None:
    file = index_file(copy)
    whole = file.read_bytes()
    altered = whole[:5000] + bytes([whole[5000] ^ 1]) + whole[5001:]
    file.write_bytes(whole[:-100] if damage == "truncated" else altered)
    commands = [("index", "check"), *([SEARCH] if damage == "truncated" else [])]
    for command in commands:
        ended = emokg(*command, "-w", str(copy))
        assert ended.code == 3
        assert str(file) in ended.err
        assert "emokg index build --space emoset-vlm" in ended.err
    assert emokg("index", "build", "-w", str(copy)).code == 0
    assert emokg("index", "check", "-w", str(copy)).code == 0
