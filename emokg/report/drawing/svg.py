"""Elements of SVG."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

WIDE, NARROW = 9.8, 7.7
"""How wide capitals and other letters are at the type size of the charts (13), at most on average:
the page takes whatever face the reader's system has."""


def element(name: str, *content: str, **attributes: str | float | None) -> str:
    """One element; `class_` and names with `_` become attributes, None leaves one out."""
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_attribute(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inside = "".join(content)
    return f"<{name}{given}>{inside}</{name}>" if inside else f"<{name}{given}/>"


def text(x: float, y: float, words: str, *, anchor: str = "start", class_: str = "") -> str:
    """Words at a place; `anchor` is start, middle or end."""
    where = None if anchor == "start" else anchor
    return element("text", escape(words), x=x, y=y, text_anchor=where, class_=class_ or None)


def title(words: str) -> str:
    """What a mark says when it is pointed at."""
    return element("title", escape(words))


def chart(width: float, height: float, label: str, parts: Iterable[str]) -> str:
    """The whole drawing. It shrinks to two thirds on a small screen, then scrolls."""
    return element(
        "svg",
        *parts,
        viewBox=f"0 0 {_attribute(width)} {_attribute(height)}",
        role="img",
        aria_label=label,
        style=f"max-width:{width * 1.2:.0f}px;min-width:{width * 0.63:.0f}px",
    )


def width_of(words: str) -> float:
    """The room that words take in a chart, at most."""
    return sum(WIDE if letter.isupper() or letter == "_" else NARROW for letter in words)


def cut(words: str, letters: int) -> str:
    """At most so many letters, an ellipsis where more were."""
    return words if len(words) <= letters else words[: letters - 1].rstrip() + "…"


def _attribute(value: str | float) -> str:
    if isinstance(value, str):
        return escape(value)
    return f"{value:.2f}".rstrip("0").rstrip(".")
