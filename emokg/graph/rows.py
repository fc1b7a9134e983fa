"""The rows of an open snapshot, as they travel to other engines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyarrow as pa

from emokg.graph.model import NodeTable, Property, RelationshipTable
from emokg.graph.snapshot import Snapshot, reading
from emokg.graph.store import Counts

ROWS = 10_000
"""A batch at most."""


def node_batches(
    snapshot: Snapshot, table: NodeTable, rows: int = ROWS
) -> Iterator[pa.RecordBatch]:
    """Nodes of a label by `id`: `id` and the other properties, in the model's order."""
    yield from _batches(
        snapshot,
        f'SELECT {_columns("t", table.properties)} FROM "{table.table}" t ORDER BY _n',
        rows,
    )


def relationship_batches(
    snapshot: Snapshot, table: RelationshipTable, rows: int = ROWS
) -> Iterator[pa.RecordBatch]:
    """Relationships of a type by `start` and `end`: these ids, their labels, the properties."""
    properties = _columns("t", table.properties)
    sql = (
        f'SELECT s.id AS start, d.id AS "end", s.label AS start_label, d.label AS end_label'
        f'{", " if properties else ""}{properties} FROM "{table.table}" t '
        f"JOIN {_ends(table.sources)} s ON s._n = t._s "
        f"JOIN {_ends(table.targets)} d ON d._n = t._d "
        'ORDER BY start, "end", start_label, end_label'
    )
    yield from _batches(snapshot, sql, rows)


def snapshot_counts(snapshot: Snapshot) -> Counts:
    """Counted in the file, not taken from its description."""
    return Counts(
        {table.table: _count(snapshot, table.table) for table in snapshot.model.nodes},
        {table.table: _count(snapshot, table.table) for table in snapshot.model.relationships},
    )


def _columns(alias: str, properties: Sequence[Property]) -> str:
    return ", ".join(f'{alias}."{stored.name}"' for stored in properties)


def _ends(labels: Sequence[str]) -> str:
    parts = (f"SELECT _n, id, '{label}' AS label FROM \"{label}\"" for label in labels)
    return f"({' UNION ALL '.join(parts)})"


def _batches(snapshot: Snapshot, sql: str, rows: int) -> Iterator[pa.RecordBatch]:
    with snapshot.connection.cursor() as cursor, reading(snapshot.path):
        for batch in cursor.sql(sql).to_arrow_reader(rows):
            if batch.num_rows:
                yield batch


def _count(snapshot: Snapshot, table: str) -> int:
    with reading(snapshot.path):
        ((count,),) = snapshot.connection.execute(f'SELECT count(*) FROM "{table}"').fetchall()
    return int(count)
