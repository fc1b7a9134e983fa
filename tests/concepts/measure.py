"""The hand-labelled pairs, and what a threshold makes of them.

Words and threshold were chosen with `pairs.tsv` in view; what is in `held_out.tsv` was not.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from emokg.concepts.building import phrase_uses, words_company
from emokg.concepts.clustering import Concepts, cluster
from emokg.concepts.near_words import near_words
from emokg.concepts.words import base_form, tokens
from emokg.workspace import Workspace

HERE = Path(__file__).parent
PAIRS, HELD_OUT = HERE / "pairs.tsv", HERE / "held_out.tsv"
MERGED = ("exactMatch", "closeMatch")


@dataclass(frozen=True)
class Pair:
    """Two phrases of a kind, and what they are to one another."""

    kind: str
    a: str
    b: str
    relation: str


@dataclass(frozen=True)
class Score:
    """Of the pairs that were found, and of those that are there to find, the share that is both."""

    precision: float
    recall: float


def pairs(path: Path = PAIRS) -> list[Pair]:
    """The labelled pairs of a file."""
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    return [Pair(**row) for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]


class Sample:
    """The phrases of a workspace, to be clustered at any threshold."""

    def __init__(self, workspace: Workspace) -> None:
        known = words_company(workspace)
        self.uses = phrase_uses(workspace)
        self._near = {
            kind: near_words({base_form(w) for p in uses for w in tokens(p)}, known)
            for kind, uses in self.uses.items()
        }

    def concepts(self, threshold: float) -> dict[str, Concepts]:
        """The concepts by kind."""
        return {
            kind: cluster(kind, uses, self._near[kind], threshold)
            for kind, uses in self.uses.items()
        }


def found(concepts: Mapping[str, Concepts], pair: Pair) -> str:
    """The relation that the concepts give to a pair."""
    of = concepts[pair.kind]
    own = [of.matches[p].concept if p in of.matches else p for p in (pair.a, pair.b)]
    if own[0] == own[1]:
        both = {of.matches[p].relation for p in (pair.a, pair.b)}
        return "exactMatch" if both == {"exactMatch"} else "closeMatch"
    return "broadMatch" if of.wider.get(pair.a) == own[1] else "none"


def score(
    concepts: Mapping[str, Concepts], relations: tuple[str, ...], path: Path = PAIRS
) -> Score:
    """Precision and recall of some relations, taken as one, on the pairs of a file."""
    said = [
        (pair.relation in relations, found(concepts, pair) in relations) for pair in pairs(path)
    ]
    right = sum(true and seen for true, seen in said)
    return Score(right / max(1, sum(s for _, s in said)), right / sum(t for t, _ in said))


def curve(sample: Sample) -> list[tuple[float, Score]]:
    """Merged pairs at every threshold from 0.5 to 1."""
    steps = [n / 20 for n in range(10, 21)]
    return [(step, score(sample.concepts(step), MERGED)) for step in steps]
