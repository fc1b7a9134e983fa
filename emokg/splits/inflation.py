"""By how much a random split would have flattered a model: accuracy of the nearest neighbour.

A test image whose near duplicate is in train gets its label for free. The label of the nearest
train image in DES space is compared with the test image's own, under this split and under a random
one of the same images and sizes; the difference is what leaks would have been worth.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from emokg.splits.order import ranks
from emokg.splits.plan import TEST, TRAIN
from emokg.splits.pool import NOWHERE, Pool, Texts
from emokg.workspace import Vectors

QUERIES = 2000
"""Test images that are asked about; chosen by the seed where there are more."""
Z = 1.959963984540054
DIGITS = 6


class Inflation(BaseModel):
    """Shares of test images whose nearest train image has their label, in one DES space.

    `ci_low` and `ci_high` bound the difference of the shares (95 %, Newcombe 1998, method 10).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    space: str
    train: int
    test: int
    accuracy: float
    random_accuracy: float
    inflation: float
    ci_low: float
    ci_high: float


def inflation(pool: Pool, split: Texts, vectors: Vectors, seed: int) -> Inflation | None:
    """Measured in one space; null where train or test has no vector there."""
    name, trained = _tested(split)
    place = {image: row for row, image in enumerate(pool.ids.tolist())}
    row = np.array([place.get(image, -1) for image in vectors.ids], np.int64)
    there = np.flatnonzero(row >= 0)
    there = there[np.argsort(row[there])]
    chosen = row[there]
    test, train = split[chosen] == name, trained[chosen]
    used = test | train
    there, chosen, test = there[used], chosen[used], test[used]
    if not test.any() or test.all():
        return None
    order = ranks(pool.ids[chosen].tolist(), seed, "random split")
    random_test = order < test.sum()
    labels = pool.emotion[chosen]
    asked = [_asked(mask, order) for mask in (test, random_test)]
    right, random_right = _right(vectors, there, labels, (test, random_test), asked)
    return _told(vectors.space, int((~test).sum()), right, random_right)


def _tested(split: Texts) -> tuple[str, NDArray[np.bool_]]:
    """The split to test on (of folds the first), and which images are trained on."""
    if (split == TRAIN).any():
        return TEST, split == TRAIN
    names = np.unique(split[split != NOWHERE])
    return str(names[0]), (split != names[0]) & (split != NOWHERE)


def _asked(test: NDArray[np.bool_], order: NDArray[np.int64]) -> NDArray[np.int64]:
    rows = np.flatnonzero(test)
    return np.sort(rows[np.argsort(order[rows])][:QUERIES])


def _right(
    vectors: Vectors,
    there: NDArray[np.int64],
    labels: Texts,
    tests: Sequence[NDArray[np.bool_]],
    asked: Sequence[NDArray[np.int64]],
) -> list[NDArray[np.bool_]]:
    """For each split, whether each asked image's nearest train image has its label."""
    position = np.full(len(vectors), -1, np.int64)
    position[there] = np.arange(len(there))
    queries = [_gathered(vectors, there[rows]) for rows in asked]
    best = [np.full(len(rows), -2.0, np.float32) for rows in asked]
    nearest = [np.zeros(len(rows), np.int64) for rows in asked]
    start = 0
    for batch in vectors.batches():
        here = position[start : start + len(batch)]
        unit = _unit(batch)
        start += len(batch)
        for number, test in enumerate(tests):
            train = np.flatnonzero((here >= 0) & ~test[here])
            if len(train):
                cosines = queries[number] @ unit[train].T
                top = cosines.argmax(axis=1)
                value = cosines[np.arange(len(top)), top]
                better = value > best[number]
                best[number][better] = value[better]
                nearest[number][better] = here[train[top[better]]]
    return [labels[rows] == labels[found] for rows, found in zip(asked, nearest, strict=True)]


def _gathered(vectors: Vectors, rows: NDArray[np.int64]) -> NDArray[np.float32]:
    gathered = np.empty((len(rows), vectors.dimension), np.float32)
    start = 0
    for part in vectors.parts:
        here = np.flatnonzero((rows >= start) & (rows < start + len(part)))
        gathered[here] = part[rows[here] - start]
        start += len(part)
    return _unit(gathered)


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return (rows / np.where(lengths == 0, 1, lengths)).astype(np.float32)


def _told(
    space: str, train: int, right: NDArray[np.bool_], random_right: NDArray[np.bool_]
) -> Inflation:
    here, random = float(right.mean()), float(random_right.mean())
    low, high = wilson(int(right.sum()), len(right))
    random_low, random_high = wilson(int(random_right.sum()), len(random_right))
    difference = random - here
    return Inflation(
        space=space,
        train=train,
        test=len(right),
        accuracy=round(here, DIGITS),
        random_accuracy=round(random, DIGITS),
        inflation=round(difference, DIGITS),
        ci_low=round(difference - math.hypot(random - random_low, high - here), DIGITS),
        ci_high=round(difference + math.hypot(random_high - random, here - low), DIGITS),
    )


def wilson(successes: int, trials: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927)."""
    share, square = successes / trials, Z * Z
    middle = (share + square / (2 * trials)) / (1 + square / trials)
    spread = math.sqrt(share * (1 - share) / trials + square / (4 * trials**2))
    spread *= Z / (1 + square / trials)
    return middle - spread, middle + spread
