"""Vectors of length one, and the vectors that cannot be brought to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from emokg.errors import DataError

Rows = NDArray[np.float32]


def unit(vectors: NDArray[np.floating[Any]], names: Sequence[str], hint: str) -> Rows:
    """The rows of (n, dimension) at length one, float32; `names` says whose each row is.

    Raises DataError for a row that is zero or has a value that is not a finite number.
    """
    wide = vectors.astype(np.float64)
    lengths = np.sqrt(np.einsum("ij,ij->i", wide, wide))
    wrong = np.flatnonzero(~np.isfinite(lengths) | (lengths == 0))
    if wrong.size:
        first = int(wrong[0])
        what = "is zero" if lengths[first] == 0 else "holds a value that is not a finite number"
        raise DataError(f"the vector of {names[first]} {what}, so it has no direction", hint)
    rows: Rows = (wide / lengths[:, np.newaxis]).astype(np.float32)
    return rows


def unit_vector(vector: NDArray[Any], name: str, hint: str) -> Rows:
    """One vector (dimension,) at length one. Raises DataError as `unit` does."""
    (row,) = unit(vector[np.newaxis], [name], hint)
    return np.asarray(row, np.float32)
