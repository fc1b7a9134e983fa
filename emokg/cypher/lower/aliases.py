"""Which tables a piece of SQL reads, found in its text; what is quoted is none of it."""

from __future__ import annotations

import re

QUOTED = r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\""
COLUMN = re.compile(rf"({QUOTED})|(?<![\w.$])([a-z]+\d+)\.(\w+|\"(?:[^\"]|\"\")*\")")
"""Something quoted; or an alias and its column."""


def aliases_in(text: str) -> set[str]:
    """The tables whose columns an SQL expression reads."""
    return {found[2] for found in COLUMN.finditer(text) if found[2]}
