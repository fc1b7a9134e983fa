"""The nearest train image under many splits at once: one search finds the nearest of all images,
and each split takes the first of them that it trains on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from emokg.splits.pool import Texts
from emokg.vectors.rows import batches, take
from emokg.workspace import Vectors

CANDIDATES = 64
"""Nearest images kept of each. Where a split tests on all of them, that image is searched again."""
NONE = np.float32(-2)
"""Less alike than any two vectors are."""

Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]


def nearest_is_right(
    vectors: Vectors, there: Rows, labels: Texts, asked: Rows, tests: Sequence[Mask]
) -> list[Mask]:
    """For each split, whether each asked image's nearest train image has its label.

    `there` (n,) are the rows of `vectors` that are used; `labels`, `asked` and the masks of
    `tests`, true where a split does not train, count along it.
    """
    position = np.full(len(vectors), -1, np.int64)
    position[there] = np.arange(len(there))
    queries = take(vectors, there[asked])
    every = np.ones(len(there), np.bool_)
    candidates = _nearest(vectors, position, queries, every, CANDIDATES)
    return [
        labels[asked] == labels[_of_train(vectors, position, queries, candidates, test)]
        for test in tests
    ]


def _of_train(
    vectors: Vectors, position: Rows, queries: NDArray[np.float32], candidates: Rows, test: Mask
) -> Rows:
    trained = ~test[candidates]
    found: Rows = candidates[np.arange(len(candidates)), trained.argmax(axis=1)]
    left = np.flatnonzero(~trained.any(axis=1))
    if len(left):
        found[left] = _nearest(vectors, position, queries[left], ~test, 1)[:, 0]
    return found


def _nearest(
    vectors: Vectors, position: Rows, queries: NDArray[np.float32], used: Mask, count: int
) -> Rows:
    """The `count` nearest of the images used, nearest first, (queries, at most count)."""
    alike = np.empty((len(queries), 0), np.float32)
    found = np.empty((len(queries), 0), np.int64)
    for here, units in _units(vectors, position, used):
        least = alike.min(axis=1) if alike.shape[1] >= count else np.full(len(queries), NONE)
        more, where = _above(queries @ units.T, least)
        alike, found = np.hstack([alike, more]), np.hstack([found, here[where]])
        kept = np.argsort(-alike, axis=1, kind="stable")[:, :count]
        alike = np.take_along_axis(alike, kept, axis=1)
        found = np.take_along_axis(found, kept, axis=1)
    return found


def _above(
    values: NDArray[np.float32], least: NDArray[np.float32]
) -> tuple[NDArray[np.float32], Rows]:
    """In each row the values above its least, and their columns; rows are filled up with NONE."""
    rows, columns = np.nonzero(values > least[:, None])
    counts = np.bincount(rows, minlength=len(values))
    places = np.arange(len(rows)) - (np.cumsum(counts) - counts)[rows]
    shape = (len(values), int(counts.max(initial=0)))
    above, where = np.full(shape, NONE), np.zeros(shape, np.int64)
    above[rows, places], where[rows, places] = values[rows, columns], columns
    return above, where


def _units(
    vectors: Vectors, position: Rows, used: Mask
) -> Iterator[tuple[Rows, NDArray[np.float32]]]:
    for start, units in batches(vectors):
        here = position[start : start + len(units)]
        kept = np.flatnonzero((here >= 0) & used[here])
        if len(kept):
            yield here[kept], units[kept]
