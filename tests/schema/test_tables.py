"""The graph model, and the embedded store's tables, hold EmoKG's graph."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import duckdb
import pytest

from emokg.content import content_folder
from emokg.graph.model import Property, PropertyType, emokg_model
from tests.cypher.known_graph import contents

DDL = content_folder("schema") / "generated" / "emokg.duckdb.sql"
SCALARS = {
    str: PropertyType.STRING,
    int: PropertyType.INTEGER,
    float: PropertyType.FLOAT,
    datetime: PropertyType.ZONED_DATETIME,
}


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute(DDL.read_text(encoding="utf-8"))
        yield connection


def holds(properties: tuple[Property, ...], name: str, value: object) -> bool:
    type_ = {given.name: given.type for given in properties}[name]
    if not isinstance(value, list):
        return type_ is SCALARS[type(value)]
    items = {PropertyType[f"{SCALARS[type(item)].name}_LIST"] for item in value}
    return items <= {type_} and type_.name.endswith("_LIST")


def test_every_node_of_the_known_graph_fits_the_model() -> None:
    tables = {node.labels: node.properties for node in emokg_model().nodes}
    for key, labels, properties in contents()[0]:
        for name, value in properties.items():
            assert holds(tables[tuple(labels)], name, value), (key, name)


def test_every_relationship_of_the_known_graph_fits_the_model() -> None:
    tables = {table.type: table for table in emokg_model().relationships}
    for (start, _), type_, (end, _), properties in contents()[1]:
        assert start in tables[type_].sources
        assert end in tables[type_].targets
        for name, value in properties.items():
            assert holds(tables[type_].properties, name, value), (type_, name)


def test_numbers_and_tables_are_unique_and_every_end_is_a_table() -> None:
    model = emokg_model()
    nodes = {node.table for node in model.nodes}
    for tables in (model.nodes, model.relationships):
        assert len({table.number for table in tables}) == len(tables)
        assert len({table.table for table in tables}) == len(tables)
    for relationship in model.relationships:
        assert nodes.issuperset(relationship.sources + relationship.targets)


def test_the_tables_have_exactly_the_columns_and_types_of_the_model(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    expected = {
        node.table: {"_n": "BIGINT"} | {of.name: of.type.value for of in node.properties}
        for node in emokg_model().nodes
    } | {
        link.table: dict.fromkeys(("_r", "_s", "_d"), "BIGINT")
        | {of.name: of.type.value for of in link.properties}
        for link in emokg_model().relationships
    }
    tables = [name for (name,) in connection.execute("SHOW TABLES").fetchall()]
    assert sorted(tables) == sorted(expected)
    for name, columns in expected.items():
        table = connection.table(f'"{name}"')
        assert table.columns == list(columns)
        assert table.types == [duckdb.type(type_) for type_ in columns.values()], name


def test_what_is_required_may_not_be_absent(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        'INSERT INTO "EVOKES" (_r, _s, _d, probability, rank) VALUES (0, 0, 0, 1, 1)'
    )
    for text in (
        'INSERT INTO "EVOKES" (_r, _s, _d, probability) VALUES (0, 0, 0, 1)',
        'INSERT INTO "Image" (_n) VALUES (0)',
    ):
        with pytest.raises(duckdb.ConstraintException, match="NOT NULL"):
            connection.execute(text)
