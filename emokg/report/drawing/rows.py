"""One row a thing, its value along a horizontal axis: bars, and dots with intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from emokg.report.drawing.scales import Scale, linear, logarithmic, tick_label
from emokg.report.drawing.svg import chart, cut, element, text, title, width_of

ROW = 26
LETTERS = 26
WIDTH = 520
TOP = 8
BOTTOM = 40


@dataclass(frozen=True, slots=True)
class Mark:
    """A value with its interval, where there is one. `shown` is written at the right."""

    label: str
    value: float
    shown: str
    class_: str = "ink"
    low: float | None = None
    high: float | None = None


def bars(marks: Sequence[Mark], label: str, axis: str, reference: float | None = None) -> str:
    """Bars from zero, whiskers for intervals; a dashed line at the reference."""
    start, end = _ends(marks)
    held = [bound for mark in marks for bound in (mark.value, mark.high) if bound is not None]
    scale = linear([*held, *([] if reference is None else [reference])], start, end)
    parts = [*_axis(scale, len(marks), axis), *_reference(scale, len(marks), reference)]
    for number, mark in enumerate(marks):
        y = TOP + number * ROW
        bar = element(
            "rect",
            title(f"{mark.label}: {mark.shown}"),
            x=scale(0),
            y=y + 4,
            width=max(scale(mark.value) - scale(0), 0.5),
            height=ROW - 8,
            class_=f"mark {mark.class_}",
        )
        parts += [bar, *_interval(scale, mark, y, "whisker"), *_words(mark, start, y)]
    return chart(WIDTH, _height(marks), label, parts)


def dots(
    marks: Sequence[Mark],
    label: str,
    axis: str,
    *,
    log: bool = False,
    reference: float | None = None,
) -> str:
    """Dots with intervals, for what has no natural zero, or spans powers of ten (`log`)."""
    start, end = _ends(marks)
    bounds = (mark.low if mark.low is not None else mark.value for mark in marks)
    tops = (mark.high if mark.high is not None else mark.value for mark in marks)
    held = [*bounds, *tops, *([] if reference is None else [reference])]
    scale = logarithmic(held, start, end) if log else linear(held, start, end, zero=False)
    parts = [*_axis(scale, len(marks), axis), *_reference(scale, len(marks), reference)]
    for number, mark in enumerate(marks):
        y = TOP + number * ROW
        dot = element(
            "circle",
            title(f"{mark.label}: {mark.shown}"),
            cx=scale(mark.value),
            cy=y + ROW / 2,
            r=5,
            class_=f"mark {mark.class_}",
        )
        stem = element(
            "line",
            x1=start,
            x2=scale(mark.value),
            y1=y + ROW / 2,
            y2=y + ROW / 2,
            class_="stem",
        )
        interval = _interval(scale, mark, y, f"interval {mark.class_}")
        parts += [*(interval or [stem]), dot, *_words(mark, start, y)]
    return chart(WIDTH, _height(marks), label, parts)


def _ends(marks: Sequence[Mark]) -> tuple[float, float]:
    longest = max((width_of(cut(mark.label, LETTERS)) for mark in marks), default=0)
    widest = max((width_of(mark.shown) for mark in marks), default=0)
    return longest + 12, WIDTH - widest - 14


def _height(marks: Sequence[Mark]) -> float:
    return TOP + len(marks) * ROW + BOTTOM


def _axis(scale: Scale, rows: int, name: str) -> list[str]:
    foot = TOP + rows * ROW + 4
    parts = []
    for tick in scale.ticks():
        x = scale(tick)
        parts.append(element("line", x1=x, x2=x, y1=TOP, y2=foot, class_="grid"))
        parts.append(text(x, foot + 14, tick_label(tick), anchor="middle", class_="tick"))
    parts.append(
        text((scale.start + scale.end) / 2, foot + 31, name, anchor="middle", class_="axis")
    )
    return parts


def _reference(scale: Scale, rows: int, value: float | None) -> list[str]:
    if value is None:
        return []
    x = scale(value)
    return [element("line", x1=x, x2=x, y1=TOP, y2=TOP + rows * ROW + 4, class_="reference")]


def _interval(scale: Scale, mark: Mark, y: float, class_: str) -> list[str]:
    if mark.low is None or mark.high is None:
        return []
    low = scale(max(mark.low, scale.low))
    middle = y + ROW / 2
    return [element("line", x1=low, x2=scale(mark.high), y1=middle, y2=middle, class_=class_)]


def _words(mark: Mark, start: float, y: float) -> list[str]:
    baseline = y + ROW / 2 + 4.5
    return [
        text(start - 8, baseline, cut(mark.label, LETTERS), anchor="end"),
        text(WIDTH - 2, baseline, mark.shown, anchor="end", class_="value"),
    ]
