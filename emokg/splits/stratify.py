"""Units of images into splits, so that every stratum has its share in every split.

Units of several images go first, the largest ahead, each to the split that lacks most of what it
brings; single images then fill what is left of each share exactly.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from emokg.splits.order import ranks
from emokg.splits.pool import Ints, Pool, Texts

Floats = NDArray[np.float64]


def stratified(
    pool: Pool, rows: NDArray[np.bool_], shares: Mapping[str, float], seed: int
) -> Texts:
    """The names of the splits of the chosen rows (in their order), CES × source in proportion."""
    chosen = np.flatnonzero(rows)
    unit = np.unique(pool.unit[chosen], return_inverse=True)[1]
    place = ranks(pool.ids[chosen].tolist(), seed)
    given = allocate(unit, pool.stratum[chosen], np.array(list(shares.values())), place)
    return np.array(list(shares), np.str_)[given]


def allocate(unit: Ints, stratum: Ints, shares: Floats, place: Ints) -> Ints:
    """The number of the split of every row.

    `unit` numbers what must stay together, `stratum` what is to be balanced, `place` is the row's
    place in the shuffled order.
    """
    number = np.unique(stratum, return_inverse=True)[1]
    wanted = np.bincount(number)[:, np.newaxis] * shares
    split = np.full(len(unit), -1, np.int64)
    given = np.zeros_like(wanted)
    for members in _groups(unit, place):
        strata, counts = np.unique(number[members], return_counts=True)
        left = wanted[strata] - given[strata] - counts[:, np.newaxis]
        lacks = (left / wanted[strata] * counts[:, np.newaxis]).sum(axis=0)
        best = int(np.argmax(np.round(lacks, 9)))
        split[members] = best
        given[strata, best] += counts
    _fill(split, number, np.maximum(wanted - given, 0), place)
    return split


def _groups(unit: Ints, place: Ints) -> list[Ints]:
    """The rows of every unit of several, the largest units first, then in the shuffled order."""
    order = np.lexsort((place, unit))
    starts = np.flatnonzero(np.diff(unit[order], prepend=-1))
    groups = [rows for rows in np.split(order, starts[1:]) if len(rows) > 1]
    return sorted(groups, key=lambda rows: (-len(rows), place[rows[0]]))


def _fill(split: Ints, number: Ints, left: Floats, place: Ints) -> None:
    """Give the rows that have no split yet what is left of each stratum's shares."""
    free = np.flatnonzero(split < 0)
    free = free[np.lexsort((place[free], number[free]))]
    starts = np.searchsorted(number[free], np.arange(len(left) + 1))
    carried = np.zeros(left.shape[1])
    for stratum, lacks in enumerate(left):
        rows = free[starts[stratum] : starts[stratum + 1]]
        if len(rows):
            shares = lacks / lacks.sum() if lacks.sum() else np.full(len(lacks), 1 / len(lacks))
            counts, carried = _rounded(shares * len(rows) + carried, len(rows))
            split[rows] = np.repeat(np.arange(len(lacks)), counts)


def _rounded(wanted: Floats, total: int) -> tuple[Ints, Floats]:
    """Whole numbers that sum to `total`, and what rounding left over, for the next stratum.

    Largest remainders; carrying the rest on keeps the totals right where strata are tiny.
    """
    counts = np.maximum(np.floor(wanted), 0).astype(np.int64)
    while counts.sum() < total:
        counts[np.argmax(np.round(wanted - counts, 9))] += 1
    while counts.sum() > total:
        counts[np.argmin(np.where(counts > 0, np.round(wanted - counts, 9), np.inf))] -= 1
    return counts, wanted - counts
