"""Do two stores hold the same graph? The first difference is shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pyarrow as pa

from emokg.graph.model import GraphModel
from emokg.graph.store import Store

Row = tuple[Any, ...]


def assert_same_graph(wanted: Store, found: Store, model: GraphModel) -> None:
    """Every row of every table, with types and in order."""
    assert found.counts() == wanted.counts()
    for node in model.nodes:
        _assert_same_rows(node.table, wanted.nodes(node), found.nodes(node), 1)
    for table in model.relationships:
        _assert_same_rows(table.table, wanted.relationships(table), found.relationships(table), 4)


def _assert_same_rows(
    table: str, wanted: Iterable[pa.RecordBatch], found: Iterable[pa.RecordBatch], keys: int
) -> None:
    """Rows that agree in `start` and `end` may come in either order of their labels."""
    theirs, ours = _rows(wanted, keys), _rows(found, keys)
    for number, (want, have) in enumerate(zip(theirs, ours, strict=False), 1):
        assert have == want, f"{table}, row {number}:\nwanted {want}\nfound  {have}"
    assert len(ours) == len(theirs), f"{table}: {len(ours)} rows instead of {len(theirs)}"


def _rows(batches: Iterable[pa.RecordBatch], keys: int) -> list[Row]:
    rows = [tuple(row.values()) for batch in batches for row in batch.to_pylist()]
    first = [row[: min(keys, 2)] for row in rows]
    assert first == sorted(first)
    return sorted(rows, key=lambda row: row[:keys])
