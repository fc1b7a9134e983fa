"""The columns of rows as they travel between engines: the model's property types as Arrow types."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

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


def _fields(properties: Iterable[Property]) -> list[pa.Field]:
    return [pa.field(stored.name, ARROW[stored.type]) for stored in properties]
