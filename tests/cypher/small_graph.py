"""Arbitrary small labelled graphs as an embedded store: what a test says in a few lines of lists.

One node table a label set and one relationship table a type. Where two nodes of one label set give
a property different types, the label set has several tables, each with its own types.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import duckdb

from emokg.graph.model import (
    LABEL_BITS,
    GraphModel,
    NodeTable,
    Property,
    PropertyType,
    RelationshipTable,
)

Node = tuple[Any, Sequence[str], Mapping[str, Any]]
Relationship = tuple[Any, str, Any, Mapping[str, Any]]

_SCALARS = {
    bool: PropertyType.BOOLEAN,
    int: PropertyType.INTEGER,
    float: PropertyType.FLOAT,
    str: PropertyType.STRING,
    date: PropertyType.DATE,
}
_LISTS = {
    bool: PropertyType.BOOLEAN_LIST,
    int: PropertyType.INTEGER_LIST,
    float: PropertyType.FLOAT_LIST,
    str: PropertyType.STRING_LIST,
}


def build(
    connection: duckdb.DuckDBPyConnection,
    nodes: Iterable[Node],
    relationships: Iterable[Relationship] = (),
) -> GraphModel:
    """Create and fill the tables; `nodes` are (key, labels, properties), keys are not stored.

    `relationships` are (source key, type, target key, properties). A property that is None is
    absent, as in Cypher.
    """
    node_tables: list[_Table] = []
    places: dict[Any, tuple[str, int]] = {}
    for key, labels, properties in nodes:
        table = _table_for(node_tables, "n", tuple(labels), _present(properties))
        row = table.add(properties, ())
        places[key] = (table.name, table.number << LABEL_BITS | row)
    relationship_tables: list[_Table] = []
    for source, kind, target, properties in relationships:
        table = _table_for(relationship_tables, "r", (kind,), _present(properties))
        table.add(properties, (places[source][1], places[target][1]))
        table.sources[places[source][0]] = None
        table.targets[places[target][0]] = None
    for table in node_tables:
        _create(connection, table, ("_n",))
    for table in relationship_tables:
        _create(connection, table, ("_r", "_s", "_d"))
    return GraphModel(
        tuple(NodeTable(t.number, t.name, t.labels, t.typed()) for t in node_tables),
        tuple(
            RelationshipTable(
                t.number, t.name, t.labels[0], tuple(t.sources), tuple(t.targets), t.typed()
            )
            for t in relationship_tables
        ),
    )


@dataclass
class _Table:
    number: int
    prefix: str
    labels: tuple[str, ...]
    types: dict[str, PropertyType] = field(default_factory=dict)
    rows: list[tuple[tuple[int, ...], Mapping[str, Any]]] = field(default_factory=list)
    sources: dict[str, None] = field(default_factory=dict)
    targets: dict[str, None] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.prefix}{self.number} " + ":".join(self.labels)

    def add(self, properties: Mapping[str, Any], ends: tuple[int, ...]) -> int:
        row = len(self.rows)
        self.types.update(_present(properties))
        self.rows.append(((self.number << LABEL_BITS | row, *ends), properties))
        return row

    def typed(self) -> tuple[Property, ...]:
        return tuple(Property(name, kind) for name, kind in self.types.items())


def _table_for(
    tables: list[_Table],
    prefix: str,
    labels: tuple[str, ...],
    types: Mapping[str, PropertyType],
) -> _Table:
    for table in tables:
        if set(table.labels) == set(labels) and _agree(table.types, types):
            return table
    table = _Table(len(tables) + 1, prefix, labels)
    tables.append(table)
    return table


def _agree(have: Mapping[str, PropertyType], new: Mapping[str, PropertyType]) -> bool:
    folded = {name.casefold(): name for name in have}
    return all(
        have.get(name, kind) is kind and folded.get(name.casefold(), name) == name
        for name, kind in new.items()
    )


def _present(properties: Mapping[str, Any]) -> dict[str, PropertyType]:
    return {name: _type(value) for name, value in properties.items() if value is not None}


def _type(value: Any) -> PropertyType:
    if isinstance(value, datetime):
        zoned = value.tzinfo is not None
        return PropertyType.ZONED_DATETIME if zoned else PropertyType.LOCAL_DATETIME
    if isinstance(value, list):
        kinds = {type(item) for item in value}
        return _LISTS[kinds.pop()] if kinds else PropertyType.STRING_LIST
    return _SCALARS[type(value)]


def _create(connection: duckdb.DuckDBPyConnection, table: _Table, keys: tuple[str, ...]) -> None:
    columns = [f"{key} BIGINT" for key in keys]
    columns += [f"{_quoted(name)} {kind.value}" for name, kind in table.types.items()]
    connection.execute(f"CREATE TABLE {_quoted(table.name)} ({', '.join(columns)})")
    marks = ", ".join("?" * len(columns))
    for numbers, properties in table.rows:
        values = [*numbers, *(properties.get(name) for name in table.types)]
        connection.execute(f"INSERT INTO {_quoted(table.name)} VALUES ({marks})", values)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
