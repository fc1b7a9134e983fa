"""One search: candidates from the index, ranked again on the raw vectors.

Under a filter, cells are looked into until as many allowed vectors are compared as without one,
so a filter costs no recall; a narrow one ends in every cell, which is exact search over what it
allows.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from emokg.errors import DamagedFile
from emokg.vectors import engine
from emokg.vectors.description import repair
from emokg.vectors.rows import Numbers, take
from emokg.vectors.unit import Rows
from emokg.workspace import Vectors

SPARE = 16
"""Candidates beyond k: half floats may swap near-equal ones around the last place."""


@dataclass(frozen=True)
class Searchable:
    """An index and the vectors it was made of; row i of them has the number `numbers[i]` there."""

    index: Any
    cells: int
    vectors: Vectors
    numbers: Numbers
    """Ascending."""


def nearest(
    where: Searchable,
    query: Rows,
    k: int,
    nprobe: int | None,
    allowed: NDArray[np.bool_] | None = None,
) -> tuple[Numbers, Rows]:
    """Rows and cosines of the k nearest to a unit vector (dimension,), best first.

    `allowed[row]` says which rows may be found. Exactly k results where k rows are allowed, else
    as many as are. Equal cosines come in the order of the image ids.
    """
    rows = len(where.numbers)
    reachable = rows if allowed is None else int(np.count_nonzero(allowed))
    wanted = min(k + SPARE, reachable)
    if wanted == 0:
        return np.empty(0, np.int64), np.empty(0, np.float32)
    bits = None if allowed is None else _by_number(allowed, where.numbers)
    probes = nprobe and min(where.cells, math.ceil(nprobe * rows / reachable))
    found = _candidates(where, query, wanted, probes, bits)
    if len(found) < wanted:
        found = _candidates(where, query, wanted, where.cells, bits)
    candidates = _rows_of(found, where)
    cosines = take(where.vectors, candidates) @ query
    ids = np.array([where.vectors.ids[row] for row in candidates])
    order = np.lexsort((ids, -cosines))[:k]
    return candidates[order], cosines[order]


def _candidates(
    where: Searchable,
    query: Rows,
    wanted: int,
    probes: int | None,
    bits: NDArray[np.bool_] | None,
) -> Numbers:
    found: Numbers = engine.search(where.index, query[np.newaxis], wanted, probes, bits)[0]
    return np.delete(found, found < 0)


def _rows_of(found: Numbers, where: Searchable) -> Numbers:
    rows: Numbers = np.searchsorted(where.numbers, found)
    if not np.array_equal(where.numbers.take(rows, mode="clip"), found):
        space = where.vectors.space
        raise DamagedFile(f"the index of DES space {space!r} was altered", repair(space))
    return rows


def _by_number(allowed: NDArray[np.bool_], numbers: Numbers) -> NDArray[np.bool_]:
    bits = np.zeros(int(numbers[-1]) + 1, np.bool_)
    bits[numbers] = allowed
    return bits
