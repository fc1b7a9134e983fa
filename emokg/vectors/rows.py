"""Reading rows of a space, at length one, from the memory maps that its parts are."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from emokg.errors import DataError
from emokg.vectors.unit import Rows, unit
from emokg.workspace import Vectors

Numbers = NDArray[np.int64]


def take(vectors: Vectors, rows: Numbers) -> Rows:
    """The given rows at length one, (len(rows), dimension), in their order. Raises DataError."""
    taken = np.empty((len(rows), vectors.dimension), np.float32)
    start = 0
    for part in vectors.parts:
        here = np.flatnonzero((rows >= start) & (rows < start + len(part)))
        taken[here] = part[rows[here] - start]
        start += len(part)
    return unit(taken, [vectors.ids[row] for row in rows], bad_vector_hint(vectors.space))


def batches(vectors: Vectors) -> Iterator[tuple[int, Rows]]:
    """All rows at length one, some thousands at a time, each time with the number of the first.

    Raises DataError for a zero or non-finite vector.
    """
    start = 0
    for batch in vectors.batches():
        names = vectors.ids[start : start + len(batch)]
        yield start, unit(batch, names, bad_vector_hint(vectors.space))
        start += len(batch)


def bad_vector_hint(space: str) -> str:
    """What to do about a committed vector that cannot be used."""
    return f"correct the vectors of DES space {space!r} and ingest them again: emokg ingest PATH"


def refuse_repeated(vectors: Vectors) -> None:
    """Raises DataError when an image has two vectors in the space."""
    if len(set(vectors.ids)) == len(vectors.ids):
        return
    seen: set[str] = set()
    for image in vectors.ids:
        if image in seen:
            raise DataError(
                f"image {image} has more than one vector in DES space {vectors.space!r}",
                bad_vector_hint(vectors.space),
            )
        seen.add(image)
