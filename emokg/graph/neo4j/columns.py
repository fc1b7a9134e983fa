"""Rows to and from the values of the Neo4j driver."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from emokg.errors import DataError


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
