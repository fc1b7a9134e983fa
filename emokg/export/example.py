"""One image with all that is exported of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

Explanation = dict[str, str | None]
"""One B-A-S triplet: `background`, `attribute`, `subject`."""


class Box(TypedDict):
    """A region: `bbox` xyxy in pixels of the original, `rle` compressed COCO counts of a mask of
    `size` height, width."""

    bbox: list[float]
    score: float | None
    area: float | None
    subject: str | None
    rle: str | None
    size: list[int] | None


@dataclass(frozen=True, slots=True)
class Example:
    """An image, its CES, and what explains it. `license` is the source's where it has none of its
    own; `file` is None where the picture is not at hand or was not asked for."""

    id: str
    emotion: str | None
    uri: str | None
    width: int | None
    height: int | None
    sha256: str | None
    source: str | None
    origin: str | None
    license: str
    credit: str | None
    description: str | None
    triplets: tuple[Explanation, ...]
    regions: tuple[Box, ...]
    file: Path | None = None
