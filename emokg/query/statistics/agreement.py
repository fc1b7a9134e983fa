"""How far two raters agree beyond chance: Cohen's kappa."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from emokg.query.statistics.tables import Z


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of `images` rated twice, `agreed` got one answer; kappa with its 95 % interval.

    Kappa is NaN where both raters always give one and the same answer.
    """

    images: int
    agreed: int
    expected: float
    kappa: float
    low: float
    high: float


def cohen(table: NDArray[np.int64]) -> Agreement:
    """Kappa of a square table of answers (Cohen 1960), variance of Fleiss et al. (1969)."""
    total = int(table.sum())
    share = table / max(total, 1)
    rows, columns = share.sum(axis=1), share.sum(axis=0)
    observed, expected = float(np.trace(share)), float(rows @ columns)
    agreed = int(np.trace(table))
    if total == 0 or expected >= 1:
        return Agreement(total, agreed, expected, np.nan, np.nan, np.nan)
    kappa = (observed - expected) / (1 - expected)
    own = rows + columns
    on = np.diag(share) @ (1 - own * (1 - kappa)) ** 2
    each = (columns[:, None] + rows[None, :]) ** 2
    off = (1 - kappa) ** 2 * ((share * each).sum() - np.diag(share) @ np.diag(each))
    chance = (kappa - expected * (1 - kappa)) ** 2
    error = np.sqrt(max(on + off - chance, 0.0) / total) / (1 - expected)
    return Agreement(total, agreed, expected, kappa, kappa - Z * error, kappa + Z * error)
