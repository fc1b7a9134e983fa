"""The kinds of splits by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from emokg.errors import UnknownName, UsageError
from emokg.splits.kinds import few_shot, held_out, published, standard, unseen
from emokg.splits.plan import Plan
from emokg.splits.pool import Outcome, Pool, Texts

Assign = Callable[[Pool, Plan], Outcome]
Check = Callable[[Pool, Texts, Plan], list[str]]


@dataclass(frozen=True)
class Kind:
    """How images are assigned, what is promised, and what finds the promise broken.

    `takes` are the options that mean something to it, beside the seed.
    """

    promise: str
    assign: Assign
    broken: Check
    takes: frozenset[str] = frozenset({"ratios"})


KINDS: Mapping[str, Kind] = {
    "standard": Kind(
        "splits have every CES and source in their shares as far as the groups allow: divergence",
        standard.standard,
        standard.nothing_more,
    ),
    "source-held-out": Kind(
        "no source of test is in another split",
        held_out.source_held_out,
        held_out.sources_apart,
        frozenset({"ratios", "hold_out"}),
    ),
    "compositional": Kind(
        "no attribute-subject pair of test is in another split; train has each of their parts",
        unseen.compositional,
        unseen.pairs_are_new,
    ),
    "attribute-disjoint": Kind(
        "no attribute of test is in another split",
        unseen.attribute_disjoint,
        unseen.attributes_are_new,
    ),
    "generated-held-out": Kind(
        "test is generated, the others are natural",
        held_out.generated_held_out,
        held_out.origins_apart,
    ),
    "few-shot": Kind(
        "k images of each CES in train and in val",
        few_shot.few_shot,
        few_shot.k_each,
        frozenset({"k"}),
    ),
    "k-fold": Kind("k equal folds", standard.k_fold, standard.nothing_more, frozenset({"k"})),
    "published": Kind(
        "every image is in the split it was published in",
        published.published,
        published.as_published,
        frozenset(),
    ),
}
"""Every kind also promises that no component of near duplicates is in two splits."""


def find_kind(name: str) -> Kind:
    """The kind called so. Raises UnknownName."""
    if name not in KINDS:
        raise UnknownName(f"no kind of split {name!r}", f"kinds: {', '.join(KINDS)}")
    return KINDS[name]


def refuse_idle(name: str, given: Mapping[str, object]) -> None:
    """Raises UsageError for a given option that means nothing to the kind."""
    kind = find_kind(name)
    for option, value in given.items():
        if value and option not in kind.takes:
            takes = ", ".join(sorted(kind.takes)) or "nothing but a name"
            raise UsageError(
                f"{option} means nothing to the kind {name}", f"{name} takes {takes}; leave it out"
            )
