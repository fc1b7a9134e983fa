"""How many images hang on each phrase."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Spread:
    """Of a distribution of degrees; `gini` is 0 for equal degrees, near 1 for one hub."""

    nodes: int
    mean: float
    median: float
    largest: int
    alone: float
    gini: float


def spread(degree: Ints, nodes: Ints) -> Spread | None:
    """`nodes[k]` nodes have degree `degree[k]`, ascending; None where there is no node.

    `alone` is the share of nodes of degree 1.
    """
    total = int(nodes.sum())
    if not total:
        return None
    ends = np.cumsum(nodes)
    links = degree * nodes
    median = (_at(degree, ends, (total - 1) // 2) + _at(degree, ends, total // 2)) / 2
    ranks = ends - (nodes - 1) / 2
    gini = 0.0
    if links.sum():
        gini = float(2 * (ranks @ links) / (total * links.sum()) - (total + 1) / total)
    alone = int(nodes[degree == 1].sum()) / total
    return Spread(total, float(links.sum()) / total, median, int(degree[-1]), alone, gini)


def at_least(nodes: Ints) -> Floats:
    """The share of nodes with each degree or more."""
    share: Floats = np.cumsum(nodes[::-1])[::-1] / nodes.sum()
    return share


def _at(degree: Ints, ends: Ints, rank: int) -> int:
    return int(degree[np.searchsorted(ends, rank, side="right")])
