"""Shares of all images, and equal folds."""

from __future__ import annotations

import numpy as np

from emokg.errors import DataError
from emokg.splits.plan import Plan
from emokg.splits.pool import Outcome, Pool, Texts
from emokg.splits.stratify import stratified

FOLDS = 5


def standard(pool: Pool, plan: Plan) -> Outcome:
    """Train, val and test in their shares."""
    return Outcome(stratified(pool, np.ones(len(pool), np.bool_), plan.shares, plan.seed))


def k_fold(pool: Pool, plan: Plan) -> Outcome:
    """`k` folds of equal size, `fold-0` and on. Raises DataError where there are fewer units."""
    folds = plan.k or FOLDS
    units = len(np.unique(pool.unit))
    if folds < 2 or units < folds:
        raise DataError(
            f"{units:,} groups of images that may be apart do not make {folds} folds",
            "give 2 or more folds, and no more than there are groups: -k 5",
        )
    shares = {f"fold-{number}": 1 / folds for number in range(folds)}
    return Outcome(stratified(pool, np.ones(len(pool), np.bool_), shares, plan.seed))


def nothing_more(_pool: Pool, _split: Texts, _plan: Plan) -> list[str]:
    """What is broken of the promise: no promise is made but that of all kinds."""
    return []
