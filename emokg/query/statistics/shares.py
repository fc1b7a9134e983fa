"""Shares of a whole, and how evenly something is spread."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from emokg.query.statistics.tables import Z, bincount

Floats = NDArray[np.float64]


def wilson(count: Floats, total: Floats) -> tuple[Floats, Floats]:
    """95 % score interval of a proportion (Wilson 1927); of nothing, 0 to 1."""
    with np.errstate(divide="ignore", invalid="ignore"):
        share = count / total
        centre = share + Z**2 / (2 * total)
        half = Z * np.sqrt(share * (1 - share) / total + Z**2 / (4 * total**2))
        scale = 1 + Z**2 / total
        low, high = (centre - half) / scale, (centre + half) / scale
    return np.where(count == 0, 0.0, low), np.where(count == total, 1.0, high)


def entropy(group: NDArray[np.int64], images: Floats, groups: int) -> Floats:
    """Shannon's entropy in bits of the images of each group over its rows."""
    total = bincount(group, images, groups)
    share = images / np.where(total > 0, total, 1.0)[group]
    bits = np.where(share > 0, -share * np.log2(np.where(share > 0, share, 1.0)), 0.0)
    return bincount(group, bits, groups)
