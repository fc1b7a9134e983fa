"""Reading the nodes and relationships of an answer, each once.

In Arrow a node is `struct<id, labels, properties>`, a relationship `struct<type, start, end,
properties>`. Properties of all tables in the answer share one struct where their types agree, else
they are JSON text. `id` is the property of that name, else the number the store gave the node.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from emokg.cypher import sql
from emokg.graph.model import LABEL_BITS, GraphModel, NodeTable, PropertyType, RelationshipTable

Numbers = np.ndarray[Any, np.dtype[np.int64]]


class Entities:
    """Collects the numbers needed, reads them, gives arrays of structs for arrays of numbers."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, model: GraphModel) -> None:
        self._connection = connection
        self._model = model
        self._needed: dict[str, list[Numbers]] = {"_n": [], "_r": []}
        self._keys: dict[str, Numbers] = {}
        self._structs: dict[str, pa.StructArray] = {}

    def need_nodes(self, numbers: pa.Array) -> None:
        """Note node numbers, nulls among them allowed."""
        self._needed["_n"].append(_numpy(numbers))

    def need_relationships(self, numbers: pa.Array) -> None:
        """Note relationship numbers."""
        self._needed["_r"].append(_numpy(numbers))

    def read(self) -> None:
        """Read what was noted."""
        wanted = _unique(self._needed["_r"])
        if len(wanted):
            self._read_relationships(wanted)
        wanted = _unique(self._needed["_n"])
        if len(wanted):
            self._read_nodes(wanted)

    def nodes(self, numbers: pa.Array) -> pa.Array:
        """Node structs for node numbers."""
        return self._take("_n", numbers, ("id", "labels", "properties"))

    def relationships(self, numbers: pa.Array) -> pa.Array:
        """Relationship structs for relationship numbers."""
        return self._take("_r", numbers, ("type", "start", "end", "properties"))

    def node(self, number: int) -> Any:
        """One node as a dict."""
        return _dict(self.nodes(pa.array([number], pa.int64()))[0].as_py())

    def relationship(self, number: int) -> Any:
        """One relationship as a dict."""
        return _dict(self.relationships(pa.array([number], pa.int64()))[0].as_py())

    def _take(self, key: str, numbers: pa.Array, names: tuple[str, ...]) -> pa.Array:
        if key not in self._structs:
            empty = pa.struct([(name, pa.string()) for name in names])
            return pa.nulls(len(numbers), empty)
        known = numbers.fill_null(-1).to_numpy(zero_copy_only=False)
        positions = np.searchsorted(self._keys[key], known)
        return self._structs[key].take(pa.array(positions, mask=known < 0))

    def _read_nodes(self, wanted: Numbers) -> None:
        tables = _present(self._model.nodes, wanted)
        form = _Form(tables)
        parts = []
        for table in tables:
            labels = ", ".join(map(sql.text, table.labels))
            parts.append(
                f"SELECT t._n AS k, struct_pack(id := {_identity(table)}, "
                f"labels := CAST([{labels}] AS VARCHAR[]), properties := {form.of(table)}) AS s "
                f"FROM {sql.identifier(table.table)} AS t JOIN wanted ON wanted.k = t._n"
            )
        self._keep("_n", parts, wanted)

    def _read_relationships(self, wanted: Numbers) -> None:
        tables = _present(self._model.relationships, wanted)
        form = _Form(tables)
        numbers = {table.table: table for table in self._model.nodes}
        parts = []
        for table in tables:
            ends = [
                self._end([numbers[name] for name in names])
                for names in (table.sources, table.targets)
            ]
            parts.append(
                f"SELECT t._r AS k, struct_pack(type := {sql.text(table.type)}, "
                f'start := s.id, "end" := d.id, properties := {form.of(table)}) AS s '
                f"FROM {sql.identifier(table.table)} AS t JOIN wanted ON wanted.k = t._r "
                f"JOIN {ends[0]} AS s ON s._n = t._s JOIN {ends[1]} AS d ON d._n = t._d"
            )
        self._keep("_r", parts, wanted)

    def _end(self, tables: list[NodeTable]) -> str:
        parts = [
            f"SELECT t._n, {_identity(table)} AS id FROM {sql.identifier(table.table)} AS t"
            for table in tables
        ]
        return f"({' UNION ALL '.join(parts)})"

    def _keep(self, key: str, parts: list[str], wanted: Numbers) -> None:
        text = f"SELECT k, s FROM ({' UNION ALL '.join(parts)}) ORDER BY k"
        self._connection.register("wanted", pa.table({"k": wanted}))
        try:
            found = self._connection.sql(text).to_arrow_table()
        finally:
            self._connection.unregister("wanted")
        self._keys[key] = found.column("k").to_numpy()
        self._structs[key] = found.column("s").combine_chunks()


class _Form:
    """How the properties of several tables are held together."""

    def __init__(self, tables: Sequence[NodeTable | RelationshipTable]) -> None:
        kinds: dict[str, PropertyType] = {}
        self._json = False
        for table in tables:
            for stored in table.properties:
                self._json |= kinds.setdefault(stored.name, stored.type) is not stored.type
        folded = {name.casefold() for name in kinds}
        self._json |= len(folded) < len(kinds) or not kinds
        self._kinds = kinds

    def of(self, table: NodeTable | RelationshipTable) -> str:
        have = {stored.name for stored in table.properties}
        if self._json:
            parts = [f"{sql.text(name)}, t.{sql.identifier(name)}" for name in sorted(have)]
            return f"CAST(json_object({', '.join(parts)}) AS VARCHAR)"
        fields = (
            f"{sql.identifier(name)} := "
            + (f"t.{sql.identifier(name)}" if name in have else f"CAST(NULL AS {kind.value})")
            for name, kind in self._kinds.items()
        )
        return f"struct_pack({', '.join(fields)})"


def _identity(table: NodeTable) -> str:
    named = any(stored.name == "id" for stored in table.properties)
    return (
        "coalesce(CAST(t.id AS VARCHAR), CAST(t._n AS VARCHAR))"
        if named
        else ("CAST(t._n AS VARCHAR)")
    )


def _numpy(numbers: pa.Array) -> Numbers:
    found: Numbers = numbers.drop_null().to_numpy(zero_copy_only=False)
    return found


def _unique(parts: Iterable[Numbers]) -> Numbers:
    kept = [part.astype(np.int64) for part in parts]
    return np.unique(np.concatenate(kept)) if kept else np.array([], dtype=np.int64)


def _present(tables: Sequence[Any], wanted: Numbers) -> list[Any]:
    numbers = set((wanted >> LABEL_BITS).tolist())
    return [table for table in tables if table.number in numbers]


def _dict(entity: dict[str, Any] | None) -> Any:
    if entity is None:
        return None
    properties = entity["properties"]
    if isinstance(properties, str):
        properties = json.loads(properties)
    kept = {name: value for name, value in properties.items() if value is not None}
    return {**entity, "properties": kept}
