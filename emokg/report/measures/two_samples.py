"""Whether two sets of vectors come from one distribution: energy distance and MMD.

Both are averages over pairs, so one matrix of pairs serves every permutation. The p-value counts
the observed order among the permuted ones (Phipson and Smyth 2010), so it is never 0.

Within strata, vectors are compared, and exchanged, with those of their own stratum only: what sets
the strata apart cannot pass for a difference of the samples.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SEED = 7
PERMUTATIONS = 999


@dataclass(frozen=True, slots=True)
class Tested:
    """A statistic that is 0 for equal samples only, and its permutation p-value."""

    name: str
    statistic: float
    p_value: float


def two_samples(first: Floats, second: Floats) -> tuple[Tested, Tested]:
    """Energy distance (Székely and Rizzo 2013) and MMD² (Gretton et al. 2012) of (n, d), (m, d).

    MMD's kernel is Gaussian, as wide as the median distance of all pairs. Both are the biased
    estimates, which are 0 only for equal samples. ValueError where a sample has no vector.
    """
    return within_strata([(first, second)])


def within_strata(strata: Sequence[tuple[Floats, Floats]]) -> tuple[Tested, Tested]:
    """The same of pairs of samples, one a stratum: the means of the strata's statistics.

    A stratum counts by its vectors, and has its own width. ValueError as above, or without strata.
    """
    if not strata or not all(len(first) and len(second) for first, second in strata):
        raise ValueError("a sample has no vector")
    rng = np.random.default_rng(SEED)
    whole = sum(len(first) + len(second) for first, second in strata)
    energy, mmd = np.zeros(PERMUTATIONS + 1), np.zeros(PERMUTATIONS + 1)
    for first, second in strata:
        distance = _distances(np.concatenate([first, second]))
        width = float(np.median(distance[np.triu_indices(len(distance), 1)])) or 1.0
        labels = _labels(len(first), len(second), rng)
        share = len(distance) / whole
        energy += share * _statistics(-distance, labels)
        mmd += share * _statistics(np.exp(-((distance / width) ** 2) / 2), labels)
    return _tested("energy distance", energy), _tested("MMD², Gaussian kernel", mmd)


def _statistics(pairs: Floats, labels: Floats) -> Floats:
    """For weights w of the points, 1/n in one sample and -1/m in the other, w' pairs w."""
    values: Floats = np.einsum("ip,ip->p", labels, pairs @ labels)
    return values


def _tested(name: str, values: Floats) -> Tested:
    """The first value is that of the given samples, the others of random ones."""
    observed = float(values[0])
    as_large = int((values[1:] >= observed - 1e-12).sum())
    return Tested(name, observed, (as_large + 1) / len(values))


def _labels(first: int, second: int, rng: np.random.Generator) -> Floats:
    """(points, permutations + 1): the given samples, then random ones of the same sizes."""
    given = np.concatenate([np.full(first, 1 / first), np.full(second, -1 / second)])
    drawn = rng.permuted(np.tile(given, (PERMUTATIONS, 1)), axis=1)
    labels: Floats = np.vstack([given, drawn]).T
    return labels


def _distances(points: Floats) -> Floats:
    squares = np.einsum("ij,ij->i", points, points)
    squared = squares[:, None] + squares[None, :] - 2 * points @ points.T
    distance: Floats = np.sqrt(np.maximum(squared, 0.0))
    np.fill_diagonal(distance, 0.0)
    return distance
