"""What the server remembers of pushes: a node a range of rows, written with the rows themselves.

The nodes carry the label `_EmoKGPush`, which no other node has and which is no part of the graph.
One of them, `push`, names the push under way: a later push takes it over, and the earlier one
finds that out before it writes anything more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import neo4j

from emokg.errors import DataError
from emokg.graph.neo4j.chunks import Chunk
from emokg.graph.neo4j.connecting import Server

LABEL = "_EmoKGPush"
_SEPARATOR, _AFTER = "\x1f", "\x20"
CONSTRAINT = f"CREATE CONSTRAINT emokg_push_id IF NOT EXISTS FOR (n:{LABEL}) REQUIRE n.id IS UNIQUE"


@dataclass(frozen=True)
class Entry:
    """One range that arrived whole."""

    end: str | None
    fingerprint: str
    rows: int


Ledger = dict[str, dict[str, Entry]]
"""Entries by part, then by the start of the range."""


@dataclass(frozen=True)
class State:
    """How the last push left the server; `records` is the fingerprint of what it pushed."""

    complete: bool
    records: str


def read(server: Server) -> Ledger:
    """Everything that is remembered."""
    rows = server.ask(
        f"MATCH (n:{LABEL}) WHERE n.part IS NOT NULL "
        "RETURN n.part, n.start, n.end, n.fingerprint, n.rows"
    )
    ledger: Ledger = {}
    for part, start, end, fingerprint, count in rows:
        ledger.setdefault(part, {})[start] = Entry(end, fingerprint, count)
    return ledger


def rows(ledger: Ledger, table: str) -> int:
    """How many rows of a label or type have arrived."""
    parts = (part for name, part in ledger.items() if name.partition(":")[0] == table)
    return sum(entry.rows for part in parts for entry in part.values())


def state(server: Server) -> State | None:
    """None where no push ever began."""
    rows = server.ask(f"MATCH (n:{LABEL} {{id: 'push'}}) RETURN n.complete, n.records")
    return State(*rows[0]) if rows else None


def begin(server: Server, run: str, records: str) -> None:
    """Take over: from here on only the push named `run` writes."""
    server.order(CONSTRAINT)
    server.order(
        f"MERGE (n:{LABEL} {{id: 'push'}}) "
        "SET n.run = $run, n.complete = false, n.records = $records, n.steps = 0",
        run=run,
        records=records,
    )


def claim(tx: neo4j.ManagedTransaction, run: str) -> None:
    """Hold the server's lock on pushing until the transaction ends.

    DataError where another push has taken over.
    """
    text = f"MATCH (n:{LABEL} {{id: 'push'}}) SET n.steps = n.steps + 1 WITH n RETURN n.run"
    if tx.run(text).value() != [run]:
        raise DataError(
            "another push to this server has begun, so this one has stopped",
            "wait until it has ended; what has arrived is not sent again",
        )


def finish(server: Server, run: str) -> None:
    """Say that everything is there."""
    with server.session() as session:
        session.execute_write(_finish, run)


def _finish(tx: neo4j.ManagedTransaction, run: str) -> None:
    claim(tx, run)
    tx.run(f"MATCH (n:{LABEL} {{id: 'push'}}) SET n.complete = true").consume()


def forget(tx: neo4j.ManagedTransaction, part: str, start: str, end: str | None) -> None:
    """Entries that begin in [start, end)."""
    tx.run(
        f"MATCH (n:{LABEL}) WHERE n.id >= $first AND n.id < $last DELETE n",
        first=_id(part, start),
        last=part + _AFTER if end is None else _id(part, end),
    ).consume()


def remember(tx: neo4j.ManagedTransaction, part: str, chunk: Chunk) -> None:
    """That a range has arrived whole."""
    values: dict[str, Any] = {
        "id": _id(part, chunk.start),
        "part": part,
        "start": chunk.start,
        "end": chunk.end,
        "fingerprint": chunk.fingerprint,
        "rows": chunk.rows.num_rows,
    }
    tx.run(f"CREATE (n:{LABEL}) SET n = $values", values=values).consume()


def _id(part: str, start: str) -> str:
    return f"{part}{_SEPARATOR}{start}"
