"""Lift and log odds ratio of 2 × 2 tables, with Wald's interval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

Z = 1.959963984540054
"""The 97.5 % point of the normal distribution: all intervals are of 95 %."""
_ROUNDING = 1e-9
"""Weights are sums of probabilities: a cell smaller than this is an empty one."""


@dataclass(frozen=True, slots=True)
class Tables:
    """Many 2 × 2 tables. Arrays of one shape: `both` of the `item` among the `other` of `total`."""

    both: Floats
    item: Floats
    other: Floats
    total: Floats

    def cells(self) -> tuple[Floats, Floats, Floats, Floats]:
        """Both; item only; other only; neither."""
        item_only = self.item - self.both
        other_only = self.other - self.both
        neither = self.total - self.item - other_only
        whole = (self.both, item_only, other_only, neither)
        a, b, c, d = (np.where(cell < _ROUNDING, 0.0, cell) for cell in whole)
        return a, b, c, d


def bincount(group: NDArray[np.int64], values: NDArray[Any], groups: int) -> Floats:
    """The sum of `values` in each group, as floats even of nothing."""
    return np.bincount(group, values, groups).astype(np.float64)


def lift(tables: Tables) -> Floats:
    """P(both) / (P(item) P(other)); NaN where a margin is empty."""
    expected = tables.item * tables.other
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(expected > 0, tables.both * tables.total / expected, np.nan)


def log_odds(tables: Tables) -> tuple[Floats, Floats]:
    """Natural log odds ratio and its standard error (Woolf 1955).

    Where a cell is zero, and only there, 0.5 is added to every cell (Haldane 1956, Anscombe 1956).
    """
    cells = np.stack(tables.cells())
    a, b, c, d = cells + np.where((cells == 0).any(axis=0), 0.5, 0.0)
    ratio = np.log(a) + np.log(d) - np.log(b) - np.log(c)
    return ratio, np.sqrt(1 / a + 1 / b + 1 / c + 1 / d)


def interval(estimate: Floats, error: Floats) -> tuple[Floats, Floats]:
    """Wald's 95 % interval."""
    return estimate - Z * error, estimate + Z * error
