"""Fisher's exact test, two-sided, for many 2 × 2 tables at once.

The two-sided p-value is the probability of all tables with the same margins that are no more
likely than the one seen (Fisher 1935; as in R and SciPy). Tables whose probabilities agree within
`TIE` count as equally likely.

Probabilities are computed as Loader does ("Fast and accurate computation of binomial
probabilities", 2000): the large terms of the log factorials cancel on paper, into deviances of the
cells from their expected values, so that twelve digits survive where differences of log gammas
keep eight. A tail is then summed by the ratio of neighbouring tables.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

TIE = 1e-11
_NEGLIGIBLE = 1e-18
_SMALL = np.array(
    [0.0] + [math.lgamma(x + 1) - (x * math.log(x) - x) for x in range(1, 16)], dtype=np.float64
)


def fisher_exact(both: ArrayLike, item: ArrayLike, other: ArrayLike, total: ArrayLike) -> Floats:
    """Two-sided p-values; `both` of `item` marked things among `other` of `total` things.

    Integer arrays that broadcast to shape (n,). 1 where a margin is empty.
    """
    tables = np.stack(np.broadcast_arrays(both, item, other, total), axis=-1).astype(np.int64)
    unique, inverse = np.unique(tables.reshape(-1, 4), axis=0, return_inverse=True)
    p: Floats = _p_values(*unique.T)[inverse.reshape(-1)]
    return p


def _p_values(both: Ints, item: Ints, other: Ints, total: Ints) -> Floats:
    below = both < _mode(item, other, total)
    both = np.where(below, item - both, both)  # seen from the other column, it lies above the mode
    other = np.where(below, total - other, other)
    mode = _mode(item, other, total)
    seen = _log_probability(both, item, other, total)
    ceiling = seen + TIE
    near = _opposite(mode, ceiling, item, other, total)
    lowest = np.maximum(0, item + other - total)
    start = np.maximum(near, lowest)
    far = np.exp(_log_probability(start, item, other, total))
    p = np.exp(seen) * _tail(both, item, other, total)
    p += np.where(near < lowest, 0.0, far * _tail(item - start, item, total - other, total))
    p[_log_probability(mode, item, other, total) <= ceiling] = 1.0
    return np.minimum(p, 1.0)


def _mode(item: Ints, other: Ints, total: Ints) -> Ints:
    mode: Ints = (item + 1) * (other + 1) // (total + 2)
    return mode


def _opposite(mode: Ints, ceiling: Floats, item: Ints, other: Ints, total: Ints) -> Ints:
    """The greatest table below the mode no likelier than `ceiling`; one below the least if none."""
    low = np.maximum(0, item + other - total) - 1
    high = np.maximum(mode, low + 1)
    while np.any(high - low > 1):
        middle = (low + high) // 2
        inside = high - low > 1
        likely = _log_probability(np.where(inside, middle, mode), item, other, total) > ceiling
        high = np.where(inside & likely, middle, high)
        low = np.where(inside & ~likely, middle, low)
    nearest: Ints = low
    return nearest


def _tail(start: Ints, item: Ints, other: Ints, total: Ints) -> Floats:
    """Probability of `start` and all tables above it, in units of that of `start`."""
    whole = np.ones(len(start))
    going = np.arange(len(start))
    term = np.ones(len(start))
    a, n, k, rest = (x.astype(np.float64) for x in (start, item, other, total - item - other))
    while len(going):
        term = term * ((n - a) * (k - a)) / ((a + 1) * (rest + a + 1))
        whole[going] += term
        stay = term > _NEGLIGIBLE * whole[going]
        going, term = going[stay], term[stay]
        a, n, k, rest = a[stay] + 1, n[stay], k[stay], rest[stay]
    return whole


def _log_probability(both: Ints, item: Ints, other: Ints, total: Ints) -> Floats:
    """Log of the hypergeometric probability, given the margins."""
    cells = (both, item - both, other - both, total - item - other + both)
    rows = (item, item, total - item, total - item)
    columns = (other, total - other, other, total - other)
    margins = _slack(item) + _slack(total - item) + _slack(other) + _slack(total - other)
    log = margins - _slack(total)
    for cell, row, column in zip(cells, rows, columns, strict=True):
        log = log - _slack(cell) - _deviance(cell, row, column, total)
    return log


def _slack(x: Ints) -> Floats:
    """log x! - (x log x - x), by Stirling's series from 16 on."""
    safe = np.maximum(x, 16).astype(np.float64)
    inverse = 1.0 / safe
    square = inverse * inverse
    series = inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680)))
    large: Floats = 0.5 * np.log(2 * math.pi * safe) + series
    return np.where(x < 16, _SMALL[np.clip(x, 0, 15)], large)


def _deviance(cell: Ints, row: Ints, column: Ints, total: Ints) -> Floats:
    """x log(x / m) - (x - m) for the cell x and its expected value m = row × column / total."""
    product = (row * column).astype(np.float64)
    expected = product / np.maximum(total, 1)
    # Whole numbers keep the small difference of two large values exact.
    relative = (cell * total - row * column) / np.where(product == 0, 1.0, product)
    empty = (cell == 0) | (product == 0)
    relative = np.where(empty, 0.0, relative)
    value: Floats = expected * ((1 + relative) * np.log1p(relative) - relative)
    return np.where(empty, expected, value)
