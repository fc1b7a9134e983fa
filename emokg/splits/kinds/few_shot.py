"""A few images a class to learn from, as many to choose by, and all others to test on."""

from __future__ import annotations

import numpy as np

from emokg.errors import DataError
from emokg.splits.order import ranks
from emokg.splits.plan import TEST, TRAIN, VAL, Plan
from emokg.splits.pool import NOWHERE, Outcome, Pool, Texts

K = 5
DUPLICATE = "near duplicate of a chosen image"


def few_shot(pool: Pool, plan: Plan) -> Outcome:
    """`k` images of each CES in train and in val, no two of one unit; the rest is test.

    Raises DataError where a CES has too few.
    """
    k = plan.k or K
    place = ranks(pool.ids.tolist(), plan.seed)
    split = np.full(len(pool), NOWHERE, "<U8")
    taken: set[int] = set()
    for emotion in np.unique(pool.emotion):
        rows = np.flatnonzero(pool.emotion == emotion)
        chosen: list[int] = []
        for row in rows[np.argsort(place[rows])].tolist():
            if len(chosen) < 2 * k and int(pool.unit[row]) not in taken:
                chosen.append(row)
                taken.add(int(pool.unit[row]))
        if len(chosen) < 2 * k:
            raise DataError(
                f"{emotion} has {len(chosen):,} images that may be apart; train and val need "
                f"{k:,} each",
                "choose a smaller -k",
            )
        split[chosen[:k]], split[chosen[k:]] = TRAIN, VAL
    split[~pool.units_of(split != NOWHERE)] = TEST
    if not (split == TEST).any():
        raise DataError("nothing is left to test on", "choose a smaller -k")
    return Outcome(split, np.full(len(pool), DUPLICATE))


def k_each(pool: Pool, split: Texts, plan: Plan) -> list[str]:
    """Classes of train and val that do not have `k` images."""
    broken = []
    for name in (TRAIN, VAL):
        for emotion in np.unique(pool.emotion):
            count = int(np.sum((split == name) & (pool.emotion == emotion)))
            if count != (plan.k or K):
                broken.append(f"{name} has {count:,} images of {emotion}, not {plan.k or K:,}")
    return broken
