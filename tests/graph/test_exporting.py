"""The graph as GraphML, as Parquet and in rustworkx: all of it, as others read it."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import networkx as nx
import pyarrow.parquet as pq
import pytest
import rustworkx as rx

from emokg.errors import DataError, LimitExceeded, UnknownName, UsageError
from emokg.graph import open_snapshot, to_rustworkx
from emokg.graph.embedded_store import open_embedded
from emokg.graph.exporting import Exported
from emokg.graph.graphml import export as export_graphml
from emokg.graph.model import emokg_model
from emokg.graph.parquet import export as export_parquet
from emokg.graph.restoring import restore
from emokg.graph.store import Store
from emokg.workspace import Workspace, init
from tests.contract.made_up import HARD_TEXTS, MOMENT, MadeUp, hard_graph
from tests.full_disk import no_file_larger_than

MODEL = emokg_model()


def written(workspace: Workspace, out: Path) -> Exported:
    """As Parquet or as GraphML, by the name's end."""
    with open_embedded(workspace) as store:
        if out.suffix == ".graphml":
            return export_graphml(store, MODEL, out)
        return export_parquet(store.snapshot, out)


def rows(store: Store, table: Any) -> list[dict[str, Any]]:
    read = store.nodes if table in MODEL.nodes else store.relationships
    return [row for batch in read(table) for row in batch.to_pylist()]


def read_graphml(path: Path) -> nx.MultiDiGraph:
    return nx.read_graphml(path, force_multigraph=True)


def test_graphml_is_the_graph_to_networkx(annotated: Workspace, tmp_path: Path) -> None:
    exported = written(annotated, tmp_path / "graph.graphml")
    graph = read_graphml(tmp_path / "graph.graphml")
    with open_embedded(annotated) as store:
        counts = store.counts()
        assert exported.nodes == len(graph) == sum(counts.nodes.values())
        assert exported.relationships == graph.number_of_edges()
        labels = Counter(held["label"] for _, held in graph.nodes(data=True))
        types = Counter(held["type"] for *_, held in graph.edges(data=True))
        assert labels == {name: count for name, count in counts.nodes.items() if count}
        assert types == {name: count for name, count in counts.relationships.items() if count}
        for table in MODEL.nodes:
            for row in rows(store, table):
                assert graph.nodes[f"{table.table}:{row['id']}"] == {
                    "label": table.table,
                    **{name: told(value) for name, value in row.items() if value not in (None, "")},
                }


def told(value: Any) -> Any:
    """A value as GraphML has it."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value


def test_graphml_keeps_odd_texts_lists_and_times(tmp_path: Path) -> None:
    export_graphml(hard_graph(), MODEL, tmp_path / "hard.graphml")
    graph = read_graphml(tmp_path / "hard.graphml")
    assert {
        held["id"]: held.get("description", "")
        for _, held in graph.nodes(data=True)
        if held["label"] == "Image" and held["id"] != "s:bare"
    } == {f"s:{text}": text for text in HARD_TEXTS}
    assert graph.nodes["Annotation:a1"]["created"] == MOMENT.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert graph.nodes["Annotation:a1"]["cost"] == 0.1 + 0.2
    assert json.loads(graph.nodes["Region:s:plain#r0"]["bbox"]) == [0.0, 1e-300, 12.5, 1e300]
    assert graph.nodes["Background:house"]["text"] == graph.nodes["Subject:house"]["text"]
    (evokes,) = graph.get_edge_data("Image:s:plain", "Emotion:awe").values()
    assert evokes == {"type": "EVOKES", "probability": 0.75, "rank": 1}
    text = (tmp_path / "hard.graphml").read_text(encoding="utf-8")
    assert 'attr.name="bbox" attr.type="string"><desc>a list (float), as JSON text</desc>' in text
    assert "<desc>a zoned datetime, as ISO 8601 text</desc>" in text
    assert 'attr.name="width" attr.type="long"/>' in text


def test_what_xml_cannot_hold_is_refused_and_named(tmp_path: Path) -> None:
    graph = hard_graph().with_nodes("Subject", ({"id": "a", "text": "bell\x07"},))
    out = tmp_path / "hard.graphml"
    out.write_text("old", encoding="utf-8")
    with pytest.raises(DataError, match="the property text of a Subject holds a control") as error:
        export_graphml(graph, MODEL, out)
    assert "export parquet" in str(error.value.hint)
    assert [path.name for path in tmp_path.iterdir()] == [out.name]
    assert out.read_text(encoding="utf-8") == "old"


def test_numbers_that_are_none_are_told_in_graphml_as_java_reads_them(tmp_path: Path) -> None:
    emotions = ({"id": "a", "valence": float("nan")}, {"id": "b", "valence": -float("inf")})
    export_graphml(MadeUp({"Emotion": emotions}, {}), MODEL, tmp_path / "odd.graphml")
    text = (tmp_path / "odd.graphml").read_text(encoding="utf-8")
    assert ">NaN<" in text
    assert ">-Infinity<" in text


@pytest.mark.parametrize("hard", [False, True])
def test_parquet_holds_the_rows_of_the_store(
    annotated: Workspace, tmp_path: Path, hard: bool
) -> None:
    workspace = annotated
    if hard:
        workspace = init(tmp_path / "hard")
        restore(workspace, hard_graph(), MODEL)
    folder = tmp_path / "files"
    exported = written(workspace, folder)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    with open_embedded(workspace) as store:
        assert manifest["graph"] == store.snapshot.description.sha256
        for kind, tables in (("nodes", MODEL.nodes), ("relationships", MODEL.relationships)):
            assert list(manifest[kind]) == [table.table for table in tables]
            for table in tables:
                held = manifest[kind][table.table]
                read = pq.read_table(folder / held["file"]).to_pylist()
                assert read == rows(store, table)
                assert held["rows"] == len(read)
    assert exported.nodes == sum(held["rows"] for held in manifest["nodes"].values())
    assert manifest["nodes"]["Region"]["properties"]["bbox"] == "FLOAT_LIST"
    assert manifest["relationships"]["MADE_BY"]["sources"] == ["Annotation", "Verdict"]
    assert exported.bytes == sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())


@pytest.mark.parametrize("name", ["one.graphml", "one"])
def test_the_same_graph_gives_the_same_bytes(
    photographs: Workspace, tmp_path: Path, name: str
) -> None:
    first, second = tmp_path / "first" / name, tmp_path / "second" / name
    for out in (first, second):
        out.parent.mkdir()
        written(photographs, out)
    files = [path.relative_to(first) for path in [first, *first.rglob("*")] if path.is_file()]
    assert files
    for file in files:
        assert (first / file).read_bytes() == (second / file).read_bytes()


def test_a_full_disk_leaves_the_old_file_and_no_folder(
    annotated: Workspace, tmp_path: Path
) -> None:
    out = tmp_path / "graph.graphml"
    out.write_text("old", encoding="utf-8")
    with no_file_larger_than(1 << 14):
        for place in (out, tmp_path / "files"):
            with pytest.raises(DataError, match="cannot be written") as error:
                written(annotated, place)
            assert "make room there" in str(error.value.hint)
    assert out.read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


def test_a_place_that_cannot_be_written_is_named(photographs: Workspace, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"nowhere/a\.graphml cannot be written: No such file"):
        written(photographs, tmp_path / "nowhere" / "a.graphml")
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="file is not empty"):
        written(photographs, tmp_path / "file")
    with pytest.raises(DataError, match=r"the files cannot be written to .*file/below"):
        written(photographs, tmp_path / "file" / "below")
    with pytest.raises(UsageError, match="is not empty"):
        written(photographs, tmp_path)
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


def test_rustworkx_gets_the_whole_graph(annotated: Workspace) -> None:
    with open_embedded(annotated) as store:
        graph = to_rustworkx(store.snapshot)
        nodes = [(t.table, row["id"]) for t in MODEL.nodes for row in rows(store, t)]
        assert graph.nodes() == nodes
        links = Counter(
            ((row["start_label"], row["start"]), (row["end_label"], row["end"]), link.type)
            for link in MODEL.relationships
            for row in rows(store, link)
        )
    found = Counter((graph[s], graph[e], type_) for s, e, type_ in graph.weighted_edge_list())
    assert found == links
    assert len(rx.weakly_connected_components(graph)) < len(nodes) / 10


def test_rustworkx_gets_a_selection_between_whose_nodes_all_its_edges_are(
    annotated: Workspace,
) -> None:
    with open_snapshot(annotated) as snapshot:
        both = to_rustworkx(snapshot, labels=["Subject", "Image"])
        assert {label for label, _ in both.nodes()} == {"Image", "Subject"}
        assert set(both.edges()) == {"HAS_SUBJECT"}
        alone = to_rustworkx(snapshot, labels=["Subject"])
        assert (alone.num_nodes() > 0, alone.num_edges()) == (True, 0)
        typed = to_rustworkx(snapshot, types=["EVOKES", "MADE_BY"])
        assert set(typed.edges()) == {"EVOKES", "MADE_BY"}


def test_rustworkx_is_guarded(photographs: Workspace) -> None:
    with open_snapshot(photographs) as snapshot:
        assert to_rustworkx(snapshot, labels=["Image"], max_nodes=10).num_nodes() == 10
        with pytest.raises(LimitExceeded, match="these are 10 nodes, more than the 9") as error:
            to_rustworkx(snapshot, labels=["Image"], max_nodes=9)
        assert error.value.hint == "choose labels, or raise max_nodes"
        with pytest.raises(UnknownName, match="there is no label 'Photo'"):
            to_rustworkx(snapshot, labels=["Photo"])
        with pytest.raises(UnknownName, match="there is no relationship type 'LIKES'"):
            to_rustworkx(snapshot, types=["LIKES"])
