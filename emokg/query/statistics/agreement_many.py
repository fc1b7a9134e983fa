"""How far any number of raters agree beyond chance: Fleiss' kappa, Krippendorff's alpha, AC1.

All three take the same counts: of each kind of item, how many raters gave it each category, and
how many items there are of that kind. Raters are not told apart, and an item needs no particular
number of them. The errors are Gwet's (Handbook of Inter-Rater Reliability, 4th ed. 2014): the
coefficient is a mean over items of what each contributes, its part in the chance term included.
The intervals are of 95 %, normal, and end at 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from emokg.query.statistics.tables import Z

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A coefficient of agreement of `items`, with its 95 % interval.

    NaN where nothing was rated twice, or chance alone would make all ratings equal.
    """

    items: int
    agreement: float
    expected: float
    value: float
    error: float

    @property
    def low(self) -> float:
        """The lower bound."""
        return self.value - Z * self.error

    @property
    def high(self) -> float:
        """The upper bound."""
        return min(self.value + Z * self.error, 1.0)


def fleiss(counts: Ints, times: Ints | None = None) -> Coefficient:
    """Fleiss' kappa (1971), generalised to items with different numbers of raters.

    `counts` is (kinds, categories): raters of an item that chose each category; `times` (kinds,)
    says how many such items there are, one each where it is left out.
    """
    items = _items(counts, times)
    chance = items.prevalence
    expected = float(chance @ chance)
    return _over_all(items, expected, items.share @ chance)


def gwet(counts: Ints, times: Ints | None = None) -> Coefficient:
    """Gwet's AC1 (2008), which prevalence misleads less than it does kappa. As `fleiss`."""
    items = _items(counts, times)
    other = (1 - items.prevalence) / max(counts.shape[1] - 1, 1)
    expected = float(items.prevalence @ other)
    return _over_all(items, expected, items.share @ other)


def krippendorff(counts: Ints, times: Ints | None = None) -> Coefficient:
    """Krippendorff's alpha for nominal categories (2011); items with one rating are left out."""
    times = np.ones(len(counts), dtype=np.int64) if times is None else times
    rated = counts.sum(axis=1) >= 2
    counts, times = counts[rated], times[rated]
    raters = counts.sum(axis=1).astype(np.float64)
    number = int(times.sum())
    if number < 2:
        return Coefficient(number, np.nan, np.nan, np.nan, np.nan)
    mean = float(times @ raters) / number
    share = counts / mean
    chance = times @ share / number
    expected = float(chance @ chance)
    agreeing = (counts * (counts - 1)).sum(axis=1) / (mean * (raters - 1))
    plain = float(times @ agreeing) / number
    small = 1 / float(times @ raters)
    observed = (1 - small) * plain + small
    if expected >= 1:
        return Coefficient(number, observed, expected, np.nan, np.nan)
    value = (plain - expected) / (1 - expected)
    more = (raters - mean) / mean
    own = (agreeing - observed * more - expected) / (1 - expected)
    by_chance = share @ chance - expected * more
    own = own - 2 * (1 - value) * (by_chance - expected) / (1 - expected)
    error = _error(own, value, times)
    return Coefficient(number, observed, expected, (observed - expected) / (1 - expected), error)


@dataclass(frozen=True, slots=True)
class _Items:
    """Per kind of item: how many, whether rated twice, agreeing pairs, shares of the categories."""

    times: Ints
    rated: NDArray[np.bool_]
    agreeing: Floats
    share: Floats
    prevalence: Floats


def _items(counts: Ints, times: Ints | None) -> _Items:
    times = np.ones(len(counts), dtype=np.int64) if times is None else times
    raters = counts.sum(axis=1).astype(np.float64)
    given = raters > 0
    counts, times, raters = counts[given], times[given], raters[given]
    pairs = raters * (raters - 1)
    agreeing = (counts * (counts - 1)).sum(axis=1) / np.where(pairs > 0, pairs, 1.0)
    share = counts / raters[:, None]
    prevalence = times @ share / max(int(times.sum()), 1)
    return _Items(times, pairs > 0, agreeing, share, prevalence)


def _over_all(items: _Items, expected: float, by_chance: Floats) -> Coefficient:
    """The coefficient whose chance agreement is `expected`, each kind's part being `by_chance`."""
    number = int(items.times.sum())
    twice = int(items.times[items.rated].sum())
    if twice == 0 or number < 2:
        return Coefficient(twice, np.nan, expected, np.nan, np.nan)
    observed = float(items.times @ np.where(items.rated, items.agreeing, 0.0)) / twice
    if expected >= 1:
        return Coefficient(twice, observed, expected, np.nan, np.nan)
    value = (observed - expected) / (1 - expected)
    own = number / twice * np.where(items.rated, items.agreeing - expected, 0.0) / (1 - expected)
    own = own - 2 * (1 - value) * (by_chance - expected) / (1 - expected)
    return Coefficient(twice, observed, expected, value, _error(own, value, items.times))


def _error(own: Floats, value: float, times: Ints) -> float:
    number = int(times.sum())
    return float(np.sqrt(times @ (own - value) ** 2 / (number * (number - 1))))
