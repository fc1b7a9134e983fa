"""One range of rows on the server made equal to ours, in transactions of bounded size.

What the server holds of the range is read in the transaction that changes it, so running it again
after a cut connection, whether before or after its commit, gives the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import neo4j

from emokg.graph.neo4j import ledger
from emokg.graph.neo4j.chunks import MOST, Chunk, part_of
from emokg.graph.neo4j.columns import batch_of, rows_of
from emokg.graph.neo4j.statements import Part

READ_AT_MOST = MOST
"""Rows of the server that one transaction looks at; a range where it has more takes several."""

Row = list[Any]


@dataclass(frozen=True)
class Changes:
    """How many rows were made, changed and removed; `kept` are those that remain to be removed."""

    created: int = 0
    updated: int = 0
    removed: int = 0
    kept: int = 0

    def __add__(self, other: Changes) -> Changes:
        return Changes(
            self.created + other.created,
            self.updated + other.updated,
            self.removed + other.removed,
            self.kept + other.kept,
        )


@dataclass(frozen=True)
class Writer:
    """Writes for one push. `fresh`: the server holds no row of this part yet.

    Without `remove` rows that are not ours stay, and their range is not remembered as arrived.
    """

    part: Part
    run: str
    fresh: bool
    remove: bool

    def write(self, session: neo4j.Session, chunk: Chunk) -> Changes:
        """Make the range equal. Raises DataError where another push has taken over."""
        changes = Changes()
        place: str | None = chunk.start
        while place is not None:
            done, place = session.execute_write(self._step, chunk, place, changes.kept)
            changes += done
        return changes

    def _step(
        self, tx: neo4j.ManagedTransaction, chunk: Chunk, start: str, kept: int
    ) -> tuple[Changes, str | None]:
        ledger.claim(tx, self.run)
        theirs, end = ([], None) if self.fresh else self._read(tx, start, chunk.end)
        ours = chunk.rows if end is None and start == chunk.start else part_of(chunk, start, end)
        changes = self._apply(tx, rows_of(ours), theirs)
        if end is None:
            ledger.forget(tx, self.part.name, chunk.start, chunk.end)
            if kept + changes.kept == 0:
                ledger.remember(tx, self.part.name, chunk)
        return changes, end

    def _read(
        self, tx: neo4j.ManagedTransaction, start: str, end: str | None
    ) -> tuple[list[Row], str | None]:
        """The server's rows, and from where it has more that were not looked at."""
        text = self.part.read_on if end is None else self.part.read
        limit = READ_AT_MOST
        while True:
            found = tx.run(text, start=start, end=end, limit=limit).values()
            if len(found) < limit:
                return self._typed(found), None
            more = str(found[-1][0])
            if more != start:
                return self._typed([row for row in found if row[0] != more]), more
            limit *= 2  # one start has more relationships than that

    def _typed(self, rows: Sequence[Sequence[Any]]) -> list[Row]:
        return rows_of(batch_of(self.part.schema, rows, self.part.table))

    def _apply(self, tx: neo4j.ManagedTransaction, ours: list[Row], theirs: list[Row]) -> Changes:
        keys = self.part.keys
        held = {tuple(row[:keys]): row for row in theirs}
        doubled = len(held) < len(theirs)
        stale = list(held) if doubled else list(held.keys() - {tuple(row[:keys]) for row in ours})
        if doubled:  # rows that are there twice are all made anew
            held = {}
        stale_rows = [list(key) for key in stale] if self.remove or keys == 2 else []
        new = [row for row in ours if tuple(row[:keys]) not in held]
        changed = [row for row in ours if held.get(tuple(row[:keys]), row) != row]
        for text, rows in (
            (self.part.delete, stale_rows),
            (self.part.create, new),
            (self.part.update, changed),
        ):
            if rows and text is not None:
                tx.run(text, rows=rows).consume()
        kept = len(stale) - len(stale_rows)
        return Changes(len(new), len(changed), len(stale_rows), kept)
