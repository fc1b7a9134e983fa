"""The concepts that hold now, as tables for people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import pyarrow as pa

from emokg.concepts.building import KINDS
from emokg.concepts.log import Entry, Key, state
from emokg.errors import UnknownName
from emokg.records import ConceptKind
from emokg.table import Table
from emokg.taxonomy import normalize_phrase
from emokg.workspace import Workspace

NEVER = "no concepts are in the records; to find them: emokg concepts build"
_LISTED = pa.schema(
    [
        ("kind", pa.string()),
        ("concept", pa.string()),
        ("phrases", pa.int64()),
        ("narrower", pa.int64()),
        ("wider", pa.string()),
    ]
)
_MEMBERS = pa.schema(
    [
        ("kind", pa.string()),
        ("concept", pa.string()),
        ("phrase", pa.string()),
        ("relation", pa.string()),
        ("score", pa.float64()),
        ("method", pa.string()),
    ]
)


def concept_table(workspace: Workspace, kinds: Sequence[ConceptKind] = KINDS) -> Table:
    """A row a concept, those with most below them first.

    `phrases` match it, `narrower` phrases and concepts lie below it. Raises DamagedFile.
    """
    now = state(workspace.read("concepts"))
    phrases: dict[tuple[str, str], int] = defaultdict(int)
    narrower: dict[tuple[str, str], int] = defaultdict(int)
    wider: dict[tuple[str, str], str] = {}
    for key, entry in now.items():
        if entry.concept is None or key.kind not in kinds:
            continue
        if key.link == "match":
            phrases[key.kind, entry.concept] += 1
        elif _speaks(now, key):
            narrower[key.kind, entry.concept] += 1
            wider[key.kind, key.phrase] = entry.concept
    rows = [
        (kind, concept, phrases[kind, concept], narrower[kind, concept], wider.get((kind, concept)))
        for kind, concept in sorted(phrases.keys() | narrower.keys())
    ]
    rows.sort(key=lambda row: (kinds.index(row[0]), -(row[2] + row[3]), row[1]))
    return _table(rows, _LISTED, () if now else (NEVER,))


def members_table(workspace: Workspace, phrase: str, kinds: Sequence[ConceptKind] = KINDS) -> Table:
    """What lies under the concept that a phrase matches or names, and the wider one last.

    UnknownName where no concept has the phrase; DamagedFile.
    """
    now = state(workspace.read("concepts"))
    text = normalize_phrase(phrase)
    rows = []
    for kind in kinds:
        own = now.get(Key(kind, text, "match"))
        concept = own.concept if own and own.concept else text
        rows += sorted(
            (kind, concept, key.phrase, *entry[1:])
            for key, entry in now.items()
            if key.kind == kind and entry.concept == concept and _speaks(now, key)
        )
        above = now.get(Key(kind, concept, "wider"))
        if above and above.concept and rows:
            rows.append((kind, above.concept, concept, *above[1:]))
    if not rows:
        raise UnknownName(
            f"no concept has the phrase {phrase!r}",
            "it stands on its own; to see the concepts: emokg concepts show",
        )
    return _table(rows, _MEMBERS)


def _speaks(now: dict[Key, Entry], key: Key) -> bool:
    """A wider concept is said of a phrase on its own, and of the wording that names a concept."""
    own = now.get(Key(key.kind, key.phrase, "match"))
    return key.link == "match" or own is None or own.concept in (None, key.phrase)


def _table(
    rows: Sequence[tuple[object, ...]], schema: pa.Schema, notices: tuple[str, ...] = ()
) -> Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    return Table(pa.Table.from_arrays(arrays, schema=schema), notices)
