"""Answers as networkx graphs: which nodes, which keys, what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import pyarrow as pa
import pytest

import emokg
from emokg.content import content_folder
from emokg.errors import LimitExceeded, UnknownName, UsageError
from emokg.graph import build
from emokg.sources import ingest
from emokg.table import Table
from emokg.workspace import init


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[emokg.Workspace]:
    """The real annotations."""
    folder = init(tmp_path_factory.mktemp("networkx") / "annotated")
    ingest(folder, content_folder("ingest") / "samples" / "emoset-vlm")
    build(folder)
    with emokg.open(folder.root) as workspace:
        yield workspace


def node(label: str, id_: str, **properties: Any) -> dict[str, Any]:
    return {"id": id_, "labels": [label], "properties": {"id": id_, **properties}}


def step(type_: str, start: str, end: str, **properties: Any) -> dict[str, Any]:
    return {"type": type_, "start": start, "end": end, "properties": {"rank": None, **properties}}


def table(**columns: list[Any]) -> Table:
    return Table(pa.table(columns))


def test_paths_are_the_graph_that_they_walk(opened: emokg.Workspace) -> None:
    paths = opened.cypher(
        "MATCH p = (:Emotion {id: $emotion})<-[:EVOKES]-(:Image)-[:HAS_ATTRIBUTE]->(:Attribute) "
        "RETURN p",
        emotion="fear",
    )
    graph = paths.to_networkx()
    (counts,) = opened.cypher(
        "MATCH (:Emotion {id: 'fear'})<-[e:EVOKES]-(i:Image)-[h:HAS_ATTRIBUTE]->(a:Attribute) "
        "RETURN count(DISTINCT i) + count(DISTINCT a) + 1 AS nodes, "
        "count(DISTINCT e) + count(DISTINCT h) AS relationships"
    ).rows()
    assert len(graph) == counts["nodes"] > 100
    assert graph.number_of_edges() == counts["relationships"]
    walked = paths.rows()[0]["p"]
    image = walked["nodes"][1]
    assert graph.nodes[image["id"]] == {"labels": ["Image"], **image["properties"]}
    evokes = walked["relationships"][0]
    assert graph.edges[image["id"], "fear", "EVOKES"] == {
        "type": "EVOKES",
        **evokes["properties"],
    }


def test_a_question_and_a_text_are_told_apart(opened: emokg.Workspace) -> None:
    rows = opened.query("co-occurring-subjects").rows()
    graph = opened.to_networkx("co-occurring-subjects")
    assert graph.number_of_edges() == len(rows) > 0
    first = rows[0]
    held = graph.edges[first["subject"], first["other_subject"], 0]
    assert held["lift"] == first["lift"]
    text = "MATCH (i:Image)-[e:EVOKES]->(m:Emotion {id: $name}) RETURN i, e, m LIMIT 3"
    assert len(opened.to_networkx(text, name="awe")) == 4
    with pytest.raises(UnknownName, match="there is no question 'co-occuring-subjects'"):
        opened.to_networkx("co-occuring-subjects")


def test_an_answer_larger_than_the_guard_is_refused(opened: emokg.Workspace) -> None:
    text = "MATCH (i:Image) RETURN i LIMIT 11"
    assert len(opened.to_networkx(text, max_nodes=11)) == 11
    with pytest.raises(LimitExceeded, match="more than 10 nodes") as error:
        opened.to_networkx(text, max_nodes=10)
    assert "raise max_nodes" in str(error.value.hint)


def test_an_id_of_two_labels_is_two_nodes() -> None:
    graph = table(
        i=[node("Image", "s:1")],
        a=[node("Attribute", "dark")],
        b=[node("Background", "dark")],
        r=[[step("HAS_ATTRIBUTE", "s:1", "dark"), step("HAS_BACKGROUND", "s:1", "dark")]],
    ).to_networkx()
    assert set(graph) == {"s:1", ("Attribute", "dark"), ("Background", "dark")}
    assert set(graph.edges(keys=True)) == {
        ("s:1", ("Attribute", "dark"), "HAS_ATTRIBUTE"),
        ("s:1", ("Background", "dark"), "HAS_BACKGROUND"),
    }


def test_relationships_join_the_nodes_of_their_type_not_of_their_row() -> None:
    graph = table(
        b=[node("Background", "dark")], r=[step("HAS_ATTRIBUTE", "s:1", "dark")]
    ).to_networkx()
    assert list(graph.edges(keys=True)) == [("s:1", ("Attribute", "dark"), "HAS_ATTRIBUTE")]
    assert graph.nodes["s:1"] == {"labels": ["Image"]}


def test_a_path_says_what_ids_alone_do_not() -> None:
    nodes = [node("Subject", "house"), node("Concept", "house")]
    broader = step("BROADER", "house", "house")
    for order in (nodes, nodes[::-1]):
        graph = table(p=[{"nodes": order, "relationships": [broader]}]).to_networkx()
        assert list(graph.edges(keys=True)) == [
            (("Subject", "house"), ("Concept", "house"), "BROADER")
        ]
    with pytest.raises(UsageError, match="which nodes a BROADER relationship") as error:
        table(r=[broader]).to_networkx()
    assert "RETURN p" in str(error.value.hint)


def test_nodes_in_lists_and_json_count_and_nulls_do_not() -> None:
    text = '{"one": [{"id": "awe", "labels": ["Emotion"], "properties": {"id": "awe"}}, 1]}'
    mixed = pa.field("mixed", pa.string(), metadata={"emokg": "json"})
    answer = Table(pa.table([pa.array([text, None])], schema=pa.schema([mixed])))
    assert list(answer.to_networkx()) == ["awe"]
    absent = pa.array([None], pa.array([node("Image", "s:1")]).type)
    assert len(Table(pa.table({"i": absent})).to_networkx()) == 0


def test_every_row_of_ids_is_a_link() -> None:
    graph = table(
        image=["s:1", "s:1", "s:2"],
        attribute=["dark", "dark", None],
        subject=["house", "house", None],
        images=[3, 4, 5],
    ).to_networkx()
    links = sorted((start, end, held["images"]) for start, end, held in graph.edges(data=True))
    assert links == [
        ("s:1", "dark", 3),
        ("s:1", "dark", 4),
        ("s:1", "house", 3),
        ("s:1", "house", 4),
    ]
    assert graph.nodes["s:2"] == {"labels": ["Image"]}


def test_an_answer_without_a_graph_is_refused_with_what_to_return() -> None:
    with pytest.raises(UsageError, match="in an answer with the columns emotion, n") as error:
        table(emotion=["awe"], n=[1]).to_networkx()
    assert "return nodes, relationships or paths" in str(error.value.hint)


def test_notices_travel_with_the_graph(tmp_path: Path) -> None:
    answer = Table(pa.table({"i": [node("Image", "s:1")]}), ("the graph is older",))
    assert answer.to_networkx().graph == {"notices": "the graph is older"}
    nx.write_gml(answer.to_networkx(), tmp_path / "graph.gml")
