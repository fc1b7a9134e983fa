"""Vectors on a plane: their two principal components."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Plane:
    """`points` is (n, 2); `explained` the shares of the variance along its two axes."""

    points: Floats
    explained: tuple[float, float]


def principal_plane(vectors: Floats) -> Plane:
    """The first two principal components of (n, d), n at least 1 and d at least 2.

    Each axis points where its largest loading is positive, so that no picture is mirrored by
    chance.
    """
    centred = vectors - vectors.mean(axis=0)
    covariance = centred.T @ centred / max(len(vectors) - 1, 1)
    last = len(covariance) - 1
    values, axes = eigh(covariance, subset_by_index=(last - 1, last))
    first_two = axes[:, ::-1]
    signs = np.sign(first_two[np.abs(first_two).argmax(axis=0), [0, 1]])
    whole = float(np.trace(covariance))
    one, two = (float(value) / whole if whole > 0 else 0.0 for value in values[::-1])
    return Plane(centred @ (first_two * signs), (one, two))
