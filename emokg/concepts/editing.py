"""`concepts merge | split | undo`: what a person decides, as steps of the log."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pyarrow.compute as pc

from emokg.concepts.building import KINDS, phrase_uses
from emokg.concepts.log import Entry, Key, last_step, next_step, state
from emokg.concepts.normal import normal
from emokg.concepts.protection import conflict, signature
from emokg.concepts.writing import writing
from emokg.errors import UnknownName, UsageError
from emokg.records import ConceptKind, MatchRelation
from emokg.taxonomy import normalize_phrase
from emokg.workspace import Workspace


@dataclass(frozen=True)
class Edited:
    """The step, and how many entries of the log it adds (or, undone, takes off)."""

    step: int
    entries: int


def chosen_kind(name: str) -> ConceptKind:
    """The kind of phrase that is meant. Raises UnknownName."""
    for kind in KINDS:
        if kind == name:
            return kind
    raise UnknownName(f"no kind of phrase {name!r}", f"kinds of phrases: {', '.join(KINDS)}")


def merge(workspace: Workspace, kind: ConceptKind, phrase: str, other: str) -> Edited:
    """Put a phrase, with all that its concept has, under the concept of another phrase.

    UnknownName for a phrase that is not in the records; UsageError where the two are one already,
    or where two phrases that would meet are protected; DamagedFile.
    """
    uses = phrase_uses(workspace)[kind]
    moved, kept = (_known(uses, kind, text) for text in (phrase, other))
    entries = state(workspace.read("concepts"))
    concept = _concept(entries, kind, kept)
    if _concept(entries, kind, moved) == concept:
        raise UsageError(
            f"{moved!r} and {kept!r} are under one concept, {concept!r}",
            f"look: emokg concepts show {concept!r} --kind {kind}",
        )
    coming = _members(entries, kind, _concept(entries, kind, moved))
    there = _members(entries, kind, concept)
    for one in coming:
        for two in there:
            _refuse_protected(kind, one, two)
    for member in (*coming, *there):
        relation: MatchRelation = "exactMatch" if _same(kind, member, concept) else "closeMatch"
        entries[Key(kind, member, "match")] = Entry(concept, relation, None, "by hand")
    return _commit(workspace, entries)


def split(workspace: Workspace, kind: ConceptKind, phrase: str) -> Edited:
    """Take a phrase out of its concept; it stays on its own until it is merged by hand.

    UnknownName for a phrase that is not in the records; UsageError where it is on its own already;
    DamagedFile.
    """
    uses = phrase_uses(workspace)[kind]
    out = _known(uses, kind, phrase)
    entries = state(workspace.read("concepts"))
    concept = _concept(entries, kind, out)
    rest = [member for member in _members(entries, kind, concept) if member != out]
    if not rest:
        raise UsageError(
            f"{out!r} is under no concept with others",
            f"see what is: emokg concepts show --kind {kind}",
        )
    entries[Key(kind, out, "match")] = Entry(None, None, None, "by hand")
    if len(rest) == 1:
        del entries[Key(kind, rest[0], "match")]
    elif out == concept:
        name = min(rest, key=lambda member: (-uses[member], len(member), member))
        for member in rest:
            old = entries[Key(kind, member, "match")]
            entries[Key(kind, member, "match")] = old._replace(concept=name)
    return _commit(workspace, entries)


def undo(workspace: Workspace) -> Edited:
    """Take the last step off the log, whoever took it. UsageError where there is none."""
    with writing(workspace) as writer:
        log = workspace.read("concepts")
        step = last_step(log)
        if not step:
            raise UsageError(
                f"{workspace.root} has no step to undo", "find concepts: emokg concepts build"
            )
        kept = log.filter(pc.less(log["step"], step))
        for part in writer.base.tables["concepts"]:
            writer.replace("concepts", part, kept.slice(0, 0))
        writer.append("concepts", kept)
        writer.commit()
    return Edited(step, len(log) - len(kept))


def _commit(workspace: Workspace, wanted: dict[Key, Entry]) -> Edited:
    with writing(workspace) as writer:
        step = next_step(workspace.read("concepts"), wanted)
        writer.append("concepts", step)
        writer.commit()
    return Edited(step["step"][0].as_py(), len(step))


def _known(uses: Counter[str], kind: ConceptKind, text: str) -> str:
    phrase = normalize_phrase(text)
    if phrase not in uses:
        from difflib import get_close_matches

        near = get_close_matches(phrase, uses, n=3)
        meant = f"did you mean {', '.join(map(repr, near))}?" if near else "see what there is"
        raise UnknownName(f"no {kind} {text!r} in the records", f"{meant}: emokg concepts show")
    return phrase


def _concept(entries: dict[Key, Entry], kind: ConceptKind, phrase: str) -> str:
    entry = entries.get(Key(kind, phrase, "match"))
    return entry.concept if entry and entry.concept else phrase


def _members(entries: dict[Key, Entry], kind: ConceptKind, concept: str) -> list[str]:
    """The phrases under a concept; a phrase on its own is the one under itself."""
    found = [
        key.phrase
        for key, entry in entries.items()
        if key.kind == kind and key.link == "match" and entry.concept == concept
    ]
    return sorted(found) or [concept]


def _same(kind: ConceptKind, one: str, other: str) -> bool:
    return normal(kind, one).form == normal(kind, other).form


def _refuse_protected(kind: ConceptKind, one: str, other: str) -> None:
    why = conflict(*(signature(normal(kind, phrase).form) for phrase in (one, other)))
    if why is not None:
        raise UsageError(
            f"{one!r} and {other!r} never mean the same: {why}",
            f"take one out of its concept first: emokg concepts split {kind} {one!r}",
        )
