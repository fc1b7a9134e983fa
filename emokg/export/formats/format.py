"""What a format is, and what it is given to write."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from emokg.export.example import Example
from emokg.export.manifest import Manifest, Pictures
from emokg.export.tasks import Turn


@dataclass(frozen=True, slots=True)
class Row:
    """An example; `turn` where the format has prompts."""

    example: Example
    turn: Turn | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a split goes: paths are relative to `folder`, all below or beginning with `split`."""

    folder: Path
    split: str
    pictures: Pictures
    categories: tuple[str, ...] = ()
    """What regions of the graph show, the same for every split; empty where no format asks."""


Write = Callable[[Iterable[Row], Place], Mapping[str, int]]
"""Writes one split; gives the examples in each file."""

Finish = Callable[[Path, Manifest], list[str]]
"""Writes the files about all splits; gives their paths."""


@dataclass(frozen=True)
class Format:
    """`pictures` are the ways it can hold them, the usual one first; `asks` where it has prompts,
    `has_categories` where it numbers what regions show, `needs_size` where an image must have one,
    `names_pictures` where a row without a picture means nothing to it."""

    write: Write
    pictures: tuple[Pictures, ...]
    asks: bool = False
    finish: Finish = lambda _folder, _manifest: []
    names_pictures: bool = False
    needs_size: bool = False
    has_categories: bool = False
