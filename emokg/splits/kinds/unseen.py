"""Testing on what was never seen together, or never seen: combinations, and attributes.

An image that has both what is held out and what is not fits into no split and is left out.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from emokg.errors import DataError
from emokg.splits.holding import held_things
from emokg.splits.order import ranks
from emokg.splits.plan import TEST, TRAIN, Plan
from emokg.splits.pool import NOWHERE, Ints, Outcome, Pool, Texts
from emokg.splits.stratify import stratified

Bools = NDArray[np.bool_]
MIXED = "has what is held out and what is not"
OFTEN = 2
"""Images that must have a part of a held-out pair: the one that is held out, and another."""
UNSEEN_PART = "has an attribute or a subject that train does not have"


def compositional(pool: Pool, plan: Plan) -> Outcome:
    """Test has attribute–subject pairs that no other split has; train has each of their parts.

    Raises DataError where no pair can be held out.
    """
    pairs, code = np.unique(_pairs(pool), return_inverse=True)
    split = _by_held_out(pool, plan, code, _recombined(pool, pairs))
    reason = np.full(len(pool), MIXED, "<U60")
    unseen = (split == TEST) & _has_unseen_part(pool, split == TRAIN)
    reason[unseen] = UNSEEN_PART
    split[unseen] = NOWHERE
    if not (split == TEST).any():
        raise _nothing("attribute–subject pair")
    return Outcome(split, reason)


def attribute_disjoint(pool: Pool, plan: Plan) -> Outcome:
    """No attribute of a test image is in another split. Raises DataError where that cannot be."""
    every = np.ones(len(pool.used.attributes), np.bool_)
    split = _by_held_out(pool, plan, pool.used.attribute, every)
    if not (split == TEST).any():
        raise _nothing("attribute")
    return Outcome(split, np.full(len(pool), MIXED, "<U60"))


def _nothing(what: str) -> DataError:
    return DataError(
        f"no {what} of the labelled images can be held out",
        "every image has one that many share, or there are no triplets: emokg stats",
    )


def _pairs(pool: Pool) -> Ints:
    """A number for each attribute with each subject."""
    return pool.used.attribute * len(pool.used.subjects) + pool.used.subject


def _pair_names(pool: Pool, pairs: Ints) -> list[str]:
    parts = zip(*(part.tolist() for part in np.divmod(pairs, len(pool.used.subjects))), strict=True)
    return [f"{pool.used.attributes[one]} + {pool.used.subjects[two]}" for one, two in parts]


def _recombined(pool: Pool, pairs: Ints) -> Bools:
    """Whether enough images have the attribute, and the subject, for train to have them too."""
    used = pool.used
    often = np.ones(len(pairs), np.bool_)
    for number, part in enumerate((used.attribute, used.subject)):
        of_images = np.unique(np.stack([used.row, part]), axis=1)[1]
        counts = np.bincount(of_images, minlength=int(part.max(initial=0)) + 1)
        often &= counts[np.divmod(pairs, len(used.subjects))[number]] >= OFTEN
    return often


def _by_held_out(pool: Pool, plan: Plan, code: Ints, allowed: Bools) -> Texts:
    """Hold things out until they fill the share of test; units with some of both have no split.

    `code[i]` is the number of a thing that image `used.row[i]` has; `allowed` says which things
    may be held out.
    """
    row = pool.used.row
    held = held_things(
        row, code, allowed, ranks(pool.ids, plan.seed, "held out"), _quota(pool, plan)
    )
    with_held, with_other, with_any = (np.zeros(len(pool), np.bool_) for _ in range(3))
    with_held[row[held[code]]] = True
    with_other[row[~held[code]]] = True
    with_any[row] = True
    kept = ~pool.units_of(with_held)
    if not kept.any():
        raise DataError("nothing is left to train on", "give test a smaller share: --ratios")
    split = np.full(len(pool), NOWHERE, "<U8")
    split[~pool.units_of(with_other | ~with_any)] = TEST
    split[kept] = stratified(pool, kept, plan.shares_without_test, plan.seed)
    return split


def _quota(pool: Pool, plan: Plan) -> int:
    return round(plan.shares[TEST] * len(pool))


def _has_unseen_part(pool: Pool, trained: Bools) -> Bools:
    used = pool.used
    unseen = np.zeros(len(pool), np.bool_)
    for part in (used.attribute, used.subject):
        seen = np.unique(part[trained[used.row]])
        unseen[used.row[~np.isin(part, seen)]] = True
    return unseen


def pairs_are_new(pool: Pool, split: Texts, _: Plan) -> list[str]:
    """Pairs of test that another split has, and parts of them that train does not have."""
    shared = _pair_names(pool, _shared(pool, split, _pairs(pool)))
    broken = [f"{pair} is in test and elsewhere" for pair in shared]
    unseen = (split == TEST) & _has_unseen_part(pool, split == TRAIN)
    return broken + [f"{name} has a part that train does not have" for name in pool.ids[unseen]]


def attributes_are_new(pool: Pool, split: Texts, _: Plan) -> list[str]:
    """Attributes of test that another split has."""
    shared = _shared(pool, split, pool.used.attribute)
    return [f"attribute {pool.used.attributes[one]} is in test and elsewhere" for one in shared]


def _shared(pool: Pool, split: Texts, thing: Ints) -> Ints:
    where = split[pool.used.row]
    tested = np.unique(thing[where == TEST])
    others = np.unique(thing[(where != TEST) & (where != NOWHERE)])
    return np.intersect1d(tested, others)
