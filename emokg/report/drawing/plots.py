"""Points and lines in two dimensions: distributions, maps, and graphs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from emokg.report.drawing.scales import Scale, linear, logarithmic, tick_label
from emokg.report.drawing.svg import chart, cut, element, text, title, width_of

WIDTH, HEIGHT = 640, 420
LEFT, RIGHT, TOP, BOTTOM = 58, 12, 12, 46


@dataclass(frozen=True, slots=True)
class Line:
    """One series: points (x, y), x ascending."""

    name: str
    points: Sequence[tuple[float, float]]
    class_: str


def log_log(lines: Sequence[Line], label: str, x_axis: str, y_axis: str) -> str:
    """Lines on logarithmic axes, named at their ends by a legend."""
    xs = [x for line in lines for x, _ in line.points]
    ys = [y for line in lines for _, y in line.points]
    across = logarithmic(xs, LEFT, WIDTH - RIGHT)
    up = logarithmic(ys, HEIGHT - BOTTOM, TOP)
    up = Scale(up.low, 1.0, up.start, up.end, log=True)
    parts = _axes(across, up, x_axis, y_axis)
    for number, line in enumerate(lines):
        places = [(across(x), up(y)) for x, y in line.points]
        path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
        parts.append(element("path", title(line.name), d=path, class_=f"mark line {line.class_}"))
        y = TOP + 16 + number * 20
        key = {"x1": WIDTH - 150, "x2": WIDTH - 126, "y1": y - 4, "y2": y - 4}
        parts.append(element("line", class_=f"line {line.class_}", **key))
        parts.append(text(WIDTH - 120, y, line.name))
    return chart(WIDTH, HEIGHT, label, parts)


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of a map. `number` is its place among the details shown when it is pointed at."""

    x: float
    y: float
    class_: str
    number: int


def scatter(points: Sequence[Dot], label: str, x_axis: str, y_axis: str, details: str) -> str:
    """Points grouped by class; `details` names the list that tells what their numbers are of."""
    across = linear([p.x for p in points], LEFT + 6, WIDTH - RIGHT - 6, zero=False)
    up = linear([p.y for p in points], HEIGHT + 80 - BOTTOM - 6, TOP + 6, zero=False)
    parts = _axes(across, up, x_axis, y_axis)
    for class_ in sorted({point.class_ for point in points}):
        marks = [
            element("circle", cx=across(p.x), cy=up(p.y), r=3, data_i=str(p.number))
            for p in points
            if p.class_ == class_
        ]
        parts.append(element("g", *marks, class_=f"mark dots {class_}", data_of=details))
    return chart(WIDTH, HEIGHT + 80, label, parts)


@dataclass(frozen=True, slots=True)
class Node:
    """A node of a drawn graph; `weight` is 1 for the heaviest."""

    label: str
    weight: float
    class_: str
    about: str


def network(
    nodes: Mapping[int, Node],
    links: Mapping[tuple[int, int], float],
    places: Mapping[int, tuple[float, float]],
    label: str,
) -> str:
    """The nodes that have a place, links between them as wide as their weight (0 to 1).

    A name that would cover a heavier node's name is left out; pointing at the node tells it.
    """
    height = HEIGHT + 140
    across = linear([x for x, _ in places.values()], 70, WIDTH - 70, zero=False)
    up = linear([y for _, y in places.values()], height - 30, 24, zero=False)
    at = {number: (across(x), up(y)) for number, (x, y) in places.items()}
    parts = [
        element(
            "line",
            x1=at[one][0],
            y1=at[one][1],
            x2=at[other][0],
            y2=at[other][1],
            stroke_width=0.5 + 4 * weight,
            class_="link",
        )
        for (one, other), weight in sorted(links.items())
    ]
    names = []
    taken: list[tuple[float, float, float]] = []
    for number in sorted(at, key=lambda one: (-nodes[one].weight, one)):
        node, (x, y) = nodes[number], at[number]
        radius = 3.5 + 9 * node.weight**0.5
        dot = element(
            "circle", title(node.about), cx=x, cy=y, r=radius, class_=f"mark {node.class_}"
        )
        parts.append(dot)
        words, foot = cut(node.label, 18), y - radius - 3
        half = width_of(words) / 2
        if all(abs(foot - v) > 13 or abs(x - u) > half + w for u, v, w in taken):
            taken.append((x, foot, half))
            names.append(text(x, foot, words, anchor="middle", class_="halo"))
    return chart(WIDTH, height, label, [*parts, *names])


def _axes(across: Scale, up: Scale, x_axis: str, y_axis: str) -> list[str]:
    left, right, foot, top = LEFT, WIDTH - RIGHT, up.start, up.end
    parts = []
    for tick in across.ticks():
        x = across(tick)
        parts.append(element("line", x1=x, x2=x, y1=top, y2=foot, class_="grid"))
        parts.append(text(x, foot + 17, tick_label(tick), anchor="middle", class_="tick"))
    for tick in up.ticks():
        y = up(tick)
        parts.append(element("line", x1=left, x2=right, y1=y, y2=y, class_="grid"))
        parts.append(text(left - 6, y + 4, tick_label(tick), anchor="end", class_="tick"))
    parts.append(text((left + right) / 2, foot + 36, x_axis, anchor="middle", class_="axis"))
    middle = (top + foot) / 2
    turned = text(0, 0, y_axis, anchor="middle", class_="axis")
    parts.append(element("g", turned, transform=f"translate(13 {middle:.0f}) rotate(-90)"))
    return parts
