"""A table whose cells are coloured by their values, and rows of stacked shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from emokg.report.drawing.svg import chart, cut, element, text, title, width_of

ROW = 25
HEAD = 26
LETTERS = 26
STEPS = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """`tone` is 0 to 1 for a share, -1 to 1 for a difference; None is not coloured."""

    shown: str
    tone: float | None
    about: str
    class_: str = ""


def grid(
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Sequence[Sequence[Cell]],
    label: str,
    *,
    diverging: bool = False,
) -> str:
    """`cells[r][c]` under the heads of the columns, beside those of the rows.

    The tones are of shares unless they are `diverging`: differences from nothing, both ways.
    """
    left = max((width_of(cut(row, LETTERS)) for row in rows), default=0) + 12
    wide = max(52.0, max((width_of(name) for name in columns), default=0) * 12 / 13 + 4)
    parts = [
        text(left + (number + 0.5) * wide, HEAD - 9, name, anchor="middle", class_="tick")
        for number, name in enumerate(columns)
    ]
    for place, (row, line) in enumerate(zip(rows, cells, strict=True)):
        y = HEAD + place * ROW
        parts.append(text(left - 8, y + 17, cut(row, LETTERS), anchor="end"))
        for number, cell in enumerate(line):
            x = left + number * wide
            tone = tone_class(cell.tone, diverging=diverging)
            box = element(
                "rect",
                title(cell.about),
                x=x + 1,
                y=y + 1,
                width=wide - 2,
                height=ROW - 2,
                class_=f"mark cell {tone}",
            )
            words = text(
                x + wide / 2, y + 17, cell.shown, anchor="middle", class_=f"on {tone} {cell.class_}"
            )
            parts += [box, words]
    return chart(left + wide * len(columns) + 4, HEAD + ROW * len(rows) + 6, label, parts)


def tone_class(tone: float | None, *, diverging: bool) -> str:
    """The style sheet's name for a tone: `less5` … `less1`, `even`, `more1` … `more5`, `part5`."""
    if tone is None:
        return "none"
    step = round(max(-1.0, min(1.0, tone)) * STEPS)
    if step == 0:
        return "even"
    if step < 0:
        return f"less{-step}"
    return f"more{step}" if diverging else f"part{step}"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a stacked row: a share of the row's whole."""

    share: float
    about: str
    class_: str


def stacked(rows: Sequence[tuple[str, Sequence[Part]]], label: str) -> str:
    """Each row fills the width with its parts in their order."""
    left = max((width_of(cut(name, LETTERS)) for name, _ in rows), default=0) + 12
    width = 640
    parts = []
    for place, (name, shares) in enumerate(rows):
        y = 4 + place * 30
        parts.append(text(left - 8, y + 18, cut(name, LETTERS), anchor="end"))
        x = left
        for part in shares:
            long = part.share * (width - left - 4)
            parts.append(
                element(
                    "rect",
                    title(part.about),
                    x=x,
                    y=y + 2,
                    width=max(long - 1, 0.3),
                    height=24,
                    class_=f"mark {part.class_}",
                )
            )
            if long > 40:
                words = f"{part.share:.0%}"
                parts.append(text(x + long / 2, y + 18.5, words, anchor="middle", class_="on dark"))
            x += long
    return chart(width, 4 + 30 * len(rows) + 4, label, parts)
