"""How alike two normal forms are: the cosine of their words, rare words weighing more.

Words that are near one another (`near_words`) count as shared by their likeness: a soft cosine
(Sidorov et al. 2014) in which each word meets at most one other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import log, sqrt

from emokg.concepts.near_words import DIGITS, Near
from emokg.concepts.normal import Form
from emokg.concepts.words import words

LIGHT, SHADING, JOINING = 0.15, 0.3, 0.3
"""Of the weight that their rareness would give words that add nothing, shade, or only join."""


class Likeness:
    """Compares the normal forms of one kind, knowing how many of them have each word."""

    def __init__(self, forms: Iterable[Form], near: Near) -> None:
        self.near = near
        self._total = 0
        self._forms_with: Counter[str] = Counter()
        for form in forms:
            self._total += 1
            self._forms_with.update(set(form))

    def weight(self, word: str) -> float:
        """Inverse document frequency, less for words that say little."""
        known = words()
        rare = log(1 + self._total / (self._forms_with[word] or 1))
        if word in known.light:
            return LIGHT * rare
        if word in known.shading:
            return SHADING * rare
        return JOINING * rare if word in known.prepositions or word in ("and", "or") else rare

    def __call__(self, one: Form, other: Form) -> float:
        """0 to 1."""
        mine, theirs = (dict.fromkeys(form) for form in (one, other))
        shared = sum(self.weight(word) ** 2 for word in mine if word in theirs)
        left = [word for word in mine if word not in theirs]
        right = [word for word in theirs if word not in mine]
        if left and right:
            shared += self._met(left, right)
        return round(shared / (self._length(mine) * self._length(theirs)), DIGITS)

    def about_alike(self, one: str, other: str) -> bool:
        """Whether two phrases are about the same thing, by the words that say what."""
        return one == other or other in self.near.get(one, ())

    def without(self, form: Form, word: str) -> float:
        """How alike a form is to itself without one of its words."""
        whole = self._length(form)
        return sqrt(max(0.0, whole * whole - self.weight(word) ** 2)) / whole

    def _met(self, left: list[str], right: list[str]) -> float:
        pairs = sorted(
            ((self.near[a][b], a, b) for a in left if a in self.near for b in right
             if b in self.near[a]),
            key=lambda pair: (-pair[0], pair[1], pair[2]),
        )  # fmt: skip
        total, met = 0.0, set[str]()
        for likeness, a, b in pairs:
            if a not in met and b not in met:
                met |= {a, b}
                total += likeness * self.weight(a) * self.weight(b)
        return total

    def _length(self, form: Iterable[str]) -> float:
        return sqrt(sum(self.weight(word) ** 2 for word in form))
