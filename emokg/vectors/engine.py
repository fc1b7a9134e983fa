"""FAISS: which index for how many vectors, and the four things asked of it.

Vectors get numbers (int64) in the order they came. Up to EXACT_UP_TO vectors are compared one by
one; beyond, cells of an inverted file are, with vectors kept as half floats (an error below 1e-3
of a cosine, undone by ranking again on the raw vectors). Of the indexes FAISS offers (1.15,
234,189 × 1024, two cores) the inverted file was the smallest and quickest to build, forgets
vectors, and looks only at allowed ones under a filter; HNSW does none of these.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from emokg.vectors.rows import Numbers
from emokg.vectors.unit import Rows

EXACT = "IDMap2,Flat"
EXACT_UP_TO = 10_000
TRAINING_ROWS_PER_CELL = 40
"""FAISS warns below 39."""
FEWEST_PROBES = 8


def factory_for(count: int) -> str:
    """FAISS's name of the index for `count` vectors: about 2 sqrt(count) cells, a power of two."""
    if count <= EXACT_UP_TO:
        return EXACT
    return f"IVF{2 ** round(math.log2(2 * math.sqrt(count)))},SQfp16"


def cells_of(factory: str) -> int:
    """How many cells; 1 for an exact index."""
    return int(factory.removeprefix("IVF").partition(",")[0]) if factory != EXACT else 1


def make(factory: str, dimension: int, training: Rows) -> Any:
    """An empty index, trained on (n, dimension) unit vectors where its kind needs that."""
    index = faiss.index_factory(dimension, factory, faiss.METRIC_INNER_PRODUCT)
    if not index.is_trained:
        index.train(training)
    return index


def add(index: Any, vectors: Rows, numbers: Numbers) -> None:
    """Add unit vectors (n, dimension) under their numbers (n,)."""
    index.add_with_ids(vectors, numbers)


def remove(index: Any, first: int, count: int) -> None:
    """Forget the vectors with the numbers `first` to `first + count - 1`."""
    index.remove_ids(faiss.IDSelectorRange(first, first + count))


def search(
    index: Any, queries: Rows, k: int, nprobe: int | None, allowed: NDArray[np.bool_] | None = None
) -> Numbers:
    """Numbers of the k nearest of each query, (queries, k), best first, -1 where there are none.

    `allowed[number]` says which may be found; all where it is None.
    """
    settings: dict[str, Any] = {}
    if allowed is not None:
        bits = np.packbits(allowed, bitorder="little")
        settings["sel"] = faiss.IDSelectorBitmap(bits)
    if nprobe is not None:
        parameters = faiss.SearchParametersIVF(nprobe=nprobe, **settings)
    else:
        parameters = faiss.SearchParameters(**settings)
    numbers: Numbers = index.search(queries, k, params=parameters)[1]
    return numbers


def write(index: Any, path: Path) -> None:
    """Write the index to a file. Raises OSError."""
    try:
        faiss.write_index(index, str(path))
    except RuntimeError as error:
        raise OSError(_reason(error)) from None


def read(path: Path, *, mapped: bool) -> Any:
    """Read an index; `mapped` leaves the vectors on disk until they are looked at.

    Raises ValueError for a file that is no index.
    """
    try:
        index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP if mapped else 0)
    except (RuntimeError, MemoryError) as error:
        raise ValueError(_reason(error)) from None
    if mapped and isinstance(index, faiss.IndexIVF):
        # 32 threads are started a search otherwise, which takes longer than the search (1.15)
        faiss.downcast_InvertedLists(index.invlists).prefetch_nthread = 0
    return index


def _reason(error: Exception) -> str:
    """FAISS's message without the place in its source."""
    return str(error).strip().rpartition("Error: ")[2].splitlines()[-1]
