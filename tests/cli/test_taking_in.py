"""`init` and `ingest` on the command line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Emokg

GOOD = '{"id": "a1", "image_path": "a1.jpg", "emotion": "Awe"}\n'
BAD = '{"id": "a2", "image_path": "a2.jpg", "emotion": "Joy"}\n'


@pytest.fixture
def new(tmp_path: Path, emokg: Emokg) -> str:
    """A new workspace."""
    assert emokg("init", str(tmp_path / "new")).code == 0
    return str(tmp_path / "new")


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    """A good row and a bad one."""
    file = tmp_path / "rows.jsonl"
    file.write_text(GOOD + BAD)
    return file


def test_init_makes_a_workspace_and_says_what_is_next(tmp_path: Path, emokg: Emokg) -> None:
    ended = emokg("init", str(tmp_path / "new"))
    assert ended.code == 0
    assert (tmp_path / "new" / "emokg.toml").is_file()
    assert ended.out == ""
    assert f"emokg ingest PATH -w {tmp_path / 'new'}" in ended.err


def test_init_leaves_what_is_there_alone(new: str, tmp_path: Path, emokg: Emokg) -> None:
    assert "is a workspace already" in emokg("init", new).err
    assert emokg("init", new).code == 2
    ended = emokg("init", str(tmp_path))
    assert ended.code == 2
    assert "is not empty" in ended.err


def test_init_in_a_place_that_takes_no_folders(emokg: Emokg) -> None:
    ended = emokg("init", "/proc/emokg")
    assert ended.code == 3
    assert "cannot make a workspace in /proc/emokg" in ended.err
    assert "choose a folder you may write to" in ended.err


def test_ingest_counts_in_words(new: str, samples: Path, emokg: Emokg) -> None:
    ended = emokg("ingest", str(samples / "photos"), "-w", new)
    assert ended.code == 0
    assert ended.out == ""
    assert "read as photos, licence: per image" in ended.err
    assert "read 10: 10 accepted, 0 unchanged, 0 rejected" in ended.err
    assert "next: emokg graph build" in ended.err


def test_ingest_counts_in_json_and_twice_changes_nothing(
    new: str, samples: Path, emokg: Emokg
) -> None:
    ingest = ("ingest", str(samples / "photos"), "-w", new, "--format", "json")
    counts = {"read": 10, "accepted": 10, "unchanged": 0, "rejected": 0, "rejects_file": None}
    assert json.loads(emokg(*ingest).out) == counts
    assert json.loads(emokg(*ingest).out) == counts | {"accepted": 0, "unchanged": 10}


def test_ingest_counts_in_csv(new: str, samples: Path, emokg: Emokg) -> None:
    out = emokg("ingest", str(samples / "photos"), "-w", new, "-f", "csv").out
    assert out == "read,accepted,unchanged,rejected,rejects_file\n10,10,0,0,\n"


def test_bad_rows_go_to_a_file_and_the_rest_is_taken(new: str, rows: Path, emokg: Emokg) -> None:
    ended = emokg("ingest", str(rows), "--source", "emoverse", "-w", new, "-f", "json")
    assert ended.code == 0
    counts = json.loads(ended.out)
    assert (counts["accepted"], counts["rejected"]) == (1, 1)
    assert f"why they were rejected: {counts['rejects_file']}" in ended.err
    (reject,) = map(json.loads, Path(counts["rejects_file"]).read_text().splitlines())
    assert list(reject) == ["file", "line", "id", "field", "value", "reason"]
    assert (reject["line"], reject["field"], reject["value"]) == (2, "emotion", "Joy")


def test_the_most_frequent_reasons_are_printed(new: str, tmp_path: Path, emokg: Emokg) -> None:
    file = tmp_path / "rows.jsonl"
    wide = [GOOD.replace("a1", f"w{n}").replace("}", ', "width": -1}') for n in range(3)]
    text = [
        GOOD.replace("a1", f"t{n}").replace("}", f', "{field}": 5}}')
        for n, field in enumerate(("description", "split", "prompt", "background", "attribute"))
    ]
    file.write_text("".join([BAD, *wide, *text, BAD.replace("a2", "a3"), GOOD]))
    ended = emokg("ingest", str(file), "--source", "emoverse", "-w", new, "-f", "json")
    assert json.loads(ended.out)["rejected"] == 10
    listed = [line for line in ended.err.splitlines() if line.startswith("  ")]
    assert listed[0] == "  3 × width: is not a number of pixels"
    assert listed[1] == "  2 × emotion: unknown emotion"
    assert listed[-1] == "  2 for other reasons"
    assert len(listed) == 6


def test_images_without_a_label_are_printed(
    new: str, samples: Path, tmp_path: Path, emokg: Emokg
) -> None:
    folder = tmp_path / "pictures" / "joyful"
    folder.mkdir(parents=True)
    shutil.copy(samples / "photos" / "moon.jpg", folder)
    ended = emokg("ingest", str(folder.parent), "-w", new, "-f", "json")
    assert set(json.loads(ended.out)) == {
        "read",
        "accepted",
        "unchanged",
        "rejected",
        "rejects_file",
    }
    assert "without a label: 1 image" in ended.err
    assert "  1 × folder 'joyful' is named after no emotion" in ended.err
    assert "a sub-folder labels its images with its name: amusement, anger" in ended.err


def test_strict_takes_nothing_and_ends_with_3(new: str, rows: Path, emokg: Emokg) -> None:
    ended = emokg("ingest", str(rows), "--source", "emoverse", "--strict", "-w", new, "-f", "json")
    assert ended.code == 3
    assert ended.out == ""
    assert "1 of 2 rows" in ended.err
    assert "read as emoverse, were rejected" in ended.err
    assert "nothing was taken" in ended.err
    assert "rejects" in ended.err
    assert "none yet" in emokg("doctor", "-w", new).out


def test_a_table_of_ones_own_is_read_as_what_it_is_called(
    new: str, tmp_path: Path, emokg: Emokg
) -> None:
    file = tmp_path / "mine.csv"
    file.write_text(
        "image,emotion,confidence,background,attribute,subject\na.jpg,awe,0.9,valley,vast,sky\n"
    )
    asked = emokg("ingest", str(file), "-w", new)
    assert asked.code == 2
    assert "--source table (A table of one's own, licence: none) or --source emoverse" in asked.err
    ended = emokg("ingest", str(file), "--source", "table", "-w", new)
    assert ended.code == 0
    assert "read as table, licence: none stated" in ended.err


def test_columns_that_are_not_read_are_told(new: str, tmp_path: Path, emokg: Emokg) -> None:
    file = tmp_path / "mine.csv"
    file.write_text(",image,emotion,attributes,my_note\n0,a.jpg,awe,vast,x\n")
    ingest = ("ingest", str(file), "--source", "table", "-w", new, "-f", "json")
    ended = emokg(*ingest)
    assert (
        "none stated\nnot read: attributes (did you mean attribute?), a column without a name, "
        "my_note\nread 1:"
    ) in ended.err
    assert set(json.loads(ended.out)) == {
        "read",
        "accepted",
        "unchanged",
        "rejected",
        "rejects_file",
    }
    assert emokg(*ingest, "--quiet").err == ""


def test_of_many_columns_that_are_not_read_the_misspelt_are_named(
    new: str, tmp_path: Path, emokg: Emokg
) -> None:
    file = tmp_path / "mine.csv"
    columns = [f"c{number}" for number in range(1, 41)]
    file.write_text(f"image,emotion,{','.join(columns)},subjet\na.jpg,awe,{',' * 40}sky\n")
    err = emokg("ingest", str(file), "--source", "table", "-w", new).err
    assert "not read: subjet (did you mean subject?), c1, c2, " in err
    assert "c19 and 21 more\n" in err


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("nowhere",), 2, "nowhere does not exist"),
        (("rows.jsonl", "--source", "emovers"), 2, "emovers"),
    ],
)
def test_what_cannot_be_read_is_said(
    arguments: tuple[str, ...],
    code: int,
    message: str,
    new: str,
    rows: Path,
    emokg: Emokg,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(rows.parent)
    ended = emokg("ingest", *arguments, "-w", new)
    assert ended.code == code
    assert message in ended.err
