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

    `unlabelled`: why a row that might have a label has none, for the summary. `more`: lines of
    further rows that were joined to the first.
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
    more: list[int] = field(default_factory=list)

    def agrees(self, other: Bundle) -> bool:
        """Whether two rows say the same of one image but for its triplets and regions."""
        return (
            (self.file, self.own_id, self.images) == (other.file, other.own_id, other.images)
            and (self.annotations, self.emotions) == (other.annotations, other.emotions)
            and len(self.vectors) == len(other.vectors)
            and all(map(Vector.same, self.vectors, other.vectors))
        )

    def join(self, other: Bundle) -> None:
        """Take the triplets and regions of a row that agrees, each once, numbered on from here."""
        names: dict[str | None, str | None] = {None: None}
        for triplet in other.triplets:
            known = next((each for each in self.triplets if _alike(each, triplet)), None)
            if known is None:
                position = len(self.triplets)
                told = {"id": _numbered(triplet.id, position), "position": position}
                known = triplet.model_copy(update=told)
                self.triplets.append(known)
            names[triplet.id] = known.id
        for region in other.regions:
            moved = region.model_copy(update={"triplet": names[region.triplet]})
            if not any(_alike(each, moved) for each in self.regions):
                told = {"id": _numbered(region.id, len(self.regions))}
                self.regions.append(moved.model_copy(update=told))
        if other.line is not None:
            self.more.append(other.line)


def _alike(one: Triplet | Region, other: Triplet | Region) -> bool:
    numbers = {"id", "position"}
    return one.model_dump(exclude=numbers) == other.model_dump(exclude=numbers)


def _numbered(id_: str, position: int) -> str:
    """`owner#t1` of another position."""
    owner, mark, number = id_.rpartition("#")
    return f"{owner}{mark}{number[0]}{position + 1}"


@dataclass(frozen=True, slots=True)
class Vector:
    """The DES vector of one image in one space."""

    space: str
    image: str
    values: NDArray[np.float32]

    def same(self, other: Vector) -> bool:
        """Whether both are one vector."""
        return self.space == other.space and np.array_equal(self.values, other.values)


@dataclass(frozen=True)
class Reading:
    """A source opened for reading: the files it consists of, and its rows."""

    files: tuple[Path, ...]
    rows: Iterator[Bundle | Reject]


def image_id(namespace: str, own_id: str) -> str:
    """`namespace:own-id` in lower case."""
    return f"{namespace}:{own_id.strip()}".lower()
