"""The model's property types as Arrow types, and rows to and from the driver's values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from emokg.errors import DataError
from emokg.graph.model import NodeTable, Property, PropertyType, RelationshipTable

ARROW = {
    PropertyType.STRING: pa.string(),
    PropertyType.INTEGER: pa.int64(),
    PropertyType.FLOAT: pa.float64(),
    PropertyType.BOOLEAN: pa.bool_(),
    PropertyType.DATE: pa.date32(),
    PropertyType.LOCAL_DATETIME: pa.timestamp("us"),
    PropertyType.ZONED_DATETIME: pa.timestamp("us", "UTC"),
    PropertyType.STRING_LIST: pa.list_(pa.string()),
    PropertyType.INTEGER_LIST: pa.list_(pa.int64()),
    PropertyType.FLOAT_LIST: pa.list_(pa.float64()),
    PropertyType.BOOLEAN_LIST: pa.list_(pa.bool_()),
}
ENDS = ("start", "end", "start_label", "end_label")


def node_schema(table: NodeTable) -> pa.Schema:
    """The columns of a node row."""
    return pa.schema(_fields(table.properties))


def relationship_schema(table: RelationshipTable) -> pa.Schema:
    """The columns of a relationship row."""
    ends = [pa.field(name, pa.string()) for name in ENDS]
    return pa.schema([*ends, *_fields(table.properties)])


def rows_of(batch: pa.RecordBatch) -> list[list[Any]]:
    """Rows as the driver sends them. Times are in UTC by offset, which is how `Z` is written.

    DataError for a list that holds null: Neo4j cannot keep it.
    """
    for field, column in zip(batch.schema, batch.columns, strict=True):
        if pa.types.is_list(column.type) and pc.list_flatten(column).null_count:
            raise DataError(
                f"a list of the property {field.name} holds null, which Neo4j cannot keep",
                "correct the records, then build the graph again: emokg graph build",
            )
    return [list(row) for row in zip(*map(_values, batch.columns), strict=True)]


def batch_of(schema: pa.Schema, rows: Sequence[Sequence[Any]], what: str) -> pa.RecordBatch:
    """Rows as the driver gave them. DataError where a value has another type than the model's."""
    columns = zip(*rows, strict=True) if rows else ([] for _ in schema)
    arrays = []
    for field, values in zip(schema, columns, strict=True):
        try:
            arrays.append(pa.array(_native(field.type, values), field.type))
        except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError) as error:
            raise DataError(
                f"{what} on the server has a property {field.name} that is not of type "
                f"{field.type}: {str(error).splitlines()[0]}",
                "another program wrote it: correct it there, or push into an empty database",
            ) from None
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _fields(properties: Iterable[Property]) -> list[pa.Field]:
    return [pa.field(stored.name, ARROW[stored.type]) for stored in properties]


def _values(column: pa.Array) -> list[Any]:
    values: list[Any] = column.to_pylist()
    if pa.types.is_timestamp(column.type) and column.type.tz is not None:
        return [value and value.replace(tzinfo=UTC) for value in values]
    return values


def _native(type_: pa.DataType, values: Iterable[Any]) -> list[Any]:
    if pa.types.is_timestamp(type_):
        return [_moment(value, zoned=type_.tz is not None) for value in values]
    if pa.types.is_date(type_):
        return [value if value is None else value.to_native() for value in values]
    return list(values)


def _moment(value: Any, *, zoned: bool) -> datetime | None:
    """A server without zoned times (ArcadeDB 26.10) gives back the UTC it was given as local."""
    if value is None or not hasattr(value, "to_native"):
        return value  # type: ignore[no-any-return]
    moment: datetime = value.to_native()
    return moment.replace(tzinfo=UTC) if zoned and moment.tzinfo is None else moment
