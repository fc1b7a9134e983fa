"""`emokg report` and the sections of `emokg stats`, typed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.report.conftest import Report

PROGRAM = Path(sys.executable).with_name("emokg")


def _emokg(*arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("EMOKG_")}
    return subprocess.run(
        [str(PROGRAM), *arguments],
        env=kept | changes,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_it_writes_into_the_workspace_and_says_where(real: Report) -> None:
    ended = _emokg("report", "-w", str(real.folder.root), PYTHONHASHSEED="1")
    assert ended.returncode == 0, ended.stderr
    path = real.folder.root / "reports" / "report.html"
    assert ended.stdout == f"{path}\n"
    assert path.read_text(encoding="utf-8") == real.html
    assert path.stat().st_size < 5e6
    assert [file.name for file in path.parent.iterdir()] == ["report.html"]


def test_it_writes_where_it_is_told(real: Report, tmp_path: Path) -> None:
    out = tmp_path / "new" / "mine.html"
    ended = _emokg(
        *("report", "-w", str(real.folder.root), "--out", str(out), "--date", "May 2026", "--quiet")
    )
    assert ended.returncode == 0
    assert ended.stderr == ""
    assert "May 2026" in out.read_text(encoding="utf-8")


def test_a_folder_is_no_place_for_a_report(real: Report, tmp_path: Path) -> None:
    ended = _emokg("report", "-w", str(real.folder.root), "--out", str(tmp_path))
    assert ended.returncode == 2
    assert f"{tmp_path} is a folder" in ended.stderr
    assert "--out report.html" in ended.stderr


def test_a_file_in_the_way_is_an_error_that_names_it(real: Report, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    inside = tmp_path / "file" / "report.html"
    ended = _emokg("report", "-w", str(real.folder.root), "--out", str(inside))
    assert ended.returncode == 3
    assert "could not be written" in ended.stderr
    assert "--out FILE" in ended.stderr


def test_without_a_graph_it_says_what_to_do(tmp_path: Path) -> None:
    assert _emokg("init", str(tmp_path / "w")).returncode == 0
    ended = _emokg("report", "-w", str(tmp_path / "w"))
    assert ended.returncode == 3
    assert "emokg graph build" in ended.stderr


def test_stats_count_sources_origins_duplicates_and_agreement(real: Report, whole: Report) -> None:
    rows = _stats(real)
    assert list(rows[0]) == ["section", "name", "count", "share"]
    found = {(row["section"], row["name"]): row for row in rows}
    tables = real.tables()
    assert found["sources", "photos"]["count"] == 10
    assert found["origins", "natural"]["share"] == 1.0
    (pair,) = [row for row in tables["annotators"] if row["coefficient"] == "Cohen's kappa"]
    (agreed,) = [row for row in rows if row["section"] == "agreement"]
    assert agreed["share"] == float(pair["agreement"])
    for row in tables["gold"]:
        if row["coefficient"] != "Cohen's kappa":
            continue
        assert found["gold", row["annotator"]]["share"] == float(row["agreement"])
    rows = _stats(whole)
    assert [row["count"] for row in rows if row["section"] == "duplicates"] == [1]


def _stats(report: Report) -> list[dict[str, object]]:
    ended = _emokg("stats", "-w", str(report.folder.root), "--format", "json")
    rows: list[dict[str, object]] = json.loads(ended.stdout)
    return rows
