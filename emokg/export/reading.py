"""Examples read from the embedded graph, some thousands at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from emokg.cypher import EmbeddedGraph
from emokg.errors import DataError
from emokg.export.example import Box, Example, Explanation
from emokg.export.manifest import SourceUsed

ROWS = 4_000
UNKNOWN = "unknown"
"""The licence of an image whose source does not have one either."""

IMAGES = """
    UNWIND $ids AS id MATCH (i:Image {id: id})
    OPTIONAL MATCH (i)-[:EVOKES {rank: 1}]->(e:Emotion)
    OPTIONAL MATCH (i)-[:FROM_SOURCE]->(s:Source)
    RETURN i.id AS image, e.id AS emotion, i.uri AS uri, i.width AS width, i.height AS height,
           i.sha256 AS sha256, s.id AS source, i.origin AS origin,
           coalesce(i.license, s.license) AS license, i.credit AS credit,
           i.description AS description"""
DESCRIPTIONS = """
    UNWIND $ids AS id
    MATCH (i:Image {id: id})<-[:ANNOTATES]-(a:Annotation)-[v:VOTES]->(e:Emotion),
          (i)-[:EVOKES {rank: 1}]->(e)
    WHERE a.description IS NOT NULL AND v.probability > 0.5
      AND NOT EXISTS { (a)<-[:JUDGES]-(:Verdict {decision: 'discard'}) }
    RETURN i.id AS image, a.description AS description ORDER BY image, a.id DESC"""
TRIPLETS = """
    UNWIND $ids AS id MATCH (i:Image {id: id})-[:HAS_TRIPLET]->(t:Triplet)
    OPTIONAL MATCH (t)-[:IN_BACKGROUND]->(b:Background)
    OPTIONAL MATCH (t)-[:WITH_ATTRIBUTE]->(a:Attribute)
    OPTIONAL MATCH (t)-[:OF_SUBJECT]->(s:Subject)
    RETURN i.id AS image, b.text AS background, a.text AS attribute, s.text AS subject
    ORDER BY image, t.position, t.id"""
REGIONS = """
    UNWIND $ids AS id MATCH (i:Image {id: id})-[:HAS_REGION]->(r:Region)
    OPTIONAL MATCH (r)-[:DEPICTS]->(s:Subject)
    OPTIONAL MATCH (r)-[:HAS_MASK]->(m:Mask)
    RETURN i.id AS image, r.bbox AS bbox, r.score AS score, r.area AS area, s.id AS subject,
           m.rle AS rle, m.height AS height, m.width AS width
    ORDER BY image, r.id, subject"""
CATEGORIES = """
    MATCH (r:Region) OPTIONAL MATCH (r)-[:DEPICTS]->(s:Subject)
    RETURN DISTINCT s.id AS subject"""
UNNAMED = "(no subject)"
"""The category of a region that says nothing of its subject."""
LICENSES = """
    MATCH (i:Image) OPTIONAL MATCH (i)-[:FROM_SOURCE]->(s:Source)
    RETURN DISTINCT coalesce(i.license, s.license) AS license"""

SOURCES = """
    MATCH (s:Source)
    RETURN s.id AS id, s.name AS name, s.license AS license, s.url AS url, s.citation AS citation
    ORDER BY id"""


def read_examples(graph: EmbeddedGraph, ids: Sequence[str]) -> Iterator[Example]:
    """The images named by `ids`, in that order, without their files.

    A description is the image's own, else the first by annotation id of those whose annotator
    voted for the image's CES: one that argues for another emotion would teach it. DataError for an
    image that is not in the graph.
    """
    for start in range(0, len(ids), ROWS):
        chosen = list(ids[start : start + ROWS])
        images = {row["image"]: row for row in graph.cypher(IMAGES, {"ids": chosen}).rows()}
        told = graph.cypher(DESCRIPTIONS, {"ids": chosen})
        described = dict(zip(told.column("image"), told.column("description"), strict=True))
        triplets, regions = _triplets(graph, chosen), _regions(graph, chosen)
        for name in chosen:
            if name not in images:
                raise DataError(
                    f"{name} is in the split but not in the graph",
                    "make the split again from the graph of now: emokg split make",
                )
            yield _example(images[name], described, triplets[name], regions[name])


def licenses(graph: EmbeddedGraph) -> list[str]:
    """The licences that images of the graph have, sorted."""
    return sorted({found or UNKNOWN for found in graph.cypher(LICENSES).column("license")})


def sources(graph: EmbeddedGraph, names: Collection[str]) -> list[SourceUsed]:
    """What the graph says of the sources called so, sorted by id."""
    return [SourceUsed(**row) for row in graph.cypher(SOURCES).rows() if row["id"] in names]


def categories(graph: EmbeddedGraph) -> tuple[str, ...]:
    """What regions of the graph show, sorted."""
    found = graph.cypher(CATEGORIES).column("subject")
    return tuple(sorted({UNNAMED if name is None else name for name in found}))


def _example(
    row: dict[str, Any],
    described: dict[str, str],
    triplets: list[Explanation],
    regions: list[Box],
) -> Example:
    return Example(
        id=row["image"],
        emotion=row["emotion"],
        uri=row["uri"],
        width=row["width"],
        height=row["height"],
        sha256=row["sha256"],
        source=row["source"],
        origin=row["origin"],
        license=row["license"] or UNKNOWN,
        credit=row["credit"],
        description=row["description"] or described.get(row["image"]),
        triplets=tuple(triplets),
        regions=tuple(regions),
    )


def _triplets(graph: EmbeddedGraph, ids: list[str]) -> dict[str, list[Explanation]]:
    found: dict[str, list[Explanation]] = defaultdict(list)
    for row in graph.cypher(TRIPLETS, {"ids": ids}).rows():
        found[row["image"]].append(
            {
                "background": row["background"],
                "attribute": row["attribute"],
                "subject": row["subject"],
            }
        )
    return found


def _regions(graph: EmbeddedGraph, ids: list[str]) -> dict[str, list[Box]]:
    found: dict[str, list[Box]] = defaultdict(list)
    for row in graph.cypher(REGIONS, {"ids": ids}).rows():
        found[row["image"]].append(
            {
                "bbox": row["bbox"],
                "score": row["score"],
                "area": row["area"],
                "subject": row["subject"],
                "rle": row["rle"],
                "size": None if row["rle"] is None else [row["height"], row["width"]],
            }
        )
    return found
