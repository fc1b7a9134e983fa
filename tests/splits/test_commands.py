"""`split make` and `split audit`: what they print, refuse, and end with."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from emokg.graph import build
from emokg.records import Image, Source, to_arrow
from emokg.splits.store import ASSIGNMENT, CERTIFICATE, split_folder
from emokg.workspace import Workspace, init
from tests.cli.conftest import Emokg
from tests.splits.planted import SPACE
from tests.splits.test_leaks import altered


def test_a_split_is_made_and_audited(workspace: Workspace, emokg: Emokg) -> None:
    place = ["-w", str(workspace.root)]
    made = emokg("split", "make", "standard", "--seed", "7", "--name", "s", *place, "-f", "json")
    assert made.code == 0
    assert {row["split"] for row in json.loads(made.out)} == {"train", "val", "test"}
    assert "in no split for want of a CES label: 1" in made.err
    assert "next: emokg split audit s" in made.err
    assert "divergence: Jensen-Shannon" in made.err
    assert "asked for" not in made.err
    audited = emokg("split", "audit", "s", *place)
    assert audited.code == 0
    assert "passed: no near duplicates in two splits; pairs: 1 by des, 1 by exact" in audited.err
    assert "and what standard promises: splits have every CES and source" in audited.err
    assert f"nearest neighbour in {SPACE}: " in audited.err
    altered(workspace, {"emoset:0001": "train", "emoset:0040": "test"})
    failed = emokg("split", "audit", "s", *place)
    assert failed.code == 6
    assert "emoset:0001 (train) and emoset:0040 (test): exact" in failed.err
    assert "emokg split make standard --seed 7 --name s" in failed.err


def test_a_split_that_is_short_of_images_is_noticed(workspace: Workspace, emokg: Emokg) -> None:
    place = ["-w", str(workspace.root)]
    held = ("--hold-out", "aigc", "--ratios", "0.5,0.5")
    made = emokg("split", "make", "source-held-out", *held, "--name", "s", *place)
    assert made.code == 0
    assert "notice: test has " in made.err
    assert "not the 50% asked for: no more can be there (no source of test" in made.err


def test_the_defaults_are_in_the_help(emokg: Emokg) -> None:
    text = " ".join(emokg("split", "make", "--help").out.split())
    for default in ("(0.8,0.1,0.1)", "(5)", "default: 0"):
        assert default in text


def test_what_is_left_out_is_said(workspace: Workspace, emokg: Emokg) -> None:
    place = ["-w", str(workspace.root)]
    made = emokg("split", "make", "source-held-out", "--hold-out", "webemo", "--name", "s", *place)
    assert made.code == 0
    assert "left out, near duplicate of a held-out image: 1" in made.err


def test_a_graph_without_near_duplicates_is_noticed(unsearched: Workspace, emokg: Emokg) -> None:
    made = emokg("split", "make", "standard", "--name", "s", "-w", str(unsearched.root))
    assert made.code == 0
    assert "none are kept together: emokg duplicates find" in made.err


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["make", "sorted", "--name", "s"], 2, "no kind of split 'sorted'"),
        (["make", "standard", "--name", "../s"], 2, "cannot be the name of a split"),
        (["make", "standard", "--name", "s", "--ratios", "0.8,0.3"], 2, "shares that sum to 1"),
        (["make", "standard", "--name", "s", "--ratios", "most"], 2, "is not a list of numbers"),
        (
            ["make", "standard", "--ratios", "0.7", "0.2", "0.1", "--name", "s"],
            2,
            "separate with commas: --ratios 0.7,0.2,0.1",
        ),
        (
            ["make", "standard", "--name", "s", "--ratios", "0.7,", "0.2,", "0.1"],
            2,
            "separate with commas: --ratios 0.7,0.2,0.1",
        ),
        (
            ["make", "standard", "--name", "s", "--ratios", "0.7, 0.2 0.1"],
            2,
            "separate with commas: --ratios 0.7,0.2,0.1",
        ),
        *(
            (
                ["make", "standard", "--name", "s", "--ratios", wrong],
                2,
                "write for example --ratios 0.8,0.1,0.1 (train, val, test) or --ratios 0.8,0.2",
            )
            for wrong in ("(0.8,0.1,0.1)", "train=0.8,val=0.2", "0,8;0,1;0,1", "0,8 0,2", "80%,20%")
        ),
        (["make", "standard", "--name", "s", "-k", "3"], 2, "k means nothing to the kind standard"),
        (["make", "k-fold", "--name", "s", "--ratios", "0.5,0.5"], 2, "ratios means nothing"),
        (["make", "few-shot", "--name", "s", "-k", "0"], 2, "k = 0 cannot be used"),
        (["make", "standard", "--name", "s", "--hold-out", "x"], 2, "hold_out means nothing"),
        (["make", "source-held-out", "--name", "s", "--hold-out", "x"], 2, "no source 'x'"),
        (["audit", "nothing"], 2, "no split 'nothing'"),
        (["audit", "nothing", "--kind", "smell"], 2, "no kind of evidence 'smell'"),
    ],
)
def test_a_wrong_command_is_refused(
    planted: Workspace, emokg: Emokg, arguments: list[str], code: int, told: str
) -> None:
    ended = emokg("split", *arguments, "-w", str(planted.root))
    assert (ended.code, told in ended.err) == (code, True), ended.err
    assert ended.out == ""


def test_a_graph_that_is_stale_missing_or_without_labels_is_refused(
    workspace: Workspace, tmp_path: Path, emokg: Emokg
) -> None:
    make = ["split", "make", "standard", "--name", "s", "-w"]
    with workspace.writer("test", workspace.root) as writer:
        writer.append_vectors("other", ["emoset:0001"], np.ones((1, 4), np.float32))
        writer.commit()
    stale = emokg(*make, str(workspace.root))
    assert (stale.code, "emokg graph build" in stale.err) == (3, True)
    empty = init(tmp_path / "bare")
    missing = emokg(*make, str(empty.root))
    assert (missing.code, "has not been built yet" in missing.err) == (3, True)
    with empty.writer("test", tmp_path) as writer:
        writer.append("images", to_arrow("images", [Image(id="a:1", source="a")]))
        writer.append("sources", to_arrow("sources", [Source(id="a")]))
        writer.commit()
    build(empty)
    unlabelled = emokg(*make, str(empty.root))
    assert (unlabelled.code, "no image of the graph has a CES label" in unlabelled.err) == (3, True)


def test_damage_names_the_file_and_the_command(workspace: Workspace, emokg: Emokg) -> None:
    place = ["-w", str(workspace.root)]
    audit = ["split", "audit", "s", *place]
    assert emokg("split", "make", "standard", "--name", "s", *place).code == 0
    folder = split_folder(workspace, "s")
    whole = (folder / ASSIGNMENT).read_bytes()
    (folder / ASSIGNMENT).write_bytes(whole[:-20])
    truncated = emokg(*audit)
    assert (truncated.code, str(folder / ASSIGNMENT) in truncated.err) == (3, True)
    assert "emokg split make KIND --name s" in truncated.err
    (folder / ASSIGNMENT).unlink()
    assert emokg(*audit).code == 3
    (folder / ASSIGNMENT).write_bytes(whole)
    (folder / CERTIFICATE).write_text("{}")
    wrong = emokg(*audit)
    assert (wrong.code, "is not a certificate" in wrong.err) == (3, True)


def test_a_folder_that_cannot_be_written_is_named(workspace: Workspace, emokg: Emokg) -> None:
    (workspace.root / "splits").write_text("a file where the folder should be")
    ended = emokg("split", "make", "standard", "--name", "s", "-w", str(workspace.root))
    assert ended.code == 3
    assert "the split cannot be written to" in ended.err
