"""What the engine counted for an association, as arrays.

The unweighted text gives one row per item and source that has it: `images` with the emotion among
`item_images`; and per source the same without an item, for all images there are. The weighted text
gives one row per item, source and weight: `images` whose probability of the emotion is that weight.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from emokg.query.arrays import doubles, integers, numbers
from emokg.query.statistics.bootstrap import Cells
from emokg.query.statistics.tables import Tables, bincount

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Counts:
    """Tables per item and source that has it. `row` is the place of each one's item in `items`."""

    items: pa.Table
    row: Ints
    strata: Tables
    evoking: float
    total: float

    def whole(self) -> Tables:
        """One table an item; sources without the item count in the totals."""
        rows = len(self.items)
        return Tables(
            bincount(self.row, self.strata.both, rows),
            bincount(self.row, self.strata.item, rows),
            np.full(rows, self.evoking),
            np.full(rows, self.total),
        )

    def at_least(self, images: int) -> Counts:
        """Without the items that fewer images have."""
        kept = bincount(self.row, self.strata.item, len(self.items)) >= images
        stay = kept[self.row]
        number = np.cumsum(kept) - 1
        parts = (self.strata.both, self.strata.item, self.strata.other, self.strata.total)
        return Counts(
            self.items.take(integers(np.flatnonzero(kept))),
            number[self.row[stay]],
            Tables(*(part[stay] for part in parts)),
            self.evoking,
            self.total,
        )


def read_counts(answer: pa.Table, names: tuple[str, ...]) -> Counts:
    """Columns `names`, source, images, item_images. A row without any of `names` is of all images.

    Items come sorted by name, one row per item and source.
    """
    source = _codes(answer.column("source"))
    order, whole, row, items = _split(answer, names, (source,))
    both, size = doubles(answer.column("images")), doubles(answer.column("item_images"))
    sources = int(source.max(initial=-1)) + 1
    other = bincount(source[whole], both[whole], sources)
    total = bincount(source[whole], size[whole], sources)
    own = source[order]
    strata = Tables(both[order], size[order], other[own], total[own])
    return Counts(items, row, strata, float(other.sum()), float(total.sum()))


def read_weighted(answer: pa.Table, names: tuple[str, ...], images: int) -> tuple[Counts, Cells]:
    """Columns `names`, source, weight, images; items with at least `images` images."""
    source, weight = _codes(answer.column("source")), doubles(answer.column("weight"))
    order, whole, row, items = _split(answer, names, (weight, source))
    count = doubles(answer.column("images"))
    sources = int(source.max(initial=-1)) + 1
    other = bincount(source[whole], weight[whole] * count[whole], sources)
    total = bincount(source[whole], count[whole], sources)
    key = row * max(sources, 1) + source[order]
    keys, place = np.unique(key, return_inverse=True)
    own = keys % max(sources, 1)
    both = bincount(place, weight[order] * count[order], len(keys))
    size = bincount(place, count[order], len(keys))
    strata = Tables(both, size, other[own], total[own])
    stratum_row = keys // max(sources, 1)
    counts = Counts(items, stratum_row, strata, float(other.sum()), float(total.sum()))
    kept = np.flatnonzero(bincount(row, count[order], len(items)) >= images)
    places = _places(source[whole], weight[whole], source[order], weight[order])
    ends = np.flatnonzero(np.diff(row)) + 1
    having = [
        *zip(np.split(places, ends), np.split(count[order].astype(np.int64), ends), strict=True)
    ]
    cells = Cells(
        source[whole],
        weight[whole],
        count[whole].astype(np.int64),
        tuple(having[item] for item in kept),
    )
    return counts.at_least(images), cells


def _split(
    answer: pa.Table, names: tuple[str, ...], within: tuple[NDArray[Any], ...]
) -> tuple[Ints, Ints, Ints, pa.Table]:
    """Rows of items sorted by item, rows of all images, the item of each of the former, items.

    `within` sorts the rows of an item, the last key first.
    """
    codes = np.column_stack([_codes(answer.column(name)) for name in names])
    present: NDArray[np.bool_] = np.asarray((codes >= 0).any(axis=1))
    order = np.lexsort((*within, *codes.T[::-1]))
    own, whole = order[present[order]], order[~present[order]]
    starts = np.ones(len(own), dtype=bool)
    starts[1:] = (codes[own][1:] != codes[own][:-1]).any(axis=1)
    return own, whole, np.cumsum(starts) - 1, answer.select(list(names)).take(integers(own[starts]))


def _codes(column: pa.ChunkedArray) -> Ints:
    """Numbers in the order of the texts; -1 for none."""
    encoded = pc.dictionary_encode(column.cast(pa.string()).combine_chunks())
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    words = encoded.dictionary
    rank = np.empty(len(words) + 1, dtype=np.int64)
    rank[numbers(pc.sort_indices(words))] = np.arange(len(words))
    rank[-1] = -1
    codes: Ints = rank[numbers(encoded.indices, null=len(words))]
    return codes


def _places(source: Ints, weight: Floats, own_source: Ints, own_weight: Floats) -> Ints:
    """Where each (own_source, own_weight) stands among the pairs (source, weight)."""
    pairs = zip(source.tolist(), weight.tolist(), strict=True)
    place = {pair: number for number, pair in enumerate(pairs)}
    own = zip(own_source.tolist(), own_weight.tolist(), strict=True)
    return np.array([place[pair] for pair in own], dtype=np.int64)
