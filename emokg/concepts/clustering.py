"""Phrases of one kind → concepts: each phrase joins the most alike leader, or leads itself.

Plain wordings come first, then those used most, so leaders are the usual wordings. A phrase is
only ever compared with leaders, so that no chain of small steps joins what is not alike; and with
leaders that share all words but one with it, or have a near word in the place of one: look-ups, not
comparisons of all pairs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from emokg.concepts.likeness import Likeness
from emokg.concepts.near_words import Near
from emokg.concepts.normal import Form, Normal, normal
from emokg.concepts.protection import Signature, conflict, signature
from emokg.records import ConceptMethod, MatchRelation


@dataclass(frozen=True)
class Match:
    """The concept of a phrase: the wording it is named by, and why the phrase is under it."""

    concept: str
    relation: MatchRelation
    score: float
    method: ConceptMethod


@dataclass(frozen=True)
class Concepts:
    """Matches by phrase (with concepts of at least two phrases, or with another concept below), and
    the wider concept by phrase."""

    matches: Mapping[str, Match]
    wider: Mapping[str, str]


def cluster(kind: str, uses: Mapping[str, int], near: Near, threshold: float) -> Concepts:
    """The concepts of the phrases of a kind, given how often each is used."""
    order = sorted(uses, key=lambda phrase: (-uses[phrase], len(phrase), phrase))
    normals = {phrase: normal(kind, phrase) for phrase in order}
    same: dict[Form, list[str]] = defaultdict(list)
    for phrase in order:
        if normals[phrase].form:
            same[normals[phrase].form].append(phrase)
    leaders = _Leaders(Likeness(same, near), threshold)
    times = {form: sum(uses[phrase] for phrase in phrases) for form, phrases in same.items()}
    found: dict[str, Match] = {}

    def leads(form: Form) -> tuple[bool, int, int, Form]:
        """Plain wordings first ("garden" before "garden setting"), then those used most."""
        return normals[same[form][0]].core != form, -times[form], len(form), form

    for form in sorted(same, key=leads):
        name = same[form][0]
        leader, score = leaders.place(name, normals[name])
        for phrase in same[form]:
            if leader == name or normals[leader].form == form:
                found[phrase] = Match(leader, "exactMatch", 1.0, "normal form")
            else:
                found[phrase] = Match(leader, "closeMatch", score, "likeness")
    wider = _wider(normals, same, found)
    return Concepts(_shared(found, wider), wider)


def _shared(found: Mapping[str, Match], wider: Mapping[str, str]) -> dict[str, Match]:
    """Matches with concepts that have more under them than their own wording."""
    shared = {match.concept for phrase, match in found.items() if match.concept != phrase}
    shared.update(wider.values())
    return {phrase: match for phrase, match in found.items() if match.concept in shared}


def _wider(
    normals: Mapping[str, Normal], same: Mapping[Form, list[str]], found: Mapping[str, Match]
) -> dict[str, str]:
    """The concept of each phrase's head, where that is another than the phrase's own.

    A head that is nobody's phrase names a concept if at least two concepts share it.
    """
    under: dict[Form, set[str]] = defaultdict(set)
    for phrase, said in normals.items():
        if said.head is not None:
            under[said.head].add(found[phrase].concept)
    wider: dict[str, str] = {}
    for phrase, said in normals.items():
        if said.head is None:
            continue
        if said.head in same:
            concept = found[same[said.head][0]].concept
        elif len(under[said.head]) > 1:
            concept = " ".join(said.head)
        else:
            continue
        if concept != found[phrase].concept:
            wider[phrase] = concept
    return wider


class _Leaders:
    """The wordings that concepts are named by so far, found by their words."""

    def __init__(self, likeness: Likeness, threshold: float) -> None:
        self._likeness = likeness
        self._threshold = threshold
        self._by_words: dict[Form, list[str]] = defaultdict(list)
        self._lacking: dict[Form, list[str]] = defaultdict(list)
        self._normals: dict[str, Normal] = {}
        self._said: dict[str, Signature] = {}

    def place(self, name: str, said: Normal) -> tuple[str, float]:
        """The leader that a wording belongs to, itself if none, and how alike they are."""
        mine = signature(said.form)
        best, score = name, 0.0
        for leader in self._near(said.core):
            theirs = self._normals[leader]
            if not self._likeness.about_alike(said.about, theirs.about):
                continue
            alike = self._likeness(said.form, theirs.form)
            if alike >= self._threshold and alike > score and _may_join(mine, self._said[leader]):
                best, score = leader, alike
        if best == name:
            self._lead(name, said)
        return best, score

    def _lead(self, name: str, said: Normal) -> None:
        self._normals[name] = said
        self._said[name] = signature(said.form)
        self._by_words[_key(said.core)].append(name)
        for word in sorted(set(said.core)):
            if len(said.core) > 1 and self._likeness.without(said.core, word) >= self._threshold:
                self._lacking[_lacking(said.core, word)].append(name)

    def _near(self, core: Form) -> Iterator[str]:
        """Leaders of the same words, of all but one, of one more, or of one that is near."""
        yield from self._by_words.get(_key(core), ())
        yield from self._lacking.get(_key(core), ())
        for word in sorted(set(core)):
            if len(core) > 1:
                yield from self._by_words.get(_lacking(core, word), ())
            for other in sorted(self._likeness.near.get(word, ())):
                changed = tuple(other if said == word else said for said in core)
                yield from self._by_words.get(_key(changed), ())


def _may_join(one: Signature, other: Signature) -> bool:
    """Stricter than `conflict`: "dark floor" is no floor either, so no member opposes another."""
    return one.sides == other.sides and conflict(one, other) is None


def _key(core: Form) -> Form:
    return tuple(sorted(core))


def _lacking(core: Form, word: str) -> Form:
    return tuple(sorted(said for said in core if said != word))
