"""The graph, or the part with some labels and types, in rustworkx for whole-graph algorithms."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import repeat
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import pyarrow as pa

from emokg.errors import LimitExceeded, UnknownName
from emokg.graph.model import LABEL_BITS, NodeTable, RelationshipTable
from emokg.graph.snapshot import Snapshot

if TYPE_CHECKING:
    import rustworkx

MAX_NODES = 2_000_000
"""The graph of 234,189 images has 0.8 million, and takes less than half a gigabyte."""

Kind = TypeVar("Kind", NodeTable, RelationshipTable)
Numbers = np.ndarray[Any, np.dtype[np.int64]]


def to_rustworkx(
    snapshot: Snapshot,
    *,
    labels: Collection[str] | None = None,
    types: Collection[str] | None = None,
    max_nodes: int = MAX_NODES,
) -> rustworkx.PyDiGraph[tuple[str, str], str]:
    """The nodes with one of the labels, and the relationships of the types between these.

    All of them where none are named. What a node holds is `(label, id)`, what an edge holds is the
    type; nodes are numbered from 0 in the order of the model's labels, then by id. UnknownName for
    a label or type that is not in the model, LimitExceeded beyond `max_nodes` nodes.
    """
    import rustworkx

    nodes = _chosen(snapshot.model.nodes, labels, "label")
    links = _chosen(snapshot.model.relationships, types, "relationship type")
    _guard(snapshot, nodes, max_nodes)
    graph: rustworkx.PyDiGraph[tuple[str, str], str] = rustworkx.PyDiGraph()
    numbers: list[Numbers] = []
    for table in nodes:
        rows = _read(snapshot, f'SELECT _n, id FROM "{table.table}" ORDER BY _n')
        graph.add_nodes_from(list(zip(repeat(table.table), rows["id"].to_pylist(), strict=False)))
        numbers.append(rows["_n"].to_numpy())
    known = _Positions(numbers)
    for link in links:
        ends = (_within(link.sources, nodes, "_s"), _within(link.targets, nodes, "_d"))
        rows = _read(
            snapshot, f'SELECT _s, _d FROM "{link.table}" WHERE {ends[0]} AND {ends[1]} ORDER BY _r'
        )
        starts, stops = (known.of(rows[name].to_numpy()) for name in ("_s", "_d"))
        graph.add_edges_from(
            list(zip(starts.tolist(), stops.tolist(), repeat(link.type), strict=False))
        )
    return graph


class _Positions:
    """From a node's number in the store to its index in the graph."""

    def __init__(self, numbers: Sequence[Numbers]) -> None:
        self._numbers = np.concatenate([*numbers, np.array([], np.int64)])
        self._order = np.argsort(self._numbers, kind="stable")

    def of(self, numbers: Numbers) -> Numbers:
        found = np.searchsorted(self._numbers, numbers, sorter=self._order)
        positions: Numbers = self._order[found]
        return positions


def _chosen(tables: Sequence[Kind], names: Collection[str] | None, what: str) -> list[Kind]:
    known = [table.table for table in tables]
    for name in names or ():
        if name not in known:
            raise UnknownName(f"there is no {what} {name!r}", f"there are {', '.join(known)}")
    return [table for table in tables if names is None or table.table in names]


def _guard(snapshot: Snapshot, nodes: Iterable[NodeTable], max_nodes: int) -> None:
    total = sum(snapshot.description.nodes[table.table] for table in nodes)
    if total > max_nodes:
        raise LimitExceeded(
            f"these are {total:,} nodes, more than the {max_nodes:,} that may go into memory",
            "choose labels, or raise max_nodes",
        )


def _within(labels: Sequence[str], nodes: Iterable[NodeTable], column: str) -> str:
    """That an end is one of the nodes: the upper bits of a number are its label's."""
    numbers = [str(table.number) for table in nodes if table.table in labels]
    return f"({column} >> {LABEL_BITS}) IN ({', '.join(numbers)})" if numbers else "FALSE"


def _read(snapshot: Snapshot, sql: str) -> pa.Table:
    with snapshot.connection.cursor() as cursor:
        return cursor.sql(sql).to_arrow_table()
