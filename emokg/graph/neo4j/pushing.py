"""A store's graph onto a Neo4j server: only what differs is sent, and a second run goes on.

Constraints and indexes come first, then nodes, relationships, and last the removal of nodes that
are no more, which then have no relationship of ours. Rows are pushed in ranges (`chunks`); a range
that the server remembers with the same bounds and fingerprint (`ledger`) is passed over.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from time import perf_counter

import pyarrow as pa

from emokg.errors import AuditFailed
from emokg.graph.counting import differing
from emokg.graph.model import GraphModel
from emokg.graph.neo4j import ledger
from emokg.graph.neo4j.chunks import Chunk, chunks
from emokg.graph.neo4j.connecting import Server, connected, make_constraints
from emokg.graph.neo4j.settings import Settings
from emokg.graph.neo4j.statements import Part, between, node_part, relationship_part
from emokg.graph.neo4j.store import count_all
from emokg.graph.neo4j.writing import Changes, Writer
from emokg.graph.reporting import Report, silent
from emokg.graph.store import Counts, Store


@dataclass(frozen=True)
class Pushed:
    """What a push did: rows made, changed and removed on the server, and rows it had already."""

    created: int
    updated: int
    removed: int
    unchanged: int
    seconds: float


def push(
    store: Store,
    model: GraphModel,
    settings: Settings,
    records: str,
    *,
    verify: bool = False,
    report: Report = silent,
) -> Pushed:
    """Make the server's graph equal to the store's; `records` says what that was built from.

    With `verify`, every row on the server is compared, whatever it remembers. Raises BackendError,
    DataError where the server refuses a row or another push takes over, and AuditFailed where the
    counts differ in the end.
    """
    started = perf_counter()
    with connected(settings) as server:
        make_constraints(server)
        run = uuid.uuid4().hex
        ledger.begin(server, run, records)
        work = _Work(store, model, server, run, verify, report)
        changes = work.do()
        audit(store.counts(), count_all(server, model), settings)
        ledger.finish(server, run)
    unchanged = work.total - changes.created - changes.updated
    return Pushed(
        changes.created, changes.updated, changes.removed, unchanged, perf_counter() - started
    )


def audit(ours: Counts, theirs: Counts, settings: Settings) -> None:
    """Compare the numbers of every label and type. AuditFailed names those that differ."""
    wrong = differing(ours, theirs)
    if wrong:
        raise AuditFailed(
            f"Neo4j at {settings.place} does not hold the graph: {', '.join(wrong)}",
            "something else writes to this database: stop it and push again with --verify, "
            "or push into an empty one",
        )


class _Work:
    """One push under way."""

    def __init__(
        self,
        store: Store,
        model: GraphModel,
        server: Server,
        run: str,
        verify: bool,
        report: Report,
    ) -> None:
        self.store = store
        self.model = model
        self.server = server
        self.report = report
        self.run = run
        self.held = count_all(server, model)
        self.remembered = {} if verify else ledger.read(server)
        counts = store.counts()
        self.total = sum(counts.nodes.values()) + sum(counts.relationships.values())
        self.done = 0

    def do(self) -> Changes:
        """Everything in order."""
        changes = Changes()
        unfinished = []
        for table in self.model.nodes:
            part = node_part(table)
            made = self._push(part, self.store.nodes(table), self.held.nodes[table.table])
            if made.kept:
                unfinished.append(table)
            changes += made
        for link in self.model.relationships:
            held = self.held.relationships[link.table]
            for source, target in product(link.sources, link.targets):
                part = relationship_part(link, source, target)
                rows = between(source, target, self.store.relationships(link))
                changes += self._push(part, rows, held)
        self.remembered = ledger.read(self.server)
        for table in unfinished:
            part, counted = node_part(table), self.done
            changes += self._push(part, self.store.nodes(table), remove=True)
            self.done = counted
        return changes

    def _push(
        self,
        part: Part,
        batches: Iterator[pa.RecordBatch],
        held: int | None = None,
        *,
        remove: bool = False,
    ) -> Changes:
        """`held`: rows of the table that the server had when the push began; None: trust it."""
        arrived = self.remembered.get(part.name, {})
        if held is not None and held != ledger.rows(self.remembered, part.table):
            arrived = {}  # something else made or removed rows
        writer = Writer(part, self.run, fresh=held == 0, remove=remove)
        changes = Changes()
        with self.server.session() as session:
            for chunk in chunks(part.schema, batches):
                if not _same(arrived.get(chunk.start), chunk):
                    changes += writer.write(session, chunk)
                self.done += chunk.rows.num_rows
                self.report(part.table, self.done, self.total)
        return changes


def _same(entry: ledger.Entry | None, chunk: Chunk) -> bool:
    return entry is not None and (entry.end, entry.fingerprint) == (chunk.end, chunk.fingerprint)
