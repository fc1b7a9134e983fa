"""The split that the data set was published with, less the training images that test has too.

Test images stay, so that results can be compared with published ones; of a unit that is in several
splits, those of val and train are left out.
"""

from __future__ import annotations

import numpy as np

from emokg.errors import DataError
from emokg.splits.plan import TEST, TRAIN, Plan
from emokg.splits.pool import NOWHERE, Outcome, Pool, Texts

UNPUBLISHED = "has no published split"
DUPLICATE = "near duplicate of an image in another published split"


def published(pool: Pool, _: Plan) -> Outcome:
    """The published split of every image that has one. Raises DataError where none has."""
    names = [str(name) for name in np.unique(pool.published) if name]
    if not names:
        raise DataError(
            "no labelled image has a published split", "make one: emokg split make standard"
        )
    split = pool.published.copy()
    taken = np.zeros(len(pool), np.bool_)
    for name in sorted(names, key=lambda name: (name != TEST, name == TRAIN, name)):
        here = (pool.published == name) & ~taken
        split[(pool.published == name) & taken] = NOWHERE
        taken |= pool.units_of(here)
    reason = np.where(pool.published == "", UNPUBLISHED, DUPLICATE)
    return Outcome(split, reason)


def as_published(pool: Pool, split: Texts, _: Plan) -> list[str]:
    """Images that are in another split than they were published in."""
    moved = (split != NOWHERE) & (split != pool.published)
    return [
        f"{pool.ids[row]} is in {split[row]}, published in {pool.published[row] or 'none'}"
        for row in np.flatnonzero(moved)
    ]
