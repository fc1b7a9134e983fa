"""What the demo asks, and its answers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from emokg.api import Workspace
    from emokg.splits import Certificate
    from emokg.table import Table

SPACE = "emoset-vlm"
EMOTION = "fear"
OTHER = "awe"
IMAGE = "emoset:fear_12179"
"""A bridge at night: near to other fearful places, and not far from awe-inspiring ones."""
ATTRIBUTES = 8
NEIGHBORS = 5
KIND, SPLIT, SEED = "standard", "standard", 7

DESCRIBED = """
MATCH (i:Image {id: $image})-[:EVOKES {rank: 1}]->(e:Emotion)
MATCH (i)<-[:ANNOTATES]-(a:Annotation)-[:MADE_BY]->(m:Annotator)
WHERE a.description IS NOT NULL
RETURN e.id AS emotion, m.id AS annotator, a.description AS description
ORDER BY annotator LIMIT 1
"""


@dataclass(frozen=True)
class Answers:
    """What the demo shows, each as its command gives it.

    `attributes` is the whole family, `near` and `near_filtered` the neighbours without and with
    the filter, `described` one row about the image they are near to, `vectors` how the vectors
    were made, `split` a certificate with its audit, `report` the file.
    """

    attributes: Table
    described: Table
    near: Table
    near_filtered: Table
    vectors: str
    stats: Table
    split: Certificate
    report: Path


def ask(graph: Workspace, split: Certificate, report: Path) -> Answers:
    """Everything but the split and the report, which are there already."""
    return Answers(
        attributes=graph.query("attributes-evoking", emotion=EMOTION),
        described=graph.cypher(DESCRIBED, image=IMAGE),
        near=graph.neighbors(IMAGE, NEIGHBORS),
        near_filtered=graph.neighbors(IMAGE, NEIGHBORS, emotion=OTHER),
        vectors=graph.folder.manifest().spaces[SPACE].description or SPACE,
        stats=graph.stats(),
        split=split,
        report=report,
    )
