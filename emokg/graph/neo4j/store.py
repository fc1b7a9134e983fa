"""The graph on a Neo4j server, read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import islice

import neo4j
import pyarrow as pa

from emokg.closing import Closing
from emokg.errors import AuditFailed, DataError
from emokg.graph.counting import differing
from emokg.graph.model import GraphModel, NodeTable, RelationshipTable, emokg_model
from emokg.graph.neo4j import ledger
from emokg.graph.neo4j.columns import batch_of
from emokg.graph.neo4j.connecting import FETCH, Server, connected
from emokg.graph.neo4j.settings import Settings
from emokg.graph.neo4j.statements import (
    all_nodes,
    all_relationships,
    count_nodes,
    count_relationships,
)
from emokg.graph.row_schemas import node_schema, relationship_schema
from emokg.graph.store import Counts

PUSH = "push the graph again: emokg graph push neo4j"


class Neo4jStore(Closing):
    """A `Store` over one driver. Rows are streamed; nothing is written."""

    def __init__(self, server: Server, model: GraphModel) -> None:
        self.server = server
        self.model = model
        self._closing = ExitStack()

    @property
    def engine(self) -> str:
        """Name and version, as the server says them."""
        return self.server.engine

    def counts(self) -> Counts:
        """Counted by the server, now. Bookkeeping of pushes is not counted."""
        return count_all(self.server, self.model)

    def nodes(self, table: NodeTable) -> Iterator[pa.RecordBatch]:
        """All nodes of a label, sorted by `id`."""
        yield from self._rows(node_schema(table), all_nodes(table), table.table)

    def relationships(self, table: RelationshipTable) -> Iterator[pa.RecordBatch]:
        """All relationships of a type, sorted by `start`, then `end`."""
        yield from self._rows(
            relationship_schema(table),
            all_relationships(table),
            table.table,
            sources=table.sources,
            targets=table.targets,
        )

    def check(self) -> tuple[str, ...]:
        """Did the last push end, and is as much there as it brought?

        Raises DataError for a push that did not end, AuditFailed for rows that came or went.
        """
        whole, counts = self.whole(), self.counts()
        if whole and (wrong := differing(self._brought(), counts)):
            raise AuditFailed(
                f"Neo4j at {self.server.settings.place} was changed since the last push: "
                f"{', '.join(wrong)}",
                PUSH,
            )
        nodes, relationships = sum(counts.nodes.values()), sum(counts.relationships.values())
        origin = "as it was pushed" if whole else "not pushed by EmoKG"
        return (f"neo4j: {nodes:,} nodes, {relationships:,} relationships, {origin}",)

    def whole(self) -> bool:
        """Whether a push brought the graph; False where it came in another way.

        DataError where a push did not end.
        """
        state = ledger.state(self.server)
        if state is not None and not state.complete:
            raise DataError(
                f"a push to Neo4j at {self.server.settings.place} has not ended, "
                "so the graph there is not whole",
                "finish it, from where the records are: emokg graph push neo4j",
            )
        return state is not None

    def _brought(self) -> Counts:
        """What pushes have brought, by their own account."""
        entries = ledger.read(self.server)
        return Counts(
            {table.table: ledger.rows(entries, table.table) for table in self.model.nodes},
            {table.table: ledger.rows(entries, table.table) for table in self.model.relationships},
        )

    def close(self) -> None:
        """Close the driver."""
        self._closing.close()

    def _rows(
        self, schema: pa.Schema, text: str, what: str, **parameters: Sequence[str]
    ) -> Iterator[pa.RecordBatch]:
        with self.server.session(neo4j.READ_ACCESS) as session:
            found = session.run(text, {name: list(value) for name, value in parameters.items()})
            while rows := [record.values() for record in islice(found, FETCH)]:
                yield batch_of(schema, rows, what)


def open_store(settings: Settings, model: GraphModel | None = None) -> Neo4jStore:
    """Connect to a server. Raises BackendError where it cannot be reached or refuses us."""
    with ExitStack() as stack:
        server = stack.enter_context(connected(settings))
        store = Neo4jStore(server, model or emokg_model())
        store._closing = stack.pop_all()
    return store


def count_all(server: Server, model: GraphModel) -> Counts:
    """Nodes per label and relationships per type, counted by the server."""

    def count(text: str) -> int:
        ((number,),) = server.ask(text)
        return int(number)

    return Counts(
        {table.table: count(count_nodes(table)) for table in model.nodes},
        {table.table: count(count_relationships(table)) for table in model.relationships},
    )
