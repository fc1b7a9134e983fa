"""Words that are written alike and keep the same company: "snow" and "snowy", "cloud" and "cloudy".

Alike is the cosine of their character n-grams; the company they keep (`distribution`) corrects it
the more, the better it is known. Only words with the same first letters are compared, so the work
grows with the words that share them and not with all pairs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations
from math import log, sqrt

from emokg.concepts.distribution import Company
from emokg.concepts.words import protected

FIRST_LETTERS = 3
SIZES = (2, 3, 4)
LEAST = 0.6
DIGITS = 4
"""Of a likeness; beyond, the order of a sum shows."""

Near = Mapping[str, Mapping[str, float]]


def near_words(words: Iterable[str], company: Company) -> Near:
    """Every word's near words, with their likeness from `LEAST` to 1.

    Words that `data/protected.yaml` names are near none.
    """
    known = protected()
    kept_apart = known.sides.keys() | known.colors | known.numbers | known.negations
    grams = {word: _grams(word) for word in sorted(set(words) - kept_apart)}
    seen = Counter(gram for found in grams.values() for gram in found)
    vectors = {word: _weighted(found, seen, len(grams)) for word, found in grams.items()}
    blocks: dict[str, list[str]] = defaultdict(list)
    for word in vectors:
        if len(word) > FIRST_LETTERS and word.isalpha():
            blocks[word[:FIRST_LETTERS]].append(word)
    near: dict[str, dict[str, float]] = defaultdict(dict)
    for block in blocks.values():
        for one, other in combinations(block, 2):
            written = _dot(vectors[one], vectors[other])
            if written < LEAST / 2:
                continue
            kept, trust = company.likeness(one, other)
            likeness = round(written * (1 - trust / 2) + kept * trust / 2, DIGITS)
            if likeness >= LEAST:
                near[one][other] = near[other][one] = likeness
    return near


def _grams(word: str) -> Counter[str]:
    edged = f"^{word}$"
    return Counter(edged[at : at + size] for size in SIZES for at in range(len(edged) - size + 1))


def _weighted(grams: Counter[str], seen: Counter[str], words: int) -> dict[str, float]:
    weights = {gram: times * log(1 + words / seen[gram]) for gram, times in grams.items()}
    length = sqrt(sum(weight * weight for weight in weights.values()))
    return {gram: weight / length for gram, weight in weights.items()}


def _dot(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    return sum(weight * other[gram] for gram, weight in one.items() if gram in other)
