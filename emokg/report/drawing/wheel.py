"""The emotion circle: one sector an emotion, as large as its share; lines for mixtures."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from emokg.report.drawing.svg import chart, element, text, title

SIZE = 440
RADIUS = 150


@dataclass(frozen=True, slots=True)
class Sector:
    """`angle` in degrees, counter-clockwise from the right; the sector is an eighth wide."""

    name: str
    angle: float
    share: float
    about: str


@dataclass(frozen=True, slots=True)
class Chord:
    """Two emotions that images mix: `weight` is 1 for the most frequent mixture."""

    first: float
    second: float
    weight: float
    about: str


def wheel(sectors: Sequence[Sector], chords: Sequence[Chord], label: str) -> str:
    """The area of a sector is its share; the ring is where all would be equal."""
    middle = SIZE / 2
    most = max((sector.share for sector in sectors), default=0) or 1.0
    even = RADIUS * math.sqrt(1 / max(len(sectors), 1) / most)
    parts = []
    for sector in sectors:
        radius = RADIUS * math.sqrt(sector.share / most)
        shape = _sector(middle, radius, sector.angle - 21.5, sector.angle + 21.5)
        parts.append(element("path", title(sector.about), d=shape, class_=f"mark e-{sector.name}"))
    parts.append(element("circle", cx=middle, cy=middle, r=even, class_="reference"))
    for chord in chords:
        (x1, y1), (x2, y2) = (_place(middle, RADIUS + 8, a) for a in (chord.first, chord.second))
        parts.append(
            element(
                "path",
                title(chord.about),
                d=f"M{x1:.1f} {y1:.1f}Q{middle:.0f} {middle:.0f} {x2:.1f} {y2:.1f}",
                stroke_width=0.4 + 2.2 * chord.weight,
                class_="mark chord",
            )
        )
    for sector in sectors:
        x, y = _place(middle, RADIUS + 18, sector.angle)
        anchor = "start" if math.cos(math.radians(sector.angle)) > 0 else "end"
        parts.append(text(x, y + 5, sector.name, anchor=anchor))
    return chart(SIZE + 100, SIZE, label, [element("g", *parts, transform="translate(50 0)")])


def _place(middle: float, radius: float, angle: float) -> tuple[float, float]:
    turned = math.radians(angle)
    return middle + radius * math.cos(turned), middle - radius * math.sin(turned)


def _sector(middle: float, radius: float, start: float, end: float) -> str:
    (x1, y1), (x2, y2) = _place(middle, radius, start), _place(middle, radius, end)
    arc = f"A{radius:.1f} {radius:.1f} 0 0 0 {x2:.1f} {y2:.1f}"
    return f"M{middle:.0f} {middle:.0f}L{x1:.1f} {y1:.1f}{arc}Z"
