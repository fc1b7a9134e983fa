"""Pairs of rows, and the few of them that hold a group together.

All pairs of a group of n equal images are n (n - 1) / 2, and nobody can use them. Kept is a minimum
spanning forest: the closest pairs that connect what is connected. It has the same connected
components as all pairs have, at every smaller distance too (Gower and Ross 1969, single linkage).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

MOST = 4_000_000
"""Pairs in memory before they are thinned to a forest."""


@dataclass(frozen=True)
class Pairs:
    """`first[i] < second[i]` are rows; `distance[i]` is how far apart they are, from 0."""

    first: Ints
    second: Ints
    distance: Floats

    def __len__(self) -> int:
        return len(self.first)

    @classmethod
    def none(cls) -> Pairs:
        """No pairs."""
        return cls(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0))

    @classmethod
    def joined(cls, parts: Iterable[Pairs]) -> Pairs:
        """All of them, one after another."""
        several = [cls.none(), *parts]
        return cls(
            np.concatenate([part.first for part in several]),
            np.concatenate([part.second for part in several]),
            np.concatenate([part.distance for part in several]),
        )

    @classmethod
    def between(cls, one: Ints, other: Ints, distance: Floats) -> Pairs:
        """Pairs of whatever order; a row with itself is none."""
        kept = np.flatnonzero(one != other)
        one, other = one[kept], other[kept]
        return cls(np.minimum(one, other), np.maximum(one, other), distance[kept])

    def of(self, rows: Ints) -> Pairs:
        """The same pairs where row i is called `rows[i]`."""
        return Pairs.between(rows[self.first], rows[self.second], self.distance)

    def unique(self) -> Pairs:
        """Each pair once, with its smallest distance, sorted."""
        order = np.lexsort((self.distance, self.second, self.first))
        one, other = self.first[order], self.second[order]
        new = np.ones(len(order), np.bool_)
        new[1:] = (one[1:] != one[:-1]) | (other[1:] != other[:-1])
        kept = order[new]
        return Pairs(self.first[kept], self.second[kept], self.distance[kept])


def forest(pairs: Pairs, rows: int) -> Pairs:
    """The minimum spanning forest of the pairs among `rows` rows, sorted."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import minimum_spanning_tree

    unique = pairs.unique()
    # a weight of 0 would be no edge to scipy
    weights = coo_array((unique.distance + 1, (unique.first, unique.second)), (rows, rows))
    kept = minimum_spanning_tree(weights.tocsr()).tocoo()
    first, second = kept.coords
    return Pairs(first.astype(np.int64), second.astype(np.int64), kept.data - 1).unique()


class Forest:
    """Collects pairs, and thins them whenever they become many."""

    def __init__(self, rows: int) -> None:
        self._rows = rows
        self._parts: list[Pairs] = []
        self._held = 0

    def add(self, pairs: Pairs) -> None:
        """Take more pairs."""
        self._parts.append(pairs)
        self._held += len(pairs)
        if self._held > MOST:
            self._parts = [self.thinned()]
            self._held = len(self._parts[0])

    def thinned(self) -> Pairs:
        """The minimum spanning forest of all pairs so far."""
        return forest(Pairs.joined(self._parts), self._rows)


def alike(keys: pa.Array) -> Pairs:
    """Rows of one key, each paired with the first of them; null is no key. Distance 0."""
    codes = keys.dictionary_encode().indices.fill_null(-1).to_numpy(zero_copy_only=False)
    first = np.full(int(codes.max(initial=-1)) + 1, len(codes), np.int64)
    given = np.flatnonzero(codes >= 0)
    np.minimum.at(first, codes[given], given)
    hubs = first[codes[given]]
    others = given[hubs != given]
    return Pairs(hubs[hubs != given], others, np.zeros(len(others)))
