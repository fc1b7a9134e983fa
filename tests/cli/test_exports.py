"""`graph export graphml` and `graph export parquet`, as a shell runs them."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pyarrow.parquet as pq

from tests.cli.conftest import Emokg


def test_graphml_says_how_much_it_wrote_and_replaces_the_file(
    demo: Path, tmp_path: Path, emokg: Emokg
) -> None:
    out = tmp_path / "graph.graphml"
    out.write_text("old", encoding="utf-8")
    ended = emokg("graph", "export", "graphml", "--out", str(out), "-w", str(demo))
    assert ended.code == 0
    graph = nx.read_graphml(out, force_multigraph=True)
    size = out.stat().st_size / 1e6
    assert ended.err.endswith(
        f"graph.graphml: {len(graph):,} nodes, {graph.number_of_edges():,} relationships, "
        f"{size:,.1f} MB\n"
    )


def test_parquet_takes_a_new_folder_only(demo: Path, tmp_path: Path, emokg: Emokg) -> None:
    out = tmp_path / "files"
    export = ("graph", "export", "parquet", "--out", str(out), "-w", str(demo))
    ended = emokg(*export)
    assert (ended.code, "relationships, " in ended.err) == (0, True)
    assert pq.read_table(out / "nodes" / "Emotion.parquet").num_rows == 8
    again = emokg(*export)
    assert (again.code, "is not empty" in again.err) == (2, True)
    nowhere = emokg(*export[:3], "--out", "/proc/files", "-w", str(demo))
    assert (nowhere.code, "cannot be written to /proc/files" in nowhere.err) == (3, True)


def test_a_workspace_without_a_graph_is_told_what_to_do(tmp_path: Path, emokg: Emokg) -> None:
    assert emokg("init", str(tmp_path / "new")).code == 0
    for form in ("graphml", "parquet"):
        out = tmp_path / form
        ended = emokg("graph", "export", form, "--out", str(out), "-w", str(tmp_path / "new"))
        assert (ended.code, "emokg graph build" in ended.err) == (3, True)
        assert not out.exists()
