"""What the engine counted for an association, as arrays.

The engine gives one row per item, source and weight with the number of images, and the same with
no item for all images there are. The weight of an image is 1 where it evokes the emotion and 0
where not, or the consensus probability.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

COUNTED = ("source", "weight", "images")


@dataclass(frozen=True, slots=True)
class Cells:
    """Images by source and weight; `item` is the row in `Counts.items`."""

    item: Ints
    source: Ints
    weight: Floats
    images: Ints


@dataclass(frozen=True, slots=True)
class Counts:
    """Cells of the items, sorted by item, source and weight, and cells of all images."""

    items: pa.Table
    cells: Cells
    everything: Cells
    sources: int


def read_counts(answer: pa.Table, names: tuple[str, ...]) -> Counts:
    """The engine's answer with columns `names`, source, weight, images; items sorted by name.

    A row without any of `names` counts all images.
    """
    codes = np.column_stack([_codes(answer.column(name)) for name in names])
    source = _codes(answer.column("source"))
    weight = _numbers(answer, "weight", np.float64)
    images = _numbers(answer, "images", np.int64)
    present: NDArray[np.bool_] = np.asarray((codes >= 0).any(axis=1))
    order = np.lexsort((weight, source, *codes.T[::-1]))
    own, whole = order[present[order]], order[~present[order]]
    starts = _starts(codes[own])
    item = np.cumsum(starts) - 1
    zeros = np.zeros(len(whole), dtype=np.int64)
    return Counts(
        answer.select(list(names)).take(own[starts]),
        Cells(item, source[own], weight[own], images[own]),
        Cells(zeros, source[whole], weight[whole], images[whole]),
        int(source.max(initial=-1)) + 1,
    )


def _codes(column: pa.ChunkedArray) -> Ints:
    """Numbers in the order of the texts; -1 for none."""
    encoded = column.combine_chunks().dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    words = encoded.dictionary
    rank = np.empty(len(words) + 1, dtype=np.int64)
    rank[pc.sort_indices(words).to_numpy()] = np.arange(len(words))
    rank[-1] = -1
    indices = encoded.indices.fill_null(len(words)).to_numpy(zero_copy_only=False)
    codes: Ints = rank[indices]
    return codes


def _numbers(answer: pa.Table, name: str, kind: Any) -> NDArray[Any]:
    numbers: NDArray[Any] = answer.column(name).to_numpy().astype(kind)
    return numbers


def _starts(codes: Ints) -> NDArray[np.bool_]:
    """True at the first of equal neighbours."""
    first = np.ones(len(codes), dtype=bool)
    first[1:] = (codes[1:] != codes[:-1]).any(axis=1)
    return first
