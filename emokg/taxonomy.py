"""The vocabulary: Mikels' eight emotions (CES), and the normal form of a phrase.

The emotions stand on Mikels' wheel (Zhao et al., "Predicting personalized emotion perceptions of
social images", ACM MM 2016), drawn as a circle by Yang et al. (CVPR 2021): four positive and four
negative ones, 45 degrees apart. Neither gives them an arousal, so none is made up here.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from emokg.errors import UnknownName

CES: tuple[str, ...] = (
    "amusement",
    "anger",
    "awe",
    "contentment",
    "disgust",
    "excitement",
    "fear",
    "sadness",
)

POSITIVE = frozenset({"amusement", "awe", "contentment", "excitement"})
WHEEL: tuple[str, ...] = (
    "amusement",
    "contentment",
    "awe",
    "excitement",
    "fear",
    "sadness",
    "disgust",
    "anger",
)


def valence(emotion: str) -> float:
    """1 for a positive emotion, -1 for a negative one (Mikels et al. 2005)."""
    return 1.0 if emotion in POSITIVE else -1.0


def angle(emotion: str) -> float:
    """Degrees on the emotion circle, each emotion in the middle of its eighth."""
    return 22.5 + 45 * WHEEL.index(emotion)


_PARTNERS = {"(": ")", ")": "(", "[": "]", "]": "[", "{": "}", "}": "{"}


def emotion(name: str) -> str:
    """The CES called `name`, whatever its case. Raises UnknownName.

    By name only: the class orders that data sets and models publish differ.
    """
    folded = name.strip().lower()
    if folded not in CES:
        raise UnknownName(f"unknown emotion {name!r}", f"the eight emotions are: {', '.join(CES)}")
    return folded


@lru_cache(maxsize=65536)
def normalize_phrase(text: str) -> str:
    """The normal form of a phrase: NFKC, casefold, single spaces, no outer punctuation.

    A bracket whose partner is inside stays: "petting animal (not cat)". Applying it twice changes
    nothing. A text of nothing but spaces and punctuation gives "".
    """
    if text.isascii():
        folded = text.lower()
    else:
        folded, previous = _fold(text), text
        while folded != previous:  # composing and folding each may undo the other, seldom twice
            folded, previous = _fold(folded), folded
    words = " ".join(folded.split())
    while words:
        if _is_outer(words[0], words[1:-1]):
            words = words[1:]
        elif _is_outer(words[-1], words[1:-1]):
            words = words[:-1]
        else:
            break
    return words


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _is_outer(character: str, inside: str) -> bool:
    partner = _PARTNERS.get(character)
    if partner is not None and partner in inside:
        return False
    return character == " " or unicodedata.category(character).startswith("P")
