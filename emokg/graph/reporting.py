"""How long work on rows says how far it is."""

from __future__ import annotations

from collections.abc import Callable

Report = Callable[[str, int, int], None]
"""Told the label or type at hand, the rows dealt with so far, and how many there are in all."""


def silent(table: str, done: int, total: int) -> None:
    """Report to nobody."""
