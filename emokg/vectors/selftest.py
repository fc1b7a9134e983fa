"""How many of the true nearest an index finds, and how many cells that takes."""

from __future__ import annotations

import math

import numpy as np

from emokg.vectors.description import SelfTest
from emokg.vectors.nearest import Searchable, nearest
from emokg.vectors.rows import batches, take
from emokg.vectors.unit import Rows
from emokg.workspace import Vectors

K, QUERIES, SEED = 10, 200, 0
WANTED_RECALL, FINER = 0.995, 1.25
ROUNDING = 1e-6
"""Of a cosine in float32: images as near as the last of the true nearest are right answers too."""


def tune(where: Searchable, start: int) -> tuple[int | None, SelfTest]:
    """The least number of cells to look into for the wanted recall, a quarter more each try.

    Null cells for an exact index. The images that are asked about do not count as found. Ends,
    because all cells together hold everything.
    """
    rng = np.random.default_rng(SEED)
    vectors = where.vectors
    rows = np.sort(rng.choice(len(vectors), min(QUERIES, len(vectors)), replace=False))
    k = min(K, len(vectors) - 1)
    queries = take(vectors, rows)
    last = exact(vectors, queries, k + 1)[:, -1]
    probes = None if where.cells == 1 else min(start, where.cells)
    while True:
        found = np.stack([nearest(where, query, k + 1, probes)[1] for query in queries])
        right = np.count_nonzero(found >= last[:, np.newaxis] - ROUNDING)
        recall = (right - len(queries)) / (k * len(queries)) if k else 1.0
        if recall >= WANTED_RECALL or probes is None or probes == where.cells:
            return probes, SelfTest(k=k, queries=len(queries), recall=recall)
        probes = min(math.ceil(FINER * probes), where.cells)


def exact(vectors: Vectors, queries: Rows, k: int) -> Rows:
    """The k highest cosines of each unit query, (queries, k), best first; compares every vector."""
    best = np.empty((len(queries), 0), np.float32)
    for _, batch in batches(vectors):
        best = np.hstack([best, queries @ batch.T])
        best = -np.partition(-best, k - 1, axis=1)[:, :k] if best.shape[1] > k else best
    return -np.sort(-best, axis=1)
