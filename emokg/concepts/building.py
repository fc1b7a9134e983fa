"""`concepts build`: the phrases of the records, clustered, as the next step of the log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import get_args

import pyarrow.compute as pc

from emokg.concepts.clustering import Concepts, cluster
from emokg.concepts.distribution import Company, company
from emokg.concepts.log import Entry, Key, last_step, next_step, state
from emokg.concepts.near_words import near_words
from emokg.concepts.words import base_form, tokens
from emokg.concepts.writing import writing
from emokg.errors import DataError, UsageError
from emokg.records import ConceptKind
from emokg.workspace import Workspace

KINDS: tuple[ConceptKind, ...] = get_args(ConceptKind)
THRESHOLD = 0.9
"""Where precision on the hand-labelled pairs of the tests is high and recall has not yet fallen."""
LIKELY = 0.5
"""From here on an emotion is part of the company that the words of an image keep."""

Progress = Callable[[int, int | None], None]


@dataclass(frozen=True)
class Built:
    """By kind: phrases, concepts, phrases that match one, phrases that have a wider one."""

    phrases: dict[ConceptKind, int]
    concepts: dict[ConceptKind, int]
    matched: dict[ConceptKind, int]
    wider: dict[ConceptKind, int]
    step: int
    changed: int


def build_concepts(
    workspace: Workspace, threshold: float = THRESHOLD, progress: Progress | None = None
) -> Built:
    """Find concepts above the phrases. What was decided by hand stays; twice is the same as once.

    UsageError for a threshold outside 0.5 to 1; DataError where there are no phrases or another
    ingest is under way; DamagedFile.
    """
    if not 0.5 <= threshold <= 1:
        raise UsageError(
            f"a threshold of {threshold:g} cannot be used",
            f"phrases are alike from 0 to 1; give 0.5 to 1, for example {THRESHOLD}",
        )
    with writing(workspace) as writer:
        uses = phrase_uses(workspace)
        if not any(uses.values()):
            raise DataError(
                f"{workspace.root} has no phrases", "ingest triplets: emokg ingest PATH"
            )
        log = workspace.read("concepts")
        wanted = _wanted(uses, words_company(workspace), state(log), threshold, progress)
        step = next_step(log, wanted)
        if len(step):
            writer.append("concepts", step)
        writer.commit()
    number = last_step(log) + bool(len(step))
    return _summary(uses, wanted, number, len(step))


def phrase_uses(workspace: Workspace) -> dict[ConceptKind, Counter[str]]:
    """How often each phrase of each kind is said; subjects also of regions. Raises DamagedFile."""
    triplets = workspace.read("triplets", list(KINDS))
    uses = {kind: Counter[str]() for kind in KINDS}
    for kind in KINDS:
        columns = [triplets[kind]]
        if kind == "subject":
            columns.append(workspace.read("regions", ["subject"])["subject"])
        for column in columns:
            for said in pc.value_counts(column.drop_null()).to_pylist():
                uses[kind][said["values"]] += said["counts"]
    return uses


def words_company(workspace: Workspace) -> Company:
    """The company that words keep on the images of the records. Raises DamagedFile."""
    images: dict[str, set[str]] = {}
    triplets = workspace.read("triplets", ["image", *KINDS]).sort_by("image")
    for kind in KINDS:
        pairs = zip(triplets["image"].to_pylist(), triplets[kind].to_pylist(), strict=True)
        for image, phrase in pairs:
            if phrase is not None:
                images.setdefault(image, set()).update(map(base_form, tokens(phrase)))
    emotions = workspace.read("emotions", ["image", "emotion", "probability"])
    likely = emotions.filter(pc.greater_equal(emotions["probability"], LIKELY))
    pairs = zip(likely["image"].to_pylist(), likely["emotion"].to_pylist(), strict=True)
    for image, emotion in pairs:
        if image in images:
            images[image].add(f"emotion:{emotion}")
    return company([sorted(images[image]) for image in sorted(images)])


def _wanted(
    uses: Mapping[ConceptKind, Counter[str]],
    known: Company,
    now: Mapping[Key, Entry],
    threshold: float,
    progress: Progress | None,
) -> dict[Key, Entry]:
    """What the log is to say: by hand what was, and of the other phrases what is found."""
    by_hand = {key: entry for key, entry in now.items() if entry.by_hand}
    alone = {(key.kind, key.phrase) for key, entry in by_hand.items() if entry.concept is None}
    wanted: dict[Key, Entry] = {}
    for done, kind in enumerate(KINDS):
        if progress is not None:
            progress(done, len(KINDS))
        own = {phrase: n for phrase, n in uses[kind].items() if (kind, phrase) not in alone}
        words = {base_form(word) for phrase in own for word in tokens(phrase)}
        concepts = cluster(kind, own, near_words(words, known), threshold)
        wanted |= _entries(kind, concepts, by_hand)
    return {**wanted, **by_hand}


def _entries(kind: ConceptKind, found: Concepts, by_hand: Mapping[Key, Entry]) -> dict[Key, Entry]:
    """Entries of what was found; a concept that was merged by hand leads on to its new one."""

    def led(concept: str) -> str:
        decided = by_hand.get(Key(kind, concept, "match"))
        return decided.concept if decided and decided.concept else concept

    entries = {
        Key(kind, phrase, "match"): Entry(
            led(match.concept), match.relation, match.score, match.method
        )
        for phrase, match in found.matches.items()
    }
    matches = {**entries, **by_hand}
    for phrase, concept in found.wider.items():
        own = matches.get(Key(kind, phrase, "match"))
        if (own.concept if own else None) != led(concept):
            entries[Key(kind, phrase, "wider")] = Entry(led(concept), "broadMatch", None, "head")
    return entries


def _summary(
    uses: Mapping[ConceptKind, Counter[str]], wanted: Mapping[Key, Entry], step: int, changed: int
) -> Built:
    of: dict[str, dict[ConceptKind, list[str]]] = {
        link: {kind: [] for kind in KINDS} for link in ("match", "wider")
    }
    for key, entry in wanted.items():
        if entry.concept is not None:
            of[key.link][key.kind].append(entry.concept)
    return Built(
        phrases={kind: len(uses[kind]) for kind in KINDS},
        concepts={kind: len({*of["match"][kind], *of["wider"][kind]}) for kind in KINDS},
        matched={kind: len(of["match"][kind]) for kind in KINDS},
        wider={kind: len(of["wider"][kind]) for kind in KINDS},
        step=step,
        changed=changed,
    )
