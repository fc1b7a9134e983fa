"""The vectors of a DES space as a property of images, with a vector index of the server's own.

Property `des_SPACE` and index `image_des_SPACE`, cosine. They are no part of the graph: they are
neither counted nor pulled.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import neo4j
import numpy as np
import pyarrow as pa

from emokg.errors import AuditFailed, BackendError
from emokg.graph.neo4j import ledger
from emokg.graph.neo4j.chunks import Chunk, chunks
from emokg.graph.neo4j.connecting import Server, await_indexes, connected
from emokg.graph.neo4j.settings import Settings
from emokg.graph.neo4j.statements import quoted
from emokg.workspace.vectors import Vectors

SETTER = "db.create.setNodeVectorProperty"
SCHEMA = pa.schema([("id", pa.string()), ("vector", pa.list_(pa.float32()))])
AT_A_TIME = 250
"""Vectors in one statement; 1,024 numbers each are 2 MB of message."""


def push_vectors(vectors: Vectors, settings: Settings, records: str) -> int:
    """Send what the server does not have of a space; returns how many vectors were sent.

    The images have to be there. BackendError for a server without vector indexes, AuditFailed
    where vectors found no image.
    """
    rows = {image: row for row, image in enumerate(vectors.ids)}  # of an image's, the last counts
    with connected(settings) as server:
        if not server.can_call(SETTER):
            raise BackendError(
                f"Neo4j at {settings.place} has no vector indexes",
                "push without --vectors, or use Neo4j 5.13 or later",
            )
        work = _Work(server, f"des_{vectors.space}", uuid.uuid4().hex)
        ledger.begin(server, work.run, records)
        work.make_index(vectors.dimension)
        sent = 0
        arrived = work.arrived()
        for chunk in chunks(SCHEMA, _batches(vectors, rows)):
            entry = arrived.get(chunk.start)
            if entry is None or (entry.end, entry.fingerprint) != (chunk.end, chunk.fingerprint):
                work.write(chunk)
                sent += chunk.rows.num_rows
        if (held := work.held()) != len(rows):
            raise AuditFailed(
                f"{held:,} images at {settings.place} have a vector of {vectors.space} "
                f"instead of {len(rows):,}",
                "the others have no image in the graph: build it, then push again",
            )
        await_indexes(server)
        ledger.finish(server, work.run)
    return sent


@dataclass(frozen=True)
class _Work:
    """One space on one server; `name` is that of the property."""

    server: Server
    name: str
    run: str

    def make_index(self, dimension: int) -> None:
        self.server.order(
            f"CREATE VECTOR INDEX {quoted(f'image_{self.name}')} IF NOT EXISTS FOR (n:Image) "
            f"ON (n.{quoted(self.name)}) OPTIONS {{indexConfig: {{`vector.dimensions`: "
            f"{dimension}, `vector.similarity_function`: 'cosine'}}}}"
        )

    def held(self) -> int:
        ((count,),) = self.server.ask(
            f"MATCH (n:Image) WHERE n.{quoted(self.name)} IS NOT NULL RETURN count(n)"
        )
        return int(count)

    def arrived(self) -> dict[str, ledger.Entry]:
        """Ranges to pass over; none where vectors came or went since."""
        entries = ledger.read(self.server).get(self.name, {})
        trusted = self.held() == sum(entry.rows for entry in entries.values())
        return entries if trusted else {}

    def write(self, chunk: Chunk) -> None:
        with self.server.session() as session:
            session.execute_write(self._write, chunk)

    def _write(self, tx: neo4j.ManagedTransaction, chunk: Chunk) -> None:
        ledger.claim(tx, self.run)
        name = quoted(self.name)
        upper = "" if chunk.end is None else " AND n.id < $end"
        tx.run(
            f"MATCH (n:Image) WHERE n.id >= $start{upper} AND n.{name} IS NOT NULL REMOVE n.{name}",
            start=chunk.start,
            end=chunk.end,
        ).consume()
        for first in range(0, chunk.rows.num_rows, AT_A_TIME):
            rows = chunk.rows.slice(first, AT_A_TIME)
            tx.run(
                f"UNWIND $rows AS row MATCH (n:Image {{id: row[0]}}) "
                f"CALL {SETTER}(n, $name, row[1])",
                rows=[
                    list(row) for row in zip(*map(pa.Array.to_pylist, rows.columns), strict=True)
                ],
                name=self.name,
            ).consume()
        ledger.forget(tx, self.name, chunk.start, chunk.end)
        ledger.remember(tx, self.name, chunk)


def _batches(vectors: Vectors, rows: dict[str, int]) -> Iterator[pa.RecordBatch]:
    """By image id, a thousand at a time."""
    starts = np.cumsum([0, *(len(part) for part in vectors.parts)])
    ids = sorted(rows)
    for first in range(0, len(ids), 1000):
        some = ids[first : first + 1000]
        places = np.array([rows[image] for image in some])
        parts = np.searchsorted(starts, places, side="right") - 1
        values = np.stack(
            [
                vectors.parts[part][place - starts[part]]
                for part, place in zip(parts, places, strict=True)
            ]
        )
        flat = pa.array(values.reshape(-1), pa.float32())
        offsets = pa.array(np.arange(len(some) + 1) * vectors.dimension, pa.int32())
        lists = pa.ListArray.from_arrays(offsets, flat)
        yield pa.RecordBatch.from_arrays([pa.array(some, pa.string()), lists], schema=SCHEMA)
