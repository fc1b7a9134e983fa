"""How much one classification says of another: Cramér's V, and the distance of distributions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Dependence:
    """Pearson's chi-squared test of a table and Cramér's V of it, 0 to 1, bias-corrected."""

    images: int
    statistic: float
    freedom: int
    p_value: float
    v: float


def dependence(table: Ints) -> Dependence | None:
    """Of a table of counts; None where it has fewer than two rows or columns with anything in.

    V is corrected for bias as by Bergsma (2013).
    """
    table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    rows, columns = table.shape
    if rows < 2 or columns < 2:
        return None
    total = int(table.sum())
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / total
    statistic = float(((table - expected) ** 2 / expected).sum())
    freedom = (rows - 1) * (columns - 1)
    p_value = float(chi2.sf(statistic, freedom))
    small = max(total - 1, 1)
    phi = max(statistic / total - freedom / small, 0.0)
    fewer = min(rows - (rows - 1) ** 2 / small, columns - (columns - 1) ** 2 / small) - 1
    return Dependence(total, statistic, freedom, p_value, float(np.sqrt(phi / fewer)))


def jensen_shannon(first: Floats, second: Floats) -> float:
    """The divergence of two distributions in bits, 0 (equal) to 1 (disjoint) (Lin 1991).

    Counts will do: each is divided by its sum. NaN where one has nothing in.
    """
    if not first.sum() or not second.sum():
        return float("nan")
    p, q = first / first.sum(), second / second.sum()
    middle = (p + q) / 2
    return _relative(p, middle) / 2 + _relative(q, middle) / 2


def _relative(p: Floats, q: Floats) -> float:
    there = p > 0
    return float(p[there] @ np.log2(p[there] / q[there]))
