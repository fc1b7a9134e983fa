"""What differs between two built graphs: nodes, relationships, and the CES labels of images.

A node is its label and `id`; a relationship its type and the nodes at its ends. Both files are
attached to one connection and compared as sets, so that size costs little.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from emokg.graph.kept import graph_file
from emokg.graph.model import LABEL_BITS, GraphModel, NodeTable, RelationshipTable, emokg_model
from emokg.graph.snapshot import MEMORY, SPILL, damaged
from emokg.workspace.folder import Workspace

KINDS = ("added", "removed", "changed")
EXAMPLES = 3
"""Nodes, relationships and images that are named of each kind of change."""


@dataclass(frozen=True, slots=True)
class TableChange:
    """One label or type: counts in both graphs, and what was added, removed, changed.

    `properties` says in how many nodes or relationships each property changed. Examples are ids,
    or `id -> id`.
    """

    name: str
    before: int
    after: int
    added: int
    removed: int
    changed: int
    properties: dict[str, int]
    added_examples: tuple[str, ...]
    removed_examples: tuple[str, ...]
    changed_examples: tuple[str, ...]

    @property
    def any(self) -> bool:
        """Whether anything changed."""
        return bool(self.added or self.removed or self.changed)


@dataclass(frozen=True, slots=True)
class Relabelled:
    """Images in both graphs whose CES label (rank 1) changed; None where there is no label."""

    before: str | None
    after: str | None
    images: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GraphDifferences:
    """All labels and types of the model, and the relabelled images, most of them first."""

    nodes: tuple[TableChange, ...]
    relationships: tuple[TableChange, ...]
    relabelled: tuple[Relabelled, ...]

    @property
    def any(self) -> bool:
        """Whether anything changed."""
        return any(table.any for table in (*self.nodes, *self.relationships))


def graph_differences(before: Workspace, after: Workspace) -> GraphDifferences:
    """Compare two graphs of this EmoKG's model.

    Raises DataError where one was not built or has another schema, DamagedFile.
    """
    model = emokg_model()
    files = {"a": graph_file(before), "b": graph_file(after)}
    with duckdb.connect(
        config={"memory_limit": MEMORY, "max_temp_directory_size": SPILL}
    ) as connection:
        for name, path in files.items():
            text = str(path).replace("'", "''")
            try:
                connection.execute(f"ATTACH '{text}' AS {name} (READ_ONLY)")
            except duckdb.Error as error:
                raise damaged(path, error) from None
        _match_nodes(connection, model)
        return GraphDifferences(
            tuple(_nodes(connection, table) for table in model.nodes),
            tuple(_relationships(connection, table, model) for table in model.relationships),
            _relabelled(connection),
        )


def _match_nodes(connection: duckdb.DuckDBPyConnection, model: GraphModel) -> None:
    """Table `same`: `a` and `b` are the numbers of one node in both graphs."""
    parts = " UNION ALL ".join(
        f'SELECT a._n AS a, b._n AS b FROM a."{table.table}" a JOIN b."{table.table}" b USING (id)'
        for table in model.nodes
    )
    connection.execute(f"CREATE TEMP TABLE same AS {parts}")


def _nodes(connection: duckdb.DuckDBPyConnection, table: NodeTable) -> TableChange:
    names = [each.name for each in table.properties if each.name != "id"]
    _keep_changes(
        connection,
        f'a."{table.table}" l FULL JOIN b."{table.table}" r ON l.id = r.id',
        ("l._n", "r._n"),
        "coalesce(l.id, r.id) AS example",
        names,
    )
    examples = {kind: tuple(row[0] for row in rows) for kind, rows in _first(connection, "example")}
    return _told(connection, table.table, names, examples)


def _relationships(
    connection: duckdb.DuckDBPyConnection, table: RelationshipTable, model: GraphModel
) -> TableChange:
    """Several of one type between the same nodes are matched in the order of their properties.

    Ends are numbered as in the second graph; a node that is not there by its number in the first,
    made negative.
    """
    names = [each.name for each in table.properties]
    values = "".join(f', "{name}"' for name in names)
    order = f" ORDER BY {values[2:]}" if values else ""
    number = f"row_number() OVER (PARTITION BY _s, _d{order}) AS _i"
    ends = "coalesce(s.b, -1 - _s) AS _s, coalesce(d.b, -1 - _d) AS _d"
    matched = "LEFT JOIN same s ON s.a = _s LEFT JOIN same d ON d.a = _d"
    left = f'SELECT {ends}{values} FROM a."{table.table}" {matched}'
    _keep_changes(
        connection,
        f"(SELECT *, {number} FROM ({left})) l "
        f'FULL JOIN (SELECT *, {number} FROM b."{table.table}") r USING (_s, _d, _i)',
        ("l._s", "r._s"),
        "_s, _d",
        names,
    )
    examples = {
        kind: tuple(" -> ".join(_id(connection, model, end) for end in row) for row in rows)
        for kind, rows in _first(connection, "_s", "_d")
    }
    return _told(connection, table.table, names, examples)


def _keep_changes(
    connection: duckdb.DuckDBPyConnection,
    pairs: str,
    present: tuple[str, str],
    columns: str,
    properties: Sequence[str],
) -> None:
    """Table `changes`: the pairs that differ, and in `f0`, `f1`, … which properties do.

    `present` are the columns that are null where the left or the right side lacks a row.
    """
    flags = [f'l."{name}" IS DISTINCT FROM r."{name}"' for name in properties]
    told = "".join(f", {flag} AS f{number}" for number, flag in enumerate(flags))
    left, right = (f"{column} IS NULL" for column in present)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE changes AS SELECT {columns}, "
        f"CASE WHEN {left} THEN 'added' WHEN {right} THEN 'removed' ELSE 'changed' END AS kind"
        f"{told} FROM {pairs} WHERE {' OR '.join([left, right, *flags])}"
    )


def _first(
    connection: duckdb.DuckDBPyConnection, *columns: str
) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    """The first rows of `changes` by these columns, of each kind."""
    listed = ", ".join(columns)
    for kind in KINDS:
        text = f"SELECT {listed} FROM changes WHERE kind = ? ORDER BY {listed} LIMIT {EXAMPLES}"
        yield kind, connection.execute(text, [kind]).fetchall()


def _id(connection: duckdb.DuckDBPyConnection, model: GraphModel, end: int) -> str:
    side, number = ("b", end) if end >= 0 else ("a", -1 - end)
    (table,) = (each.table for each in model.nodes if each.number == number >> LABEL_BITS)
    text = f'SELECT id FROM {side}."{table}" WHERE _n = ?'
    (found,) = connection.execute(text, [number]).fetchall()
    return str(found[0])


def _told(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    properties: Sequence[str],
    examples: Mapping[str, tuple[str, ...]],
) -> TableChange:
    counts = dict(connection.execute("SELECT kind, count(*) FROM changes GROUP BY kind").fetchall())
    sums = "".join(f", count(*) FILTER (f{number})" for number in range(len(properties)))
    text = f"SELECT count(*){sums} FROM changes WHERE kind = 'changed'"
    ((_, *changed),) = connection.execute(text).fetchall()
    before, after = (
        connection.execute(f'SELECT count(*) FROM {side}."{table}"').fetchall()[0][0]
        for side in ("a", "b")
    )
    return TableChange(
        table,
        before,
        after,
        counts.get("added", 0),
        counts.get("removed", 0),
        counts.get("changed", 0),
        {name: count for name, count in zip(properties, changed, strict=True) if count},
        examples["added"],
        examples["removed"],
        examples["changed"],
    )


def _relabelled(connection: duckdb.DuckDBPyConnection) -> tuple[Relabelled, ...]:
    label = (
        'SELECT i.id AS image, min(e.id) AS label FROM {side}."Image" i '
        'LEFT JOIN {side}."EVOKES" v ON v._s = i._n AND v.rank = 1 '
        'LEFT JOIN {side}."Emotion" e ON e._n = v._d GROUP BY i.id'
    )
    rows = connection.execute(
        f"SELECT l.label, r.label, count(*) AS images, min(image, {EXAMPLES}) "
        f"FROM ({label.format(side='a')}) l JOIN ({label.format(side='b')}) r USING (image) "
        "WHERE l.label IS DISTINCT FROM r.label GROUP BY ALL ORDER BY images DESC, l.label, r.label"
    ).fetchall()
    return tuple(Relabelled(old, new, count, tuple(ids)) for old, new, count, ids in rows)
