"""What keeps two phrases apart whatever their likeness: negation, numbers, colours, opposites."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from emokg.concepts.normal import Form
from emokg.concepts.words import negated, protected

Places = frozenset[tuple[int, int]]


@dataclass(frozen=True)
class Signature:
    """What of a phrase protects it. `fixed` has to be equal, `sides` may not oppose."""

    fixed: frozenset[str] = frozenset()
    sides: Places = frozenset()
    words: frozenset[str] = frozenset()


def signature(form: Form) -> Signature:
    """The signature of a normal form."""
    known = protected()
    fixed = known.negations | known.colors | known.numbers
    return Signature(
        frozenset(word for word in form if word in fixed or any(map(str.isdigit, word))),
        frozenset(place for word in form for place in known.sides.get(word, ())),
        frozenset(form),
    )


def conflict(one: Signature, other: Signature) -> str | None:
    """Why two phrases are kept apart, None where nothing does."""
    if one.fixed != other.fixed:
        return f"only one of them says {_listed(one.fixed ^ other.fixed)}"
    mine, theirs = one.words - other.words, other.words - one.words
    for word in sorted(mine | theirs):
        denied = negated(word)
        if denied is not None and denied in (theirs if word in mine else mine):
            return f"{word!r} is the opposite of {denied!r}"
    if _exclude(one.sides - other.sides, other.sides - one.sides):
        return "they say opposite things"
    return None


def _exclude(mine: Places, theirs: Places) -> bool:
    return any(line == other and side != its for line, side in mine for other, its in theirs)


def _listed(words: Iterable[str]) -> str:
    return ", ".join(repr(word) for word in sorted(words))
