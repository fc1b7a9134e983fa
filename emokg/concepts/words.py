"""The curated words of `data/`, read once, and single words in their base form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).parent / "data"
_TOKEN = re.compile(r"[^\W_]+")
_NEGATING = re.compile(r"(?:un|non|im|in|dis|ir)(.{4,})")


@dataclass(frozen=True)
class Words:
    """What `data/words.yaml` says of words in general."""

    forms: Mapping[str, str]
    light: frozenset[str]
    shading: frozenset[str]
    articles: frozenset[str]
    prepositions: frozenset[str]
    nouns: frozenset[str]


@dataclass(frozen=True)
class Protected:
    """What `data/protected.yaml` keeps apart; `sides` maps a word to its (line, side) places."""

    negations: frozenset[str]
    colors: frozenset[str]
    numbers: frozenset[str]
    sides: Mapping[str, frozenset[tuple[int, int]]]


@cache
def words() -> Words:
    """The words that need more than a dictionary."""
    said = _read("words.yaml")
    names = ("light", "shading", "articles", "prepositions", "nouns")
    return Words(said["forms"], *(frozenset(said[name]) for name in names))


@cache
def protected() -> Protected:
    """The words that keep phrases apart."""
    said = _read("protected.yaml")
    sides: dict[str, set[tuple[int, int]]] = {}
    for line, exclusive in enumerate(said["opposites"]):
        for side, members in enumerate(exclusive):
            for word in members:
                sides.setdefault(word, set()).add((line, side))
    return Protected(
        frozenset(said["negations"]),
        frozenset(said["colors"]),
        frozenset(said["numbers"]),
        {word: frozenset(places) for word, places in sides.items()},
    )


def _read(name: str) -> dict[str, Any]:
    import yaml

    said: dict[str, Any] = yaml.safe_load((_DATA / name).read_text(encoding="utf-8"))
    return said


def tokens(phrase: str) -> list[str]:
    """The words of a normalised phrase; hyphens divide, a possessive 's is dropped."""
    return _TOKEN.findall(re.sub(r"['’]s\b", "", phrase))


@cache
def base_form(word: str) -> str:
    """A plural as its singular, a spelling as the usual one; participles stay what they are.

    "frightening" and "frightened" have one lemma and opposite meanings, so only -s is taken off.
    """
    import simplemma

    forms = words().forms
    if word in forms:
        return forms[word]
    if not word.endswith("s") or word.endswith("ss") or len(word) < 4:
        return word
    return simplemma.lemmatize(word, "en")


def negated(word: str) -> str | None:
    """The word that this one denies by its prefix: "unhappy" gives "happy"."""
    found = _NEGATING.fullmatch(word)
    return found[1] if found else None
