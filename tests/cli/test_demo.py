"""`emokg demo`: one command from nothing to real answers."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from emokg.cli.demo_view import forest
from tests.cli.conftest import Demo, Emokg, Spawn


def test_it_shows_the_same_numbers_as_the_question(made: Demo, emokg: Emokg) -> None:
    asked = emokg(
        *("query", "run", "attributes-evoking", "-p", "emotion=fear", "-p", "limit=8"),
        *("-w", str(made.folder), "--format", "json"),
    )
    rows = json.loads(asked.out)
    for row in rows:
        (line,) = [line for line in made.out.splitlines() if line.startswith(row["attribute"])]
        for shown in (
            f"{row['images']} of {row['item_images']}",
            f"{row['lift']:.2f}",
            f"{row['ci_low']:.2f} … {row['ci_high']:.2f}",
            f"{row['q_value']:.1e}",
        ):
            assert shown in line
    total, evoking = rows[0]["total_images"], rows[0]["emotion_images"]
    assert f"{evoking:,} of {total:,} labelled images evoke fear" in made.out


def test_it_shows_the_same_neighbours_as_the_index(made: Demo, emokg: Emokg) -> None:
    for where in ([], ["--where", "emotion=awe"]):
        asked = emokg(
            *("index", "search", "--image", "emoset:fear_12179", "-k", "5", *where),
            *("-w", str(made.folder), "--format", "json"),
        )
        rows = json.loads(asked.out)
        assert len(rows) == 5
        for row in rows:
            assert re.search(rf"^{row['image']} +{row['similarity']:.3f}", made.out, re.M)


def test_it_counts_what_the_graph_holds(made: Demo, emokg: Emokg) -> None:
    rows = json.loads(emokg("stats", "-w", str(made.folder), "-f", "json").out)
    for row in rows:
        if row["section"] in ("nodes", "relationships") and row["count"]:
            assert re.search(rf"\b{row['name']} +{row['count']:,}\b", made.out)


def test_it_makes_a_split_that_passes_its_audit(made: Demo, emokg: Emokg) -> None:
    audited = emokg("split", "audit", "standard", "-w", str(made.folder), "-f", "json")
    assert audited.code == 0
    for row in json.loads(audited.out):
        assert re.search(rf"^{row['split']} +{row['images']:,} ", made.out, re.M)
    certificate = json.loads((made.folder / "splits" / "standard" / "certificate.json").read_text())
    assert certificate["made"]["seed"] == 7
    audit = certificate["audit"]
    assert audit["passed"]
    pairs = sum(audit["evidence"].values())
    assert pairs > 0
    (inflation,) = audit["inflation"]
    said = " ".join(made.out.split())
    assert f"none of the {pairs} pairs of near duplicates found is torn apart" in said
    assert f"of {inflation['accuracy']:.1%} of {inflation['test']} test images" in said
    assert (
        f"{inflation['random_accuracy']:.1%} under {inflation['random_splits']} random splits"
        in said
    )


def test_it_writes_the_report_that_the_command_writes(
    made: Demo, emokg: Emokg, tmp_path: Path
) -> None:
    asked = emokg("report", "--out", str(tmp_path / "report.html"), "-w", str(made.folder))
    assert asked.code == 0
    report = (made.folder / "reports" / "report.html").read_bytes()
    assert report == (tmp_path / "report.html").read_bytes()
    assert "emokg report -w demo" in made.out


def test_the_page_fits_a_hundred_columns_and_has_no_colour_in_a_pipe(made: Demo) -> None:
    assert max(len(line) for line in made.out.splitlines()) <= 100
    assert "\x1b" not in made.out


def test_it_says_where_the_files_are_and_what_to_type_next(made: Demo) -> None:
    for file in ("records", "graph", "des", "splits/standard", "reports/report.html"):
        assert (made.folder / file).exists()
        assert f"demo/{file} " in made.out
    assert "What to type next" in made.out
    assert "cd demo" in made.out


def test_progress_goes_to_stderr(made: Demo) -> None:
    assert "1,285 new" in made.err
    assert "done in" in made.err
    assert "done in" not in made.out


def test_a_second_run_takes_nothing_in_and_says_the_same(
    made: Demo, emokg: Emokg, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(made.folder.parent)
    again = emokg("demo", "demo")
    assert again.code == 0
    assert again.out == made.out
    assert "0 new, 1,285 known" in again.err


def test_quiet_leaves_the_answers_only(
    made: Demo, emokg: Emokg, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(made.folder.parent)
    again = emokg("demo", "demo", "--quiet")
    assert again.err == ""
    assert again.out == made.out


def test_colours_come_where_they_are_asked_for(made: Demo, spawn: Spawn) -> None:
    coloured = spawn("demo", "demo", cwd=made.folder.parent, FORCE_COLOR="1", TERM="xterm-256color")
    assert "\x1b[" in coloured.stdout
    plain = re.sub(r"\x1b\[[0-9;]*m", "", coloured.stdout)
    assert [line.rstrip() for line in plain.splitlines()] == [
        line.rstrip() for line in made.out.splitlines()
    ]


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path, emokg: Emokg) -> None:
    (tmp_path / "diary.txt").write_text("dear diary")
    ended = emokg("demo", str(tmp_path))
    assert ended.code == 2
    assert "holds something else than a demo" in ended.err
    assert "emokg demo DIR" in ended.err
    assert [path.name for path in tmp_path.iterdir()] == ["diary.txt"]


def test_a_workspace_with_other_data_is_left_alone(tmp_path: Path, emokg: Emokg) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"id": "a1", "image_path": "a1.jpg", "emotion": "Awe"}\n')
    assert emokg("init", str(tmp_path / "own")).code == 0
    assert emokg("ingest", str(rows), "--source", "emoverse", "-w", str(tmp_path / "own")).code == 0
    ended = emokg("demo", str(tmp_path / "own"))
    assert ended.code == 2
    assert "other data than the demo's" in ended.err
    assert str(rows) in ended.err


@pytest.mark.parametrize(
    ("interval", "drawn"),
    [
        ((2.0, 3.0, 4.0), "│ ├●┤ "),
        ((-1.0, 0.0, 1.0), "├●┤   "),
        ((5.0, 5.0, 5.0), "│    ●"),
    ],
)
def test_an_interval_is_drawn_to_scale(interval: tuple[float, float, float], drawn: str) -> None:
    low = min(0.0, interval[0])
    assert forest(*interval, low, low + 5.0, 6).plain == drawn
