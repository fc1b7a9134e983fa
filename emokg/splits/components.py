"""Near duplicates joined into components, and the components that a split tears apart.

A pair that no evidence joins may still be joined by a chain, so components count, not pairs; and a
chain through an image that is in no split is a chain.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from emokg.splits.pool import NOWHERE, Ints, Texts, codes

FIRST = 10
"""Pairs that are named."""


def components(ids: Texts, pairs: pa.Table) -> Ints:
    """The component of every image; `ids` are sorted, `pairs` has columns image and other.

    Components are numbered by their first image.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    one, other = _rows(ids, pairs["image"]), _rows(ids, pairs["other"])
    joined = coo_array((np.ones(len(one), np.int8), (one, other)), (len(ids), len(ids)))
    labels = connected_components(joined, directed=False)[1]
    _, first, number = np.unique(labels, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[number].astype(np.int64)


def _rows(ids: Texts, names: pa.ChunkedArray) -> Ints:
    return np.searchsorted(ids, np.array(names.to_pylist(), ids.dtype)).astype(np.int64)


@dataclass(frozen=True)
class Leak:
    """Two images in different splits that show nearly the same; no evidence: joined by a chain."""

    image: str
    split: str
    other: str
    other_split: str
    evidence: tuple[str, ...]

    def __str__(self) -> str:
        why = ", ".join(self.evidence) or "through others"
        return f"{self.image} ({self.split}) and {self.other} ({self.other_split}): {why}"


def torn(split: Texts, component: Ints) -> int:
    """How many components have images in more than one split."""
    return len(np.unique(component[_in_torn(split, component)]))


def leaks(ids: Texts, split: Texts, component: Ints, pairs: pa.Table) -> list[Leak]:
    """The first pairs that cross, those with evidence ahead. `pairs` has image, other, evidence."""
    one, other = _rows(ids, pairs["image"]), _rows(ids, pairs["other"])
    crossing = (split[one] != split[other]) & (split[one] != NOWHERE) & (split[other] != NOWHERE)
    kinds = np.array(pairs["evidence"].to_pylist(), np.str_)
    reasons: dict[tuple[int, int], set[str]] = {}
    for row in np.flatnonzero(crossing):
        reasons.setdefault((int(one[row]), int(other[row])), set()).add(str(kinds[row]))
    named = [_leak(ids, split, pair, reasons[pair]) for pair in sorted(reasons)]
    told = {int(component[pair[0]]) for pair in reasons}
    return (named + _chained(ids, split, component, told))[:FIRST]


def _chained(ids: Texts, split: Texts, component: Ints, told: set[int]) -> list[Leak]:
    rows = np.flatnonzero(_in_torn(split, component))
    found = []
    for number in np.unique(component[rows]).tolist():
        if number not in told:
            members = rows[component[rows] == number]
            first = int(members[0])
            second = int(members[split[members] != split[first]][0])
            found.append(_leak(ids, split, (first, second), set()))
        if len(found) == FIRST:
            break
    return found


def _leak(ids: Texts, split: Texts, pair: tuple[int, int], evidence: set[str]) -> Leak:
    one, other = pair
    names = (str(ids[one]), str(split[one]), str(ids[other]), str(split[other]))
    return Leak(*names, tuple(sorted(evidence)))


def _in_torn(split: Texts, component: Ints) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    placed = split != NOWHERE
    number = codes(split)
    lowest = np.full(int(component.max(initial=-1)) + 1, number.max(initial=0))
    highest = np.zeros_like(lowest)
    np.minimum.at(lowest, component[placed], number[placed])
    np.maximum.at(highest, component[placed], number[placed])
    torn_apart: np.ndarray[tuple[int], np.dtype[np.bool_]] = placed & (lowest < highest)[component]
    return torn_apart
