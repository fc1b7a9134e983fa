"""The log of concepts: what holds now, and the next step of it.

Nothing in the log is ever changed: a step says what is different from then on, and taking the last
step off gives back what was before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import pyarrow as pa

from emokg.records import ConceptKind, ConceptMethod, ConceptRelation
from emokg.records.tables import SCHEMAS


class Key(NamedTuple):
    """What an entry is about: the concept a phrase matches, or the wider one."""

    kind: ConceptKind
    phrase: str
    link: str


class Entry(NamedTuple):
    """What the log says of a key; without a concept, the phrase stands on its own."""

    concept: str | None
    relation: ConceptRelation | None
    score: float | None
    method: ConceptMethod

    @property
    def by_hand(self) -> bool:
        """Whether a person decided it; no build changes that."""
        return self.method == "by hand"


State = Mapping[Key, Entry]
_COLUMNS = SCHEMAS["concepts"].names


def state(log: pa.Table) -> dict[Key, Entry]:
    """What the latest step that speaks of each key says."""
    columns = [column.to_pylist() for column in log.sort_by("step").select(_COLUMNS[1:]).columns]
    rows = zip(*columns, strict=True)
    return {
        Key(kind, phrase, link): Entry(*entry) for kind, phrase, link, *entry in rows
    }  # a later row of a key takes the place of an earlier one


def last_step(log: pa.Table) -> int:
    """The number of the last step, 0 where there is none."""
    return max(log["step"].to_pylist(), default=0)


def next_step(log: pa.Table, wanted: State) -> pa.Table:
    """The step after which the log says what is wanted; no rows where it does already."""
    now = state(log)
    gone = {
        key: Entry(None, None, None, entry.method)
        for key, entry in now.items()
        if key not in wanted and entry.concept is not None
    }
    changed = {key: entry for key, entry in wanted.items() if now.get(key) != entry}
    return _table(last_step(log) + 1, sorted((gone | changed).items()))


def _table(step: int, entries: Iterable[tuple[Key, Entry]]) -> pa.Table:
    rows = [(step, *key, *entry) for key, entry in entries]
    columns = list(zip(*rows, strict=True)) or [()] * len(_COLUMNS)
    schema = SCHEMAS["concepts"]
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)
