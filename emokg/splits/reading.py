"""The pool, read from the embedded graph of a workspace."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from emokg.cypher import EmbeddedGraph
from emokg.errors import DataError
from emokg.splits.components import components
from emokg.splits.pool import Ints, Pool, Texts, Used

IMAGES = """
    MATCH (i:Image)
    OPTIONAL MATCH (i)-[:EVOKES {rank: 1}]->(e:Emotion)
    OPTIONAL MATCH (i)-[:FROM_SOURCE]->(s:Source)
    RETURN i.id AS image, e.id AS emotion, s.id AS source, i.origin AS origin, i.split AS split
    ORDER BY image"""
USED = """
    MATCH (i:Image)-[:HAS_TRIPLET]->(t:Triplet)-[:WITH_ATTRIBUTE]->(a:Attribute),
          (t)-[:OF_SUBJECT]->(s:Subject)
    RETURN i.id AS image, a.id AS attribute, s.id AS subject ORDER BY image, attribute, subject"""
DUPLICATES = """
    MATCH (a:Image)-[r:NEAR_DUPLICATE_OF]->(b:Image)
    UNWIND r.evidence AS evidence
    RETURN a.id AS image, b.id AS other, evidence ORDER BY image, other, evidence"""


@dataclass(frozen=True)
class Everything:
    """All images of the graph, sorted by id, their components, and which of them can be split."""

    ids: Texts
    component: Ints
    labelled: Ints
    """The rows that have a CES label: those of the pool."""
    pool: Pool
    evidence: pa.Table
    """Columns image, other, evidence: the near duplicates in the graph."""

    def with_split(self, names: Texts) -> Texts:
        """The split of every image of the graph from that of every image of the pool."""
        split = np.full(len(self.ids), "", names.dtype)
        split[self.labelled] = names
        return split


def read_everything(graph: EmbeddedGraph) -> Everything:
    """What splits are made of. DataError where the graph is older than the records, or no image
    has a label."""
    if graph.notices:
        raise DataError(
            "the graph is older than the records, so a split of it would be of old data",
            "bring it up to date: emokg graph build",
        )
    images = graph.cypher(IMAGES).arrow
    ids = _texts(images["image"])
    evidence = graph.cypher(DUPLICATES).arrow
    component = components(ids, evidence)
    labelled = np.flatnonzero(np.asarray(images["emotion"].is_valid()))
    if not len(labelled):
        raise DataError(
            "no image of the graph has a CES label, so there is nothing to split",
            "ingest labels or votes, then: emokg graph build",
        )
    rows = images.take(pa.array(labelled))
    pool = Pool(
        ids=ids[labelled],
        emotion=_texts(rows["emotion"]),
        source=_texts(rows["source"]),
        origin=_texts(rows["origin"]),
        published=_texts(rows["split"]),
        unit=component[labelled],
        used=_used(graph, ids[labelled]),
    )
    return Everything(ids, component, labelled, pool, evidence)


def _texts(column: pa.ChunkedArray) -> Texts:
    return np.array(column.fill_null("").to_pylist(), np.str_)


def _used(graph: EmbeddedGraph, ids: Texts) -> Used:
    used = graph.cypher(USED).arrow
    images = _texts(used["image"])
    row = np.minimum(np.searchsorted(ids, images), len(ids) - 1)
    known = ids[row] == images
    attributes, attribute = _numbered(used["attribute"])
    subjects, subject = _numbered(used["subject"])
    return Used(row[known], attribute[known], subject[known], attributes, subjects)


def _numbered(column: pa.ChunkedArray) -> tuple[list[str], Ints]:
    encoded = column.combine_chunks().dictionary_encode()
    codes = encoded.indices.to_numpy(zero_copy_only=False)
    return encoded.dictionary.to_pylist(), np.asarray(codes, np.int64)
