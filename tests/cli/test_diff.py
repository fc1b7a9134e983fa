"""`emokg graph diff A B`."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from tests.cli.conftest import Emokg

LINE = '{{"id": "{id}", "image_path": "{id}.jpg", "emotion": "{emotion}"}}\n'


def test_a_kept_graph_is_compared_with_the_one_that_replaced_it(
    tmp_path: Path, emokg: Emokg
) -> None:
    own, kept, page = tmp_path / "own", tmp_path / "kept", tmp_path / "diff.html"
    assert emokg("init", str(own)).code == 0
    for name, emotion in (("a", "Awe"), ("b", "Fear")):
        rows = tmp_path / f"{name}.jsonl"
        rows.write_text(LINE.format(id=name, emotion=emotion))
        assert emokg("ingest", str(rows), "--source", "emoverse", "-w", str(own)).code == 0
        assert emokg("graph", "build", "-w", str(own)).code == 0
        if not kept.exists():
            shutil.copytree(own / "graph", kept)
    ended = emokg("graph", "diff", str(kept), str(own), "--html", str(page), "-f", "json")
    assert ended.code == 0
    rows_by_name = {(row["section"], row["name"]): row for row in json.loads(ended.out)}
    image = rows_by_name["nodes", "Image"]
    assert (image["before"], image["after"], image["added"]) == (1, 2, 1)
    assert image["details"] == "added: emoverse:b"
    assert rows_by_name["answers", "emotion-distribution"]["added"] == 1
    assert "0 images relabelled" in ended.err
    assert "emoverse:b" in page.read_text()
    bare = emokg("graph", "diff", str(kept), str(own), "--no-answers", "-f", "json")
    assert json.loads(bare.out) == [r for r in json.loads(ended.out) if r["section"] != "answers"]


def test_the_same_graph_twice_has_no_rows(demo: Path, emokg: Emokg) -> None:
    ended = emokg("graph", "diff", str(demo), str(demo), "--format", "json")
    assert ended.code == 0
    assert json.loads(ended.out) == []
    assert "the graphs are the same" in ended.err


def test_a_folder_that_is_no_graph_is_a_wrong_command(
    demo: Path, tmp_path: Path, emokg: Emokg
) -> None:
    ended = emokg("graph", "diff", str(demo), str(tmp_path))
    assert ended.code == 2
    assert "is not a workspace" in ended.err
