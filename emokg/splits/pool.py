"""The images that can be split, as columns; and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Texts = NDArray[np.str_]
NOWHERE = ""
"""The split of an image that is left out."""


@dataclass(frozen=True)
class Used:
    """Which images use what: image `row[i]` has a triplet of `attribute[i]` and `subject[i]`.

    Both are numbers: those of the phrases `attributes` and `subjects`.
    """

    row: Ints
    attribute: Ints
    subject: Ints
    attributes: Sequence[str]
    subjects: Sequence[str]


@dataclass(frozen=True)
class Pool:
    """Images that have a CES label, sorted by id; "" where one says nothing.

    `unit` numbers the components of near duplicates: images of one unit show nearly the same.
    """

    ids: Texts
    emotion: Texts
    source: Texts
    origin: Texts
    published: Texts
    unit: Ints
    used: Used

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def stratum(self) -> Ints:
        """A number for each CES × source."""
        return codes(np.char.add(np.char.add(self.emotion, " "), self.source))

    def units_of(self, rows: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """The rows of every unit that has one of `rows`."""
        return np.isin(self.unit, self.unit[rows])


@dataclass(frozen=True)
class Outcome:
    """The split of every image of the pool, and why those without one have none."""

    split: Texts
    reason: Texts | None = None
    """None where none is left out."""

    @property
    def left_out(self) -> dict[str, int]:
        """How many images were left out, by reason."""
        if self.reason is None:
            return {}
        reasons, counts = np.unique(self.reason[self.split == NOWHERE], return_counts=True)
        return dict(zip(reasons.tolist(), counts.tolist(), strict=True))


def codes(values: Texts) -> Ints:
    """A number for each value, in the order of the values."""
    return np.unique(values, return_inverse=True)[1].astype(np.int64)
