"""By how much a random split would have flattered a model: accuracy of the nearest neighbour.

A test image whose near duplicate is in train gets its label for free. The label of the nearest
train image in DES space is compared with the test image's own, under this split and under random
ones of the same images and sizes; the difference is what leaks would have been worth.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from emokg.query.statistics.shares import wilson as wilson_intervals
from emokg.splits.nearest import nearest_is_right
from emokg.splits.order import ranks, shuffles
from emokg.splits.plan import TEST, TRAIN
from emokg.splits.pool import NOWHERE, Pool, Texts
from emokg.workspace import Vectors

RANDOM_SPLITS = 50
"""One alone may be lucky: of 128 test images, one split in three is 3 points off."""
QUERIES = 2000
"""Test images that are asked about; chosen by the seed where there are more. The random splits then
have these in common, each still a random split, and one search serves all of them."""
DIGITS = 6


class Inflation(BaseModel):
    """Shares of test images whose nearest train image has their label, in one DES space.

    `random_accuracy` is the mean of `random_splits` random splits, from `random_low` to
    `random_high`. `ci_low` and `ci_high` bound the difference of the shares (95 %, Newcombe 1998,
    method 10); an image that several random splits ask about counts once there.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    space: str
    train: int
    test: int
    accuracy: float
    random_splits: int
    random_accuracy: float
    random_low: float
    random_high: float
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
    names, labels = pool.ids[chosen].tolist(), pool.emotion[chosen]
    asked = np.flatnonzero(test)
    asked = np.sort(asked[np.argsort(ranks(names, seed, "asked")[asked])][:QUERIES])
    (right,) = nearest_is_right(vectors, there, labels, asked, [test])
    random_asked, tests = random_splits(names, int(test.sum()), seed)
    random_right = [
        told[mask[random_asked]]
        for told, mask in zip(
            nearest_is_right(vectors, there, labels, random_asked, tests), tests, strict=True
        )
    ]
    times = np.sum(tests, axis=0)[random_asked]
    # an image that several splits ask about says less than as many images would
    images = float(times.sum()) ** 2 / float((times**2).sum())
    return _told(vectors.space, int((~test).sum()), right, random_right, images)


def _tested(split: Texts) -> tuple[str, NDArray[np.bool_]]:
    """The split to test on (of folds the first), and which images are trained on."""
    if (split == TRAIN).any():
        return TEST, split == TRAIN
    names = np.unique(split[split != NOWHERE])
    return str(names[0]), (split != names[0]) & (split != NOWHERE)


def random_splits(
    names: Sequence[str], size: int, seed: int
) -> tuple[NDArray[np.int64], list[NDArray[np.bool_]]]:
    """The images that are asked about, and which images each random split of a size tests on."""
    shared = ranks(names, seed, "random split") < (QUERIES if size > QUERIES else 0)
    tests = []
    for places in shuffles(names, seed, "random splits", RANDOM_SPLITS):
        order = np.where(shared, -1, places)
        test = np.zeros(len(names), np.bool_)
        test[np.argsort(order, kind="stable")[:size]] = True
        tests.append(test)
    return np.flatnonzero(shared if shared.any() else np.any(tests, axis=0)), tests


def _told(
    space: str,
    train: int,
    right: NDArray[np.bool_],
    random_right: Sequence[NDArray[np.bool_]],
    random_images: float,
) -> Inflation:
    here = float(right.mean())
    shares = [float(told.mean()) for told in random_right]
    random = sum(shares) / len(shares)
    low, high = wilson(here, len(right))
    random_least, random_most = wilson(random, random_images)
    difference = random - here
    return Inflation(
        space=space,
        train=train,
        test=len(right),
        accuracy=round(here, DIGITS),
        random_splits=len(shares),
        random_accuracy=round(random, DIGITS),
        random_low=round(min(shares), DIGITS),
        random_high=round(max(shares), DIGITS),
        inflation=round(difference, DIGITS),
        ci_low=round(difference - math.hypot(random - random_least, high - here), DIGITS),
        ci_high=round(difference + math.hypot(random_most - random, here - low), DIGITS),
    )


def wilson(share: float, trials: float) -> tuple[float, float]:
    """The 95 % interval of one share."""
    low, high = wilson_intervals(np.array(share * trials), np.array(trials))
    return float(low), float(high)
