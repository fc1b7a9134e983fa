"""Quoting: the only way a name or a text reaches SQL."""

from __future__ import annotations

import math


def identifier(name: str) -> str:
    """A table or column name."""
    return '"' + name.replace('"', '""') + '"'


def text(value: str) -> str:
    """A string literal. NUL cannot stand in SQL text, so it is put together from `chr(0)`."""
    parts = ["'" + part.replace("'", "''") + "'" for part in value.split("\0")]
    return parts[0] if len(parts) == 1 else "(" + " || chr(0) || ".join(parts) + ")"


def number(value: int | float) -> str:
    """A BIGINT or DOUBLE literal."""
    if isinstance(value, int):
        return f"({value}::BIGINT)" if value >= 0 else f"('{value}'::BIGINT)"
    if math.isnan(value):
        return "('NaN'::DOUBLE)"
    if math.isinf(value):
        return "('Infinity'::DOUBLE)" if value > 0 else "('-Infinity'::DOUBLE)"
    return f"('{value!r}'::DOUBLE)"
