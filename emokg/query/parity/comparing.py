"""Whether two answers are the same, where they first differ, and one number that stands for one."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

Row = Mapping[str, Any]

TOLERANCE = 1e-9
"""Relative: engines add up doubles in different orders."""
NOTHING = 1e-12
"""What is no farther from 0 is 0."""
_DIGITS = 7
"""Significant digits that count for the hash: fewer than what the tolerance lets differ."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A row, its number from 1, as each side has it; None where one has fewer rows."""

    number: int
    left: Row | None
    right: Row | None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that differ; none where a row is missing."""
        if self.left is None or self.right is None:
            return ()
        left, right = self.left, self.right
        names = dict.fromkeys([*left, *right])
        return tuple(
            name
            for name in names
            if name not in left or name not in right or not _same(left[name], right[name])
        )

    def describe(self, left: str, right: str) -> str:
        """Both rows below each other, behind the names of the sides."""
        where = f" in {', '.join(self.columns)}" if self.columns else ""
        width = max(len(left), len(right))
        sides = ((left, self.left), (right, self.right))
        lines = [f"  {name:{width}}  {_shown(row)}" for name, row in sides]
        return "\n".join([f"row {self.number} differs{where}", *lines])


def differences(
    left: Sequence[Row], right: Sequence[Row], *, ordered: bool = True
) -> Iterator[Difference]:
    """Rows that differ, in order; where order means nothing, both sides in one order."""
    if not ordered:
        left, right = sorted(left, key=_key), sorted(right, key=_key)
    for number, (mine, other) in enumerate(zip_longest(left, right), start=1):
        found = Difference(number, mine, other)
        if mine is None or other is None or list(mine) != list(other) or found.columns:
            yield found


def fingerprint(rows: Sequence[Row], *, ordered: bool = True) -> str:
    """SHA-256 over the rows as JSON lines, doubles rounded; the same for rows of any order where
    order means nothing."""
    lines = [json.dumps(_rounded(row), ensure_ascii=False, allow_nan=True) for row in rows]
    whole = "\n".join(lines if ordered else sorted(lines))
    return hashlib.sha256(whole.encode()).hexdigest()


def _same(mine: Any, other: Any) -> bool:
    if isinstance(mine, bool) or isinstance(other, bool):
        return mine is other
    if isinstance(mine, float) and isinstance(other, int | float):
        return math.isclose(mine, other, rel_tol=TOLERANCE, abs_tol=NOTHING) or (
            math.isnan(mine) and math.isnan(other)
        )
    if isinstance(mine, list) and isinstance(other, list):
        return len(mine) == len(other) and all(map(_same, mine, other))
    if isinstance(mine, dict) and isinstance(other, dict):
        return mine.keys() == other.keys() and all(_same(mine[k], other[k]) for k in mine)
    return bool(mine == other)


def _key(row: Row) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """By the texts first: numbers may differ in their last digit."""
    texts = [(name, str(value)) for name, value in row.items() if not isinstance(value, float)]
    numbers = [(name, f"{value:.6g}") for name, value in row.items() if isinstance(value, float)]
    return sorted(texts), sorted(numbers)


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.{_DIGITS}g}") + 0.0 if abs(value) > NOTHING else 0.0
    if isinstance(value, list):
        return [_rounded(item) for item in value]
    if isinstance(value, Mapping):
        return {name: _rounded(item) for name, item in value.items()}
    return value


def _shown(row: Row | None) -> str:
    return "no such row" if row is None else json.dumps(row, ensure_ascii=False, default=str)
