"""One odds ratio common to several strata, so that the bias of one does not pass for an effect.

Mantel and Haenszel (1959) pool; the variance of the pooled log is that of Robins, Breslow and
Greenland (1986), good for a few large strata and for many small ones.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from emokg.query.statistics.tables import Tables, bincount, interval

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pooled:
    """One value a row. `log_odds` and the bounds are NaN where fewer than two strata inform."""

    strata: NDArray[np.int64]
    log_odds: Floats
    low: Floats
    high: Floats


def informative(tables: Tables) -> NDArray[np.bool_]:
    """A stratum says something about the odds ratio only if no margin of its table is empty."""
    a, b, c, d = tables.cells()
    return np.asarray((a + b > 0) & (c + d > 0) & (a + c > 0) & (b + d > 0))


def products(tables: Tables) -> tuple[Floats, Floats]:
    """R = ad / n and S = bc / n of each stratum: the pooled odds ratio is ΣR / ΣS."""
    a, b, c, d = tables.cells()
    n = np.where(tables.total > 0, tables.total, 1.0)
    return a * d / n, b * c / n


def mantel_haenszel(tables: Tables, row: NDArray[np.int64], rows: int) -> Pooled:
    """Pool the strata `tables` that belong to each row; `row` says which, from 0 to `rows` - 1.

    NaN also where the pooled odds ratio is zero or infinite: its log has no interval.
    """
    inform = informative(tables)
    a, b, c, d = tables.cells()
    n = np.where(tables.total > 0, tables.total, 1.0)
    r, s = products(tables)
    p, q = (a + d) / n, (b + c) / n

    def summed(values: Floats) -> Floats:
        return bincount(row, np.where(inform, values, 0.0), rows)

    strata = summed(np.ones_like(n)).astype(np.int64)
    big_r, big_s = summed(r), summed(s)
    known = (strata >= 2) & (big_r > 0) & (big_s > 0)
    big_r, big_s = np.where(known, big_r, 1.0), np.where(known, big_s, 1.0)
    variance = (
        summed(p * r) / big_r**2
        + summed(p * s + q * r) / (big_r * big_s)
        + summed(q * s) / big_s**2
    ) / 2
    estimate = np.where(known, np.log(big_r / big_s), np.nan)
    low, high = interval(estimate, np.sqrt(variance))
    return Pooled(strata, estimate, low, high)
