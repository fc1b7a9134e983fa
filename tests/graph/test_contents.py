"""The graph says what the records say: checked against the files as they were published."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest

from emokg.content import content_folder
from emokg.cypher import EmbeddedGraph, open_graph
from emokg.graph import build
from emokg.graph.model import LABEL_BITS
from emokg.records import Annotation, Emotion, Image, Source, Triplet, Verdict, to_arrow
from emokg.workspace import Workspace, init


@pytest.fixture(scope="module")
def graph(annotated: Workspace) -> Iterator[EmbeddedGraph]:
    with open_graph(annotated) as graph:
        yield graph


@pytest.fixture(scope="module")
def published() -> list[dict[str, Any]]:
    path = content_folder("ingest") / "samples" / "emoset-vlm" / "records.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def column(graph: EmbeddedGraph, text: str, **parameters: Any) -> list[Any]:
    return list(graph.cypher(text, parameters).rows())


def test_the_label_of_the_source_is_evoked_with_probability_one(
    graph: EmbeddedGraph, published: list[dict[str, Any]]
) -> None:
    rows = column(
        graph,
        "MATCH (i:Image)-[r:EVOKES]->(e:Emotion) WHERE i.id STARTS WITH 'emoset:' "
        "RETURN i.id AS image, e.id AS emotion, r.probability AS p, r.rank AS rank",
    )
    found = {row["image"]: (row["emotion"], row["p"], row["rank"]) for row in rows}
    assert found == {f"emoset:{row['id']}": (row["gold_emotion"], 1.0, 1) for row in published}


def test_every_vote_hangs_on_its_annotation(
    graph: EmbeddedGraph, published: list[dict[str, Any]]
) -> None:
    rows = column(
        graph,
        "MATCH (i:Image)<-[:ANNOTATES]-(a:Annotation)-[:MADE_BY]->(w:Annotator), "
        "(a)-[:VOTES {probability: 1.0}]->(e:Emotion) RETURN i.id AS i, w.id AS w, e.id AS e",
    )
    wanted = Counter(
        (f"emoset:{row['id']}", annotator, emotion)
        for row in published
        for annotator, emotion in row["votes"].items()
    )
    assert Counter((row["i"], row["w"], row["e"]) for row in rows) == wanted


def test_a_listed_attribute_is_several_triplets_of_one_subject(graph: EmbeddedGraph) -> None:
    rows = column(
        graph,
        "MATCH (:Image {id: 'photos:rocket'})-[:HAS_TRIPLET]->(t)-[:WITH_ATTRIBUTE]->(a), "
        "(t)-[:OF_SUBJECT]->(s), (t)-[:IN_BACKGROUND]->(b) "
        "RETURN b.id AS b, a.id AS a, s.id AS s, t.text AS text ORDER BY t.position, a",
    )
    place = "launch pad at dusk under a deep blue sky"
    pairs = [(row["a"], row["s"]) for row in rows]
    assert sorted(pairs) == [
        ("floodlit", "rocket"),
        ("silhouetted", "lattice towers"),
        ("thin", "lattice towers"),
        ("towering", "rocket"),
    ]
    assert {row["b"] for row in rows} == {place}
    assert all(row["text"] == f"{place} - {row['a']} - {row['s']}" for row in rows)


def test_short_cuts_say_what_the_triplets_say(graph: EmbeddedGraph) -> None:
    for part, short in (
        ("IN_BACKGROUND", "HAS_BACKGROUND"),
        ("WITH_ATTRIBUTE", "HAS_ATTRIBUTE"),
        ("OF_SUBJECT", "HAS_SUBJECT"),
    ):
        long_way = column(
            graph,
            f"MATCH (i:Image)-[:HAS_TRIPLET]->()-[:{part}]->(p) "
            "RETURN DISTINCT i.id AS i, p.id AS p ORDER BY i, p",
        )
        short_way = column(
            graph, f"MATCH (i:Image)-[:{short}]->(p) RETURN i.id AS i, p.id AS p ORDER BY i, p"
        )
        assert short_way == long_way


def test_an_alias_is_another_spelling_and_not_the_list_it_stood_in(graph: EmbeddedGraph) -> None:
    ((row),) = column(graph, "MATCH (a:Attribute {id: 'floodlit'}) RETURN a.text, a.aliases")
    assert row == {"a.text": "floodlit", "a.aliases": []}


def test_regions_keep_their_boxes_and_subjects(graph: EmbeddedGraph) -> None:
    rows = column(
        graph,
        "MATCH (:Image {id: 'photos:rocket'})-[:HAS_REGION]->(r)-[:DEPICTS]->(s) "
        "RETURN r.bbox AS bbox, s.id AS s ORDER BY s",
    )
    assert rows == [
        {"bbox": [130.0, 100.0, 165.0, 310.0], "s": "lattice towers"},
        {"bbox": [243.0, 105.0, 268.0, 326.0], "s": "rocket"},
    ]


def test_images_know_the_spaces_they_have_vectors_in(graph: EmbeddedGraph) -> None:
    rows = column(graph, "MATCH (i:Image) RETURN i.desSpaces AS s, count(*) AS n ORDER BY n")
    assert rows == [{"s": [], "n": 10}, {"s": ["emoset-vlm"], "n": 1285}]


def test_the_eight_emotions_are_there_with_their_place_on_the_circle(graph: EmbeddedGraph) -> None:
    rows = column(graph, "MATCH (e:Emotion) RETURN e.id AS e, e.valence AS v, e.angle AS a")
    assert len(rows) == 8
    assert {row["e"] for row in rows if row["v"] == 1.0} == {
        "amusement",
        "awe",
        "contentment",
        "excitement",
    }
    assert sorted(row["a"] for row in rows) == [22.5 + 45 * place for place in range(8)]


def test_numbers_are_dense_and_relationships_sorted_by_their_start(graph: EmbeddedGraph) -> None:
    for table in graph.model.relationships:
        rows = graph.connection.execute(f'SELECT _r, _s, _d FROM "{table.table}"').fetchall()
        first = table.number << LABEL_BITS
        assert [row[0] for row in rows] == list(range(first, first + len(rows)))
        assert [row[1:] for row in rows] == sorted(row[1:] for row in rows)


def test_two_builds_of_the_same_records_are_the_same_graph(
    annotated: Workspace, graph: EmbeddedGraph
) -> None:
    build(annotated)
    with open_graph(annotated) as again:
        for table in [*graph.model.nodes, *graph.model.relationships]:
            text = f'SELECT * FROM "{table.table}"'
            rows = again.connection.execute(text).fetchall()
            assert rows == graph.connection.execute(text).fetchall()


# --- what the samples do not have


def of_records(folder: Workspace, **tables: list[Any]) -> EmbeddedGraph:
    with folder.writer("made up", folder.root) as writer:
        writer.append("sources", to_arrow("sources", [Source(id="s")]))
        for name, rows in tables.items():
            writer.append(name, to_arrow(name, rows))  # type: ignore[arg-type]
        writer.commit()
    build(folder)
    return open_graph(folder)


def vote(image: str, annotation: str | None, emotion: str, probability: float) -> Emotion:
    return Emotion(image=image, annotation=annotation, emotion=emotion, probability=probability)


def said(image: str, number: int) -> Annotation:
    return Annotation(
        id=f"{image}#a{number}",
        image=image,
        annotator=f"model {number}",
        annotator_kind="model",
        dataset="d",
    )


def test_without_a_label_the_mean_of_the_votes_is_evoked(tmp_path: Any) -> None:
    many = [said("s:many", number) for number in range(20)]
    with of_records(
        init(tmp_path / "w"),
        images=[Image(id=f"s:{name}", source="s") for name in ("own", "two", "many", "none")],
        annotations=[said("s:own", 1), said("s:two", 1), said("s:two", 2), *many],
        emotions=[
            vote("s:own", None, "awe", 1.0),
            vote("s:own", "s:own#a1", "fear", 1.0),
            vote("s:two", "s:two#a1", "sadness", 0.7),
            vote("s:two", "s:two#a1", "fear", 0.3),
            vote("s:two", "s:two#a2", "fear", 0.4),
            vote("s:two", "s:two#a2", "anger", 0.6),
            *(vote("s:many", a.id, "awe" if n else "disgust", 1.0) for n, a in enumerate(many)),
            *(vote("s:many", a.id, "anger", 0.9 / 20) for a in many),
        ],
    ) as graph:
        rows = column(
            graph,
            "MATCH (i:Image)-[r:EVOKES]->(e) "
            "RETURN i.id AS i, r.rank AS rank, e.id AS e, r.probability AS p ORDER BY i, rank",
        )
    assert [(row["i"], row["rank"], row["e"]) for row in rows] == [
        ("s:many", 1, "awe"),
        ("s:many", 2, "disgust"),
        ("s:own", 1, "awe"),
        ("s:two", 1, "fear"),
        ("s:two", 2, "sadness"),
        ("s:two", 3, "anger"),
    ]
    assert [row["p"] for row in rows] == pytest.approx([0.95, 0.05, 1.0, 0.35, 0.35, 0.3])


def test_spellings_of_a_phrase_are_its_text_and_aliases(tmp_path: Any) -> None:
    spellings = ["Old House", "old house", "Old House", " old  house! ", "old house, dark"]
    with of_records(
        init(tmp_path / "w"),
        images=[Image(id=f"s:{number}", source="s") for number in range(5)],
        triplets=[
            Triplet(id=f"s:{n}#t0", image=f"s:{n}", subject="old house", subject_text=text)
            for n, text in enumerate(spellings)
        ],
    ) as graph:
        rows = column(graph, "MATCH (s:Subject) RETURN s.id, s.text, s.aliases")
    assert rows == [
        {"s.id": "old house", "s.text": "Old House", "s.aliases": [" old  house! ", "old house"]}
    ]


def test_verdicts_and_their_judges(tmp_path: Any) -> None:
    with of_records(
        init(tmp_path / "w"),
        images=[Image(id="s:1", source="s")],
        annotations=[said("s:1", 1)],
        verdicts=[
            Verdict(id="v1", annotation="s:1#a1", judge="c", kind="critic", decision="revise"),
            Verdict(id="v2", annotation="s:1#a1", judge="ann", kind="human", decision="valid"),
        ],
    ) as graph:
        rows = column(
            graph,
            "MATCH (v:Verdict)-[:JUDGES]->(a:Annotation), (v)-[:MADE_BY]->(w:Annotator) "
            "RETURN v.id AS v, v.decision AS d, a.id AS a, w.id AS w, w.kind AS k ORDER BY v",
        )
    assert rows == [
        {"v": "v1", "d": "revise", "a": "s:1#a1", "w": "c", "k": "model"},
        {"v": "v2", "d": "valid", "a": "s:1#a1", "w": "ann", "k": "human"},
    ]


def test_an_empty_workspace_has_a_graph_of_eight_emotions(tmp_path: Any) -> None:
    folder = init(tmp_path / "w")
    assert build(folder).nodes == 8
    with open_graph(folder) as graph:
        answer = graph.cypher("MATCH (i:Image)-[r]->(x) RETURN i, type(r), x")
    assert answer.arrow.num_rows == 0
    assert isinstance(answer.arrow, pa.Table)


def test_a_chain_behind_a_join_walks_from_the_rows_of_the_join(graph: EmbeddedGraph) -> None:
    start = "MATCH (s:Source)<-[:FROM_SOURCE]-(i:Image)-[:EVOKES {rank: 1}]->(e:Emotion) "
    chain = "MATCH (i)-[:HAS_TRIPLET]->(t)-[:WITH_ATTRIBUTE*1..2]->(a:Attribute) "
    step = "MATCH (i)-[:HAS_TRIPLET]->(t)-[:WITH_ATTRIBUTE]->(a:Attribute) "
    counted = "RETURN a.id AS a, e.id AS e, count(*) AS n ORDER BY n DESC, a, e"
    # every combination of the rows would need minutes and more memory than may be used
    walked = graph.cypher(start + chain + counted, timeout=20)
    assert walked.rows() == graph.cypher(start + step + counted).rows()
