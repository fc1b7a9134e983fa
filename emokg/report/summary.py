"""The graph in one table: sizes, the distribution of emotions, what is covered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pyarrow as pa

from emokg.graph.model import GraphModel
from emokg.query.catalogue import find_question
from emokg.report.questions import GOLD
from emokg.table import Table

Ask = Callable[[str], Table]

COVERAGE = {
    "with a CES label": "EXISTS { (i)-[:EVOKES]->() }",
    "with a triplet": "EXISTS { (i)-[:HAS_TRIPLET]->() }",
    "with a region": "EXISTS { (i)-[:HAS_REGION]->() }",
    "with a mask": "EXISTS { (i)-[:HAS_REGION]->()-[:HAS_MASK]->() }",
    "with a DES vector": "size(i.desSpaces) > 0",
    "annotated by a model": "EXISTS { (i)<-[:ANNOTATES]-() }",
}

EMOTIONS = """
MATCH (i:Image)-[:EVOKES {rank: 1}]->(e:Emotion)
RETURN e.id AS emotion, count(*) AS images
ORDER BY images DESC, emotion
"""

SOURCES = """
MATCH (source:Source)<-[:FROM_SOURCE]-(:Image)
RETURN source.id AS name, count(*) AS images
ORDER BY images DESC, name
"""

ORIGINS = """
MATCH (image:Image) WHERE image.origin IS NOT NULL
RETURN image.origin AS name, count(*) AS images
ORDER BY images DESC, name
"""

DUPLICATES = """
MATCH ()-[near:NEAR_DUPLICATE_OF]->()
UNWIND near.evidence AS evidence
RETURN evidence AS name, count(*) AS images
ORDER BY images DESC, name
"""

SCHEMA = pa.schema(
    [
        ("section", pa.string()),
        ("name", pa.string()),
        ("count", pa.int64()),
        ("share", pa.float64()),
    ]
)


def summary(ask: Ask, model: GraphModel) -> Table:
    """Sections `nodes`, `relationships`, `emotions` (rank-1 CES), `images` (coverage), `sources`,
    `origins`, `duplicates` (pairs by evidence), `agreement` and `gold`.

    `share` is of all nodes, of all relationships, of the labelled images, of all images, and of
    all pairs. `agreement` counts images on which two annotators give one emotion, of those that
    both annotate; `gold` those on which an annotator gives the source's own label.
    """
    rows = [
        *_sizes(ask, model),
        *_emotions(ask),
        *_coverage(ask),
        *_shares("sources", _counts(ask, SOURCES)),
        *_shares("origins", _counts(ask, ORIGINS)),
        *_duplicates(ask),
        *_agreement(ask),
        *_gold(ask),
    ]
    return Table(pa.Table.from_pylist(rows, schema=SCHEMA))


def label_question(label: str) -> str:
    """How many nodes have a label, in Cypher."""
    return f"MATCH (n:{label}) RETURN count(*)"


def type_question(type_: str) -> str:
    """How many relationships have a type, in Cypher."""
    return f"MATCH ()-[r:{type_}]->() RETURN count(*)"


def _sizes(ask: Ask, model: GraphModel) -> Iterator[dict[str, Any]]:
    nodes = {
        ":".join(table.labels): _one(ask, label_question(":".join(table.labels)))
        for table in model.nodes
    }
    yield from _shares("nodes", nodes)
    relationships = {
        table.type: _one(ask, type_question(table.type)) for table in model.relationships
    }
    yield from _shares("relationships", relationships)


def _emotions(ask: Ask) -> Iterator[dict[str, Any]]:
    yield from _shares("emotions", {row["emotion"]: row["images"] for row in ask(EMOTIONS).rows()})


def _coverage(ask: Ask) -> Iterator[dict[str, Any]]:
    images = _one(ask, "MATCH (i:Image) RETURN count(*)")
    for name, condition in COVERAGE.items():
        count = _one(ask, f"MATCH (i:Image) WHERE {condition} RETURN count(*)")
        yield _row("images", name, count, images)


def _duplicates(ask: Ask) -> Iterator[dict[str, Any]]:
    pairs = _one(ask, type_question("NEAR_DUPLICATE_OF"))
    for name, count in _counts(ask, DUPLICATES).items():
        yield _row("duplicates", name, count, pairs)


def _agreement(ask: Ask) -> Iterator[dict[str, Any]]:
    pairs: dict[str, list[int]] = {}
    for row in ask(find_question("annotator-agreement").text).rows():
        name = f"{row['annotator']} and {row['other_annotator']}"
        found = pairs.setdefault(name, [0, 0])
        found[0] += row["images"] * (row["answer"] == row["other_answer"])
        found[1] += row["images"]
    for name, (agreed, images) in sorted(pairs.items()):
        yield _row("agreement", name, agreed, images)


def _gold(ask: Ask) -> Iterator[dict[str, Any]]:
    annotators: dict[str, list[int]] = {}
    for row in ask(GOLD).rows():
        found = annotators.setdefault(row["annotator"], [0, 0])
        found[0] += row["images"] * (row["answer"] == row["label"])
        found[1] += row["images"]
    for name, (agreed, images) in sorted(annotators.items()):
        yield _row("gold", name, agreed, images)


def _counts(ask: Ask, text: str) -> dict[str, int]:
    return {row["name"]: row["images"] for row in ask(text).rows()}


def _shares(section: str, counts: dict[str, int]) -> Iterator[dict[str, Any]]:
    total = sum(counts.values())
    for name, count in counts.items():
        yield _row(section, name, count, total)


def _row(section: str, name: str, count: int, total: int) -> dict[str, Any]:
    share = count / total if total else None
    return {"section": section, "name": name, "count": count, "share": share}


def _one(ask: Ask, text: str) -> int:
    (row,) = ask(text).rows()
    (value,) = row.values()
    return int(value)
