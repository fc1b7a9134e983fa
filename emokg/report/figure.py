"""What a report is made of: sections of figures, each with its numbers and its questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Value = str | int | float | None
Kind = Literal["text", "count", "number", "share", "p"]


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: how its values are written, and what they mean."""

    name: str
    kind: Kind = "text"
    about: str = ""


@dataclass(frozen=True, slots=True)
class Numbers:
    """A table: what a figure draws, exactly."""

    heads: tuple[Head, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """The question behind a figure: a command or what it counts, and its Cypher."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. `chart` is SVG; None where the table says all there is.

    `legend` names colours: words, and the class of the marks that have the colour.
    """

    key: str
    title: str
    caption: str
    chart: str | None
    numbers: Numbers
    asked: tuple[Asked, ...] = ()
    legend: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Figures under one heading. `notes` say what is not there, and why."""

    key: str
    title: str
    lead: str
    figures: tuple[Figure, ...]
    notes: tuple[str, ...] = ()


def numbers(heads: Sequence[Head], rows: Sequence[Sequence[Value]]) -> Numbers:
    """A table from anything like lists. ValueError where a row has another length."""
    width = len(heads)
    for row in rows:
        if len(row) != width:
            raise ValueError(f"a row of {len(row)} values under {width} heads")
    return Numbers(tuple(heads), tuple(tuple(row) for row in rows))


def shown(value: Value, kind: Kind) -> str:
    """A value as people read it: `1,285`, `0.587`, `12.9 %`, `3.1e-07`; nothing for None."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if kind == "count":
        return f"{value:,.0f}"
    if kind == "share":
        return f"{value:.1%}".replace("%", "\u202f%")
    if kind == "p":
        return f"{value:.4f}" if value >= 1e-4 or value == 0 else f"{value:.1e}"
    return f"{value:.3f}".replace("-", "\u2212")
