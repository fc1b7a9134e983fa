"""How evenly images spread over classes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from emokg.query.statistics.tables import Z

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its 95 % interval."""

    value: float
    low: float
    high: float


def imbalance_ratio(counts: Ints) -> Estimate:
    """The largest class over the smallest of those that have images, Wald's interval of its log."""
    present = counts[counts > 0]
    if not len(present):
        return Estimate(np.nan, np.nan, np.nan)
    most, least = float(present.max()), float(present.min())
    wide = np.exp(Z * np.sqrt(1 / most + 1 / least)) if len(present) > 1 else 1.0
    ratio = most / least
    return Estimate(ratio, ratio / wide, ratio * wide)


def effective_classes(counts: Ints) -> Estimate:
    """exp of Shannon's entropy (Hill 1973): as many equal classes would be as uneven.

    The interval is the delta method's for the entropy, and ends where all classes are equal.
    """
    total = int(counts.sum())
    if total == 0:
        return Estimate(np.nan, np.nan, np.nan)
    share = counts[counts > 0] / total
    log = np.log(share)
    entropy = -float(share @ log)
    error = np.sqrt(max(float(share @ log**2) - entropy**2, 0.0) / total)
    high = min(float(np.exp(entropy + Z * error)), float(len(counts)))
    return Estimate(float(np.exp(entropy)), float(np.exp(entropy - Z * error)), high)
