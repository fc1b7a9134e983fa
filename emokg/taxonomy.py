"""The vocabulary: Mikels' eight emotions (CES), and the normal form of a phrase.

Valence, arousal and angle place each emotion on the circle of Zhao et al., "Emotion-based
end-to-end matching" / circular-structured representation (Yang et al., CVPR 2021).
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

    Applying it twice changes nothing. A text of nothing but spaces and punctuation gives "".
    """
    if text.isascii():
        folded = text.lower()
    else:
        folded, previous = _fold(text), text
        while folded != previous:  # composing and folding each may undo the other, seldom twice
            folded, previous = _fold(folded), folded
    words = " ".join(folded.split())
    start, end = 0, len(words)
    while start < end and _is_outer(words[start]):
        start += 1
    while end > start and _is_outer(words[end - 1]):
        end -= 1
    return words[start:end]


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _is_outer(character: str) -> bool:
    return character == " " or unicodedata.category(character).startswith("P")
