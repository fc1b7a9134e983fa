"""Whether two engines gave the same rows."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

TOLERANCE = 1e-9

Rows = Sequence[Mapping[str, Any]]


def first_difference(ours: Rows, theirs: Rows, ordered: bool = True) -> str | None:
    """What differs first, in the order given or, where it means nothing, in one order for both;
    null when nothing does."""
    if not ordered:
        ours, theirs = sorted(ours, key=_key), sorted(theirs, key=_key)
    if len(ours) != len(theirs):
        return f"{len(ours):,} rows against {len(theirs):,}"
    for number, (mine, other) in enumerate(zip(ours, theirs, strict=True), start=1):
        if mine.keys() != other.keys():
            return f"columns {list(mine)} against {list(other)}"
        for name, value in mine.items():
            if not _same(value, other[name]):
                return f"row {number}, {name}: {value!r} against {other[name]!r}"
    return None


def _key(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """By the texts first: numbers may differ in their last digit."""
    texts = [(name, str(value)) for name, value in row.items() if not isinstance(value, float)]
    numbers = [(name, f"{value:.6g}") for name, value in row.items() if isinstance(value, float)]
    return sorted(texts) + sorted(numbers)


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
