"""Whether two engines gave the same rows."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

TOLERANCE = 1e-9

Rows = Sequence[Mapping[str, Any]]


def first_difference(ours: Rows, theirs: Rows) -> str | None:
    """What differs first, in the order given; null when nothing does."""
    if len(ours) != len(theirs):
        return f"{len(ours):,} rows against {len(theirs):,}"
    for number, (mine, other) in enumerate(zip(ours, theirs, strict=True), start=1):
        if mine.keys() != other.keys():
            return f"columns {list(mine)} against {list(other)}"
        for name, value in mine.items():
            if not _same(value, other[name]):
                return f"row {number}, {name}: {value!r} against {other[name]!r}"
    return None


def _same(mine: Any, other: Any) -> bool:
    if isinstance(mine, float) and isinstance(other, (int, float)):
        return math.isclose(mine, other, rel_tol=TOLERANCE, abs_tol=TOLERANCE) or (
            math.isnan(mine) and math.isnan(other)
        )
    if isinstance(mine, list) and isinstance(other, list):
        return len(mine) == len(other) and all(map(_same, mine, other))
    if isinstance(mine, dict) and isinstance(other, dict):
        return mine.keys() == other.keys() and all(_same(mine[k], other[k]) for k in mine)
    return bool(mine == other)
