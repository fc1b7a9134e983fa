"""A phrase → its normal form: base forms of words, in an order that does not depend on style.

"dark, dense forests", "the dense dark forest" → ("dark", "dense", "forest").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from emokg.concepts.words import base_form, tokens, words

Form = tuple[str, ...]


@dataclass(frozen=True)
class Normal:
    """The normal form, its core without words that add nothing, what it is about, and its head.

    Phrases with one `form` are the same; `core` is where phrases that may be alike meet; phrases
    about different things (`about`) are not alike. `head` is the form of a wider term, None where
    the phrase is its own head or has none that widens its meaning.
    """

    form: Form
    core: Form
    about: str
    head: Form | None


def normal(kind: str, phrase: str) -> Normal:
    """The normal form of a phrase of a kind: background, attribute or subject."""
    said = _parts([base_form(word) for word in tokens(phrase)])
    parts = [_ordered(part, headed=kind != "attribute") for part in said]
    form = tuple(word for part in parts for word in part)
    # an attribute is not about one of its words more than another: "dark hollow", "hollow dark"
    about = _about(parts) if kind != "attribute" else ""
    return Normal(form, _core(parts) or form, about, _head(kind, parts, form))


def _parts(said: Sequence[str]) -> list[list[str]]:
    """A preposition starts a part of its own with what follows it."""
    known = words()
    parts: list[list[str]] = [[]]
    for word in said:
        if word in known.articles:
            continue
        if word in known.prepositions:
            parts.append([word])
        else:
            parts[-1].append(word)
    return [part for part in parts if part]


def _ordered(part: list[str], *, headed: bool) -> list[str]:
    """Modifiers sorted, the last word last if it is the head; words of manner before their own."""
    lead = part[:1] if part[0] in words().prepositions else []
    units: list[list[str]] = []
    shading: list[str] = []
    for word in part[len(lead) :]:
        shading.append(word)
        if not _shades(word):
            units.append(shading)
            shading = []
    if units:  # "smiling warmly" is "warmly smiling"
        units[-1] = shading + units[-1]
    elif shading:
        units = [shading]
    joint = [word for unit in units[1:2] for word in unit] if _is_list(units) else []
    listed = [unit for unit in units if unit[-1] not in ("and", "or")]
    tail = len(listed)
    while tail > 1 and listed[tail - 1][-1] in words().light:
        tail -= 1
    head = tail - 1 if headed and not joint else tail
    ordered = [*sorted(listed[:head]), *listed[head:]]
    return lead + [word for unit in ordered for word in unit] + joint


def _is_list(units: Sequence[Sequence[str]]) -> bool:
    """ "cat and dog": neither is the other's modifier."""
    return len(units) == 3 and units[1][-1] in ("and", "or")


def _shades(word: str) -> bool:
    return word in words().shading or (word.endswith("ly") and len(word) > 5)


def _core(parts: Sequence[Sequence[str]]) -> Form:
    """Without words that shade, and without those at the end of a part that add nothing."""
    return tuple(word for part in parts for word in _telling(part))


def _telling(part: Sequence[str]) -> list[str]:
    told = [word for word in part if word not in words().shading]
    while len(told) > 1 and told[-1] in words().light:
        told.pop()
    return told


def _about(parts: Sequence[Sequence[str]]) -> str:
    """The last word of the first part that says something; "" for a phrase without words."""
    told = [word for word in _telling(parts[0]) if word not in ("and", "or")] if parts else []
    return told[-1] if told else ""


def _head(kind: str, parts: Sequence[Sequence[str]], form: Form) -> Form | None:
    """The last word of the first part; None where it would mislead.

    An attribute is widened only by taking off words of manner: "slightly menacing" is menacing.
    """
    if not parts:
        return None
    first = parts[0]
    if first[0] in words().prepositions or "and" in first or "or" in first or len(form) < 2:
        return None
    *modifiers, head = first
    if head in words().light or _shades(head):
        return None
    if kind == "attribute":
        return (head,) if len(parts) == 1 and all(map(_shades, modifiers)) else None
    return None if _is_verbal(head, modifiers) else (head,)


def _is_verbal(head: str, modifiers: Sequence[str]) -> bool:
    """ "dog running": what ends in a participle has its noun before it; -ing nouns are few."""
    return bool(modifiers) and head.endswith(("ing", "ed")) and head not in words().nouns
