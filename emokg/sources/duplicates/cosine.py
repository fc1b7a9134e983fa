"""DES vectors that point nearly the same way: every pair, without comparing every pair.

The vectors are put into the cells of a k-means (FAISS). A vector lies in another cell than one near
it only if it is near the plane between the two, so most cells need not be looked into:
|x - y| >= (|x - c'|² - |x - c|²) / (2 |c - c'|) for x in the cell of c, y in the cell of c'.
Nothing is missed, which an approximate index cannot promise: a missed pair is a leak.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from emokg.sources.duplicates.pairs import Forest, Ints, Pairs

Rows = NDArray[np.float32]

SEED = 0
ROUNDS = 5
ROWS_PER_CELL = 40
"""For training; FAISS warns below 39."""
ONE_CELL_UP_TO = 2000
ROWS_AT_A_TIME, OTHERS_AT_A_TIME = 1024, 8192
DIGITS = 6
"""Of a distance; what float32 cannot tell is left out."""
SLACK = 1e-3
"""For the rounding of float32, in distances of unit vectors."""


def close(vectors: Rows, threshold: float) -> Pairs:
    """Rows of (n, dimension) whose cosine is at least `threshold`; a zero vector is near nothing.

    `distance` is 1 - cosine. The pairs are a minimum spanning forest. Overwrites `vectors` with
    the same at length one.
    """
    import faiss

    faiss.normalize_L2(vectors)
    found = Forest(len(vectors))
    for rows, others in _neighbouring(vectors, math.sqrt(2 - 2 * threshold) + SLACK):
        cosines = vectors[rows] @ vectors[others].T
        one, two = np.nonzero(cosines >= threshold)
        distance = np.maximum(0, np.round(1 - cosines[one, two].astype(np.float64), DIGITS))
        found.add(Pairs.between(rows[one], others[two], distance))
    return found.thinned()


def _neighbouring(vectors: Rows, reach: float) -> Iterator[tuple[Ints, Ints]]:
    """Sets of rows between which pairs at most `reach` apart may lie; every such pair is in one.

    Few and large sets: under load, thousands of small products take many times as long.
    """
    if len(vectors) <= ONE_CELL_UP_TO:
        yield np.arange(len(vectors)), np.arange(len(vectors))
        return
    centres, cell = _cells(vectors)
    reaching = np.empty((len(centres), len(vectors)), np.bool_)
    for rows in _portions(np.arange(len(vectors)), OTHERS_AT_A_TIME):
        reaching[:, rows] = (_beyond(vectors[rows], centres, cell[rows]) <= reach).T
    for own in range(len(centres)):
        others = np.flatnonzero(reaching[own] & (cell >= own))
        for some in _portions(np.flatnonzero(cell == own), ROWS_AT_A_TIME):
            for more in _portions(others, OTHERS_AT_A_TIME):
                yield some, more


def _portions(rows: Ints, size: int) -> Iterator[Ints]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def _cells(vectors: Rows) -> tuple[Rows, Ints]:
    """Centres (k, dimension), and the cell of every row."""
    import faiss

    count = 2 ** round(math.log2(2 * math.sqrt(len(vectors))))
    sample = min(len(vectors), ROWS_PER_CELL * count)
    chosen = np.random.default_rng(SEED).choice(len(vectors), sample, replace=False)
    kmeans = faiss.Kmeans(vectors.shape[1], count, niter=ROUNDS, seed=SEED)
    kmeans.train(vectors[np.sort(chosen)])
    _, nearest = kmeans.index.search(vectors, 1)
    return kmeans.centroids, nearest[:, 0]


def _beyond(rows: Rows, centres: Rows, cell: Ints) -> Rows:
    """How far each row is from the plane between its cell and every other, (n, k)."""
    squares = np.einsum("ij,ij->i", centres, centres)
    apart = np.sqrt(np.maximum(squares[:, np.newaxis] + squares - 2 * centres @ centres.T, 0))
    np.fill_diagonal(apart, 1)
    towards = squares - 2 * (rows @ centres.T)
    own = towards[np.arange(len(rows)), cell]
    beyond: Rows = (towards - own[:, np.newaxis]) / np.maximum(2 * apart[cell], SLACK)
    return beyond
