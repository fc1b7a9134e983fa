"""Many tests at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def benjamini_hochberg(p_values: ArrayLike, tests: int | None = None) -> NDArray[np.float64]:
    """The smallest false discovery rate at which each test is a discovery (1995, step-up).

    `tests` is the size of the family where some of its p-values, all larger, are not at hand.
    """
    p = np.asarray(p_values, dtype=np.float64)
    order = np.argsort(p, kind="stable")
    size = len(p) if tests is None else tests
    scaled = p[order] * (size / np.arange(1, len(p) + 1))
    q = np.empty_like(p)
    q[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return q
