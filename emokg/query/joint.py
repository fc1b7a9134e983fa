"""Pairs of items that say more about an emotion together than each does alone."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from emokg.query.arrays import floats, integers, numbers
from emokg.query.association import associate


def joint(answer: pa.Table, items: tuple[str, ...], min_images: int = 1) -> pa.Table:
    """Pairs whose lift together exceeds the lift of each alone, with these lifts.

    Rows of the answer without the second item count the first alone. The family of the q-values is
    every pair with at least `min_images` images, whatever its lift.
    """
    first, second = items
    one = pc.is_null(answer.column(second))
    none = pc.is_null(answer.column(first))
    alone = associate(answer.filter(one), (first,))
    pairs = associate(answer.filter(pc.or_(none, pc.invert(one))), items, min_images)
    lifts = [_lifts(pairs.column(name), alone) for name in items]
    for name, values in zip(items, lifts, strict=True):
        pairs = pairs.append_column(f"{name}_lift", floats(values))
    better = numbers(pairs.column("lift")) > np.maximum(*lifts)
    return pairs.take(integers(np.flatnonzero(better)))


def _lifts(items: pa.ChunkedArray, alone: pa.Table) -> NDArray[np.float64]:
    place = pc.index_in(items, alone.column(0).combine_chunks())
    lifts: NDArray[np.float64] = numbers(alone.column("lift").take(place))
    return lifts
