"""Texts and numbers as Java writes and reads them, which is what Neo4j shows."""

from __future__ import annotations

import re

_DOUBLE = re.compile(r"[+-]?(?:NaN|Infinity|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[fFdD]?)")
_INTEGER = re.compile(r"[+-]?\d+")
SPACES = "".join(map(chr, range(33)))
"""What `String.trim` of Java removes."""

WHITESPACE = (
    "".join(map(chr, [*range(9, 14), *range(28, 33), 0x1680, *range(0x2000, 0x2007)]))
    + "\u2008\u2009\u200a\u2028\u2029\u205f\u3000"
)
"""What `Character.isWhitespace` of Java holds for space: what Neo4j's trim() removes."""


def double_text(value: float) -> str:
    """`Double.toString`: `1.0`, `1.5E10`, `1.0E-4`, `NaN`, `Infinity`."""
    if value != value:
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "Infinity" if value > 0 else "-Infinity"
    if value == 0 or 1e-3 <= abs(value) < 1e7:
        text = repr(value)
        return text if "e" not in text else f"{value:f}"
    mantissa, _, exponent = f"{_shortest(value)}".partition("e")
    if "." not in mantissa:
        mantissa += ".0"
    return f"{mantissa}E{int(exponent)}"


def _shortest(value: float) -> str:
    """The shortest digits that give the value back, in scientific form."""
    for digits in range(17):
        text = f"{value:.{digits}e}"
        if float(text) == value:
            return text
    return f"{value:.17e}"


def parse_double(text: str) -> float | None:
    """`Double.parseDouble`, null where it would throw."""
    stripped = text.strip(SPACES)
    if not _DOUBLE.fullmatch(stripped):
        return None
    return float(stripped.rstrip("fFdD") if stripped[-1] in "fFdD" else stripped)


def is_integer(text: str) -> bool:
    """Whether `Long.parseLong` would read the text, but for its size."""
    return _INTEGER.fullmatch(text) is not None
