"""Arrow as DuckDB gives it → the Table people see.

Entities travel through a query as numbers. Here each that is in the answer is read once, table by
table, and put where its number stood: in columns, in lists, in paths, in maps.
"""

from __future__ import annotations

import json
from typing import Any

import duckdb
import pyarrow as pa

from emokg.cypher.compiling import Compiled
from emokg.cypher.dynamic import values as runtime
from emokg.cypher.dynamic.temporal import shown
from emokg.cypher.entities import Entities
from emokg.cypher.types import ANY, FLOAT, INTEGER, Kind, Type
from emokg.graph.model import GraphModel
from emokg.table import Table


def table(
    connection: duckdb.DuckDBPyConnection, model: GraphModel, compiled: Compiled, arrow: pa.Table
) -> Table:
    """The answer with its own column names, entities read."""
    arrays = [column.combine_chunks() for column in arrow.columns]
    entities = Entities(connection, model)
    kinds = [kind for _, kind in compiled.columns]
    for array, kind in zip(arrays, kinds, strict=True):
        _need(array, kind, entities)
    entities.read()
    fields, columns = [], []
    for (name, kind), array in zip(compiled.columns, arrays, strict=True):
        if kind.kind is Kind.TOTAL:
            array, kind = _total(array)
        metadata = {"emokg": "json"} if _as_json(kind) else None
        column = _json(array, kind, entities) if metadata else _shown(array, kind, entities)
        fields.append(pa.field(name, column.type, metadata=metadata))
        columns.append(column)
    return Table(pa.Table.from_arrays(columns, schema=pa.schema(fields)), compiled.notices)


def _total(array: pa.Array) -> tuple[pa.Array, Type]:
    """Sums of floats, where null is the INTEGER 0: in the type that all of them have."""
    if not array.null_count:
        return array, FLOAT
    if array.null_count == len(array):
        return pa.array([0] * len(array), pa.int64()), INTEGER
    return pa.array(["0" if value is None else repr(value) for value in array.to_pylist()]), ANY


def _mentions_any(kind: Type) -> bool:
    if kind.kind is Kind.LIST:
        return _mentions_any(kind.element)
    return kind.kind is Kind.ANY or any(_mentions_any(field) for _, field in kind.fields)


_as_json = _mentions_any


def _need(array: pa.Array, kind: Type, entities: Entities) -> None:
    """Note the numbers of the entities in a column."""
    if kind.kind is Kind.NODE:
        entities.need_nodes(array)
    elif kind.kind is Kind.RELATIONSHIP:
        entities.need_relationships(array)
    elif kind.kind is Kind.LIST:
        _need(array.flatten(), kind.element, entities)
    elif kind.kind is Kind.MAP:
        for i, (_, field) in enumerate(kind.fields):
            _need(array.field(i), field, entities)
    elif kind.kind is Kind.PATH:
        entities.need_nodes(array.field("n").flatten())
        entities.need_relationships(array.field("r").flatten())
    elif kind.kind is Kind.ANY:
        for text in array.to_pylist():
            _need_inside(runtime.decode(text), entities)


def _need_inside(value: Any, entities: Entities) -> None:
    if isinstance(value, list):
        for item in value:
            _need_inside(item, entities)
    elif isinstance(value, dict):
        for item in value.values():
            _need_inside(item, entities)
    elif isinstance(value, runtime.Node):
        entities.need_nodes(pa.array([value.number], pa.int64()))
    elif isinstance(value, runtime.Relationship):
        entities.need_relationships(pa.array([value.number], pa.int64()))
    elif isinstance(value, runtime.Path):
        entities.need_nodes(pa.array(value.nodes, pa.int64()))
        entities.need_relationships(pa.array(value.relationships, pa.int64()))


def _shown(array: pa.Array, kind: Type, entities: Entities) -> pa.Array:
    """A column of a known type, entities in place of numbers and names in place of positions."""
    if kind.kind is Kind.NULL:
        return pa.nulls(len(array))
    if kind.kind is Kind.NODE:
        return entities.nodes(array)
    if kind.kind is Kind.RELATIONSHIP:
        return entities.relationships(array)
    if kind.kind is Kind.LIST:
        return _list(array, _shown(array.values, kind.element, entities))
    if kind.kind is Kind.PATH:
        nodes, relationships = array.field("n"), array.field("r")
        parts = [
            _list(nodes, entities.nodes(nodes.values)),
            _list(relationships, entities.relationships(relationships.values)),
        ]
        return _struct(parts, ["nodes", "relationships"], array)
    if kind.kind is Kind.MAP:
        parts = [
            _shown(array.field(i), field, entities) for i, (_, field) in enumerate(kind.fields)
        ]
        return _struct(parts, [name for name, _ in kind.fields], array)
    return array


def _list(array: pa.ListArray, values: pa.Array) -> pa.ListArray:
    mask = array.is_null() if array.null_count else None
    return pa.ListArray.from_arrays(array.offsets, values, mask=mask)


def _struct(parts: list[pa.Array], names: list[str], array: pa.StructArray) -> pa.StructArray:
    return pa.StructArray.from_arrays(parts, names=names, mask=array.is_null())


def _json(array: pa.Array, kind: Type, entities: Entities) -> pa.Array:
    """A column whose values differ in type, as JSON text."""
    texts = []
    for value in array.to_pylist():
        plain = None if value is None else _plain(value, kind, entities)
        texts.append(None if plain is None else json.dumps(plain, ensure_ascii=False, default=str))
    return pa.array(texts, pa.string())


def _plain(value: Any, kind: Type, entities: Entities) -> Any:
    if value is None:
        return None
    if kind.kind is Kind.ANY:
        return _inside(runtime.decode(value), entities)
    if kind.kind is Kind.LIST:
        return [_plain(item, kind.element, entities) for item in value]
    if kind.kind is Kind.MAP:
        return {
            name: _plain(value[f"f{i}"], field, entities)
            for i, (name, field) in enumerate(kind.fields)
        }
    if kind.kind is Kind.NODE:
        return entities.node(value)
    if kind.kind is Kind.RELATIONSHIP:
        return entities.relationship(value)
    if kind.kind is Kind.PATH:
        return _path(runtime.Path(tuple(value["n"]), tuple(value["r"])), entities)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value


def _inside(value: Any, entities: Entities) -> Any:
    if isinstance(value, list):
        return [_inside(item, entities) for item in value]
    if isinstance(value, dict):
        return {key: _inside(item, entities) for key, item in value.items()}
    if isinstance(value, runtime.Node):
        return entities.node(value.number)
    if isinstance(value, runtime.Relationship):
        return entities.relationship(value.number)
    if isinstance(value, runtime.Path):
        return _path(value, entities)
    if isinstance(value, runtime.Temporal):
        return shown(value)
    return value


def _path(path: runtime.Path, entities: Entities) -> dict[str, Any]:
    return {
        "nodes": [entities.node(number) for number in path.nodes],
        "relationships": [entities.relationship(number) for number in path.relationships],
    }
