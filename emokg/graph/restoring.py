"""Another store's graph → the embedded graph of a workspace that has no records.

It answers like the original. What only the records say (texts as they were given, raw confidences
and their scales, vectors, what was read from where) does not travel.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import duckdb
import pyarrow as pa

from emokg.errors import DataError, UsageError
from emokg.graph.building import Built, Made, create_table, replace_graph
from emokg.graph.counting import differing
from emokg.graph.model import GraphModel, NodeTable, RelationshipTable
from emokg.graph.reporting import Report, silent
from emokg.graph.store import Counts, Store
from emokg.records import TABLES
from emokg.workspace import Workspace


def restore(
    workspace: Workspace,
    store: Store,
    model: GraphModel,
    report: Report = silent,
) -> Built:
    """Make the workspace's graph of the store's rows.

    UsageError where the workspace has records, which its graph is built from; DataError where the
    store holds relationships whose ends it does not hold, or changes while it is read.
    """
    _refuse_records(workspace)
    return replace_graph(workspace, _Restoring(store, model, report).fill)


def _refuse_records(workspace: Workspace) -> None:
    manifest = workspace.manifest()
    if rows := sum(manifest.rows(table) for table in TABLES):
        raise UsageError(
            f"{workspace.root} has {rows:,} rows of records, and its graph is built from those",
            "restore into a workspace without records: emokg init DIR",
        )


class _Restoring:
    """One graph under way."""

    def __init__(self, store: Store, model: GraphModel, report: Report) -> None:
        self.store = store
        self.model = model
        self.report = report
        self.done = 0

    def fill(self, connection: duckdb.DuckDBPyConnection) -> Made:
        """Make every table; returns counts, which are those of the store."""
        counts = self.store.counts()
        total = sum(counts.nodes.values()) + sum(counts.relationships.values())
        connection.execute("SET TimeZone = 'UTC'")
        for node in self.model.nodes:
            self._stage(connection, node, _columns(node), self.store.nodes(node), total)
            create_table(connection, node, "SELECT * FROM staged", ("_n",), "id")
        for link in self.model.relationships:
            columns = [(name, "VARCHAR") for name in ("start", "end", "start_label", "end_label")]
            columns += _columns(link)
            self._stage(connection, link, columns, self.store.relationships(link), total)
            create_table(connection, link, _joined(link), ("_r", "_s", "_d"), "_s, _d")
        made = Counts(
            {node.table: _count(connection, node.table) for node in self.model.nodes},
            {link.table: _count(connection, link.table) for link in self.model.relationships},
        )
        if wrong := differing(counts, made):
            raise DataError(
                f"what was read is not the whole graph: {', '.join(wrong)}",
                "something else wrote to it: push the graph again, then read it again",
            )
        return made.nodes, made.relationships

    def _stage(
        self,
        connection: duckdb.DuckDBPyConnection,
        table: NodeTable | RelationshipTable,
        columns: Sequence[tuple[str, str]],
        batches: Iterator[pa.RecordBatch],
        total: int,
    ) -> None:
        """The rows of a table as they come, in `staged`."""
        listed = ", ".join(f'"{name}" {type_}' for name, type_ in columns)
        connection.execute(f"CREATE OR REPLACE TEMP TABLE staged ({listed})")
        for batch in batches:
            connection.register("batch", pa.Table.from_batches([batch]))
            connection.execute("INSERT INTO staged BY NAME SELECT * FROM batch")
            connection.unregister("batch")
            self.done += batch.num_rows
            self.report(table.table, self.done, total)


def _columns(table: NodeTable | RelationshipTable) -> list[tuple[str, str]]:
    return [(stored.name, stored.type.value) for stored in table.properties]


def _joined(table: RelationshipTable) -> str:
    return (
        "SELECT s._n AS _s, d._n AS _d, staged.* FROM staged "
        f"JOIN {_ends(table.sources)} s ON (s.id, s.label) = (staged.start, staged.start_label) "
        f'JOIN {_ends(table.targets)} d ON (d.id, d.label) = (staged."end", staged.end_label)'
    )


def _ends(labels: Sequence[str]) -> str:
    parts = (f"SELECT _n, id, '{label}' AS label FROM g.\"{label}\"" for label in labels)
    return f"({' UNION ALL '.join(parts)})"


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    ((count,),) = connection.execute(f'SELECT count(*) FROM g."{table}"').fetchall()
    return int(count)
