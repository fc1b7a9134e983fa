"""All that one source row says, as records; taken or refused as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from emokg.records import Annotation, Emotion, Image, Region, Triplet
from emokg.sources.reject import Reject


@dataclass(slots=True)
class Bundle:
    """The records of one row. `own_id` is the id that the file uses, for messages.

    `unlabelled`: why a row that might have a label has none, for the summary.
    """

    file: str
    line: int | None
    own_id: str
    images: list[Image] = field(default_factory=list)
    annotations: list[Annotation] = field(default_factory=list)
    triplets: list[Triplet] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)
    emotions: list[Emotion] = field(default_factory=list)
    vectors: list[Vector] = field(default_factory=list)
    unlabelled: str | None = None


@dataclass(frozen=True, slots=True)
class Vector:
    """The DES vector of one image in one space."""

    space: str
    image: str
    values: NDArray[np.float32]


@dataclass(frozen=True)
class Reading:
    """A source opened for reading: the files it consists of, and its rows."""

    files: tuple[Path, ...]
    rows: Iterator[Bundle | Reject]


def image_id(namespace: str, own_id: str) -> str:
    """`namespace:own-id` in lower case."""
    return f"{namespace}:{own_id.strip()}".lower()
