"""The embedded graph as the files that Neo4j's bulk importer reads."""

from __future__ import annotations

from pathlib import Path

import duckdb

from emokg.graph.model import GraphModel, Property, PropertyType

SEPARATOR = "\x1f"
"""Between the items of a list; no text of ours holds it."""
TYPES = {
    PropertyType.STRING: "string",
    PropertyType.INTEGER: "long",
    PropertyType.FLOAT: "double",
    PropertyType.BOOLEAN: "boolean",
    PropertyType.DATE: "date",
    PropertyType.LOCAL_DATETIME: "localdatetime",
    PropertyType.ZONED_DATETIME: "datetime",
    PropertyType.STRING_LIST: "string[]",
    PropertyType.INTEGER_LIST: "long[]",
    PropertyType.FLOAT_LIST: "double[]",
    PropertyType.BOOLEAN_LIST: "boolean[]",
}


def write_csv(connection: duckdb.DuckDBPyConnection, model: GraphModel, folder: Path) -> list[str]:
    """One CSV file a table; returns the importer's arguments."""
    folder.mkdir(parents=True, exist_ok=True)
    arguments = [f"--array-delimiter=U+{ord(SEPARATOR):04X}", "--id-type=integer"]
    for node in model.nodes:
        path = folder / f"node-{node.table}.csv"
        columns = ['_n AS ":ID"', *map(_column, node.properties)]
        _copy(connection, columns, node.table, path)
        arguments.append(f"--nodes={':'.join(node.labels)}={path}")
    for relationship in model.relationships:
        path = folder / f"relationship-{relationship.table}.csv"
        columns = ['_s AS ":START_ID"', '_d AS ":END_ID"', *map(_column, relationship.properties)]
        _copy(connection, columns, relationship.table, path)
        arguments.append(f"--relationships={relationship.type}={path}")
    return arguments


def _copy(
    connection: duckdb.DuckDBPyConnection, columns: list[str], table: str, path: Path
) -> None:
    connection.execute(
        f"COPY (SELECT {', '.join(columns)} FROM \"{table}\") TO '{path}' (HEADER, FORCE_QUOTE *)"
    )


def _column(item: Property) -> str:
    value = f'"{item.name}"'
    if item.type.value.endswith("[]"):
        value = f"array_to_string({value}, chr({ord(SEPARATOR)}))"
    elif item.type is PropertyType.ZONED_DATETIME:
        value = f"strftime({value} AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S.%fZ')"
    elif item.type is PropertyType.LOCAL_DATETIME:
        value = f"strftime({value}, '%Y-%m-%dT%H:%M:%S.%f')"
    return f'{value} AS "{item.name}:{TYPES[item.type]}"'
