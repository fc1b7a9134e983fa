"""Testing on pictures of a kind that was never trained on: a source, or generated ones.

A near duplicate of a held-out image is no test image and may not be trained on: it is left out.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from emokg.errors import DataError, UnknownName
from emokg.splits.order import ranks
from emokg.splits.plan import TEST, Plan
from emokg.splits.pool import NOWHERE, Outcome, Pool, Texts
from emokg.splits.stratify import stratified

GENERATED, NATURAL = "generated", "natural"
DUPLICATE = "near duplicate of a held-out image"
UNKNOWN_ORIGIN = "neither natural nor generated, as far as is known"


def source_held_out(pool: Pool, plan: Plan) -> Outcome:
    """Test is all of some sources. Raises UnknownName, DataError."""
    sources, counts = np.unique(pool.source, return_counts=True)
    for name in plan.hold_out:
        if name not in sources:
            raise UnknownName(
                f"no source {name!r} among the labelled images", f"sources: {', '.join(sources)}"
            )
    chosen = plan.hold_out
    if not chosen:
        wanted = plan.shares[TEST] * len(pool)
        place = ranks(sources.tolist(), plan.seed, "held-out source")
        chosen = (str(sources[np.lexsort((place, np.abs(counts - wanted)))[0]]),)
    return _held_out(pool, plan, np.isin(pool.source, chosen), np.zeros(len(pool), np.bool_))


def generated_held_out(pool: Pool, plan: Plan) -> Outcome:
    """Test is all generated images, and train and val natural ones. Raises DataError."""
    unknown = (pool.origin != GENERATED) & (pool.origin != NATURAL)
    return _held_out(pool, plan, pool.origin == GENERATED, unknown)


def _held_out(
    pool: Pool, plan: Plan, held: NDArray[np.bool_], unknown: NDArray[np.bool_]
) -> Outcome:
    split = np.full(len(pool), NOWHERE, "<U8")
    reason = np.where(unknown, UNKNOWN_ORIGIN, DUPLICATE)
    split[held] = TEST
    rest = ~pool.units_of(held) & ~unknown
    if not held.any() or not rest.any():
        raise DataError(
            "nothing is left to train on" if held.any() else "no image is to be held out",
            "look at the sources and origins of the labelled images: emokg stats",
        )
    split[rest] = stratified(pool, rest, plan.shares_without_test, plan.seed)
    return Outcome(split, reason)


def sources_apart(pool: Pool, split: Texts, _: Plan) -> list[str]:
    """Sources that are in test and in another split."""
    tested = np.unique(pool.source[split == TEST])
    others = np.unique(pool.source[(split != TEST) & (split != NOWHERE)])
    return [f"source {name} is in test and elsewhere" for name in np.intersect1d(tested, others)]


def origins_apart(pool: Pool, split: Texts, _: Plan) -> list[str]:
    """Test images that are not generated, and others that are not natural."""
    wrong = (split != NOWHERE) & (pool.origin != np.where(split == TEST, GENERATED, NATURAL))
    return [
        f"{pool.ids[row]} is in {split[row]}, its origin is {pool.origin[row] or 'unknown'}"
        for row in np.flatnonzero(wrong)
    ]
