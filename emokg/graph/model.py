"""What a graph is made of: node tables, relationship tables, and their typed properties.

`cypher` compiles against this and never against a particular graph, so that any small labelled
graph (the openCypher TCK's, for one) can be queried by the same compiler.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cache

from emokg.content import content_folder

LABEL_BITS = 40
"""`_n` is `number << LABEL_BITS | row`: one integer names a node of any label, and tells its table.
`_r` is built the same way from relationship tables."""


class PropertyType(Enum):
    """Cypher's property types that the embedded store keeps as typed columns, with their SQL."""

    STRING = "VARCHAR"
    INTEGER = "BIGINT"
    FLOAT = "DOUBLE"
    BOOLEAN = "BOOLEAN"
    DATE = "DATE"
    LOCAL_DATETIME = "TIMESTAMP"
    ZONED_DATETIME = "TIMESTAMPTZ"
    STRING_LIST = "VARCHAR[]"
    INTEGER_LIST = "BIGINT[]"
    FLOAT_LIST = "DOUBLE[]"
    BOOLEAN_LIST = "BOOLEAN[]"


@dataclass(frozen=True, slots=True)
class Property:
    """One property: a column of the same name."""

    name: str
    type: PropertyType


@dataclass(frozen=True, slots=True)
class NodeTable:
    """Nodes that share a set of labels. Columns: `_n` BIGINT, then the properties.

    EmoKG's own graph has one label a node and a table named after it. `sorted_by` is a STRING
    property that every node has, each another value, and in whose order `_n` ascends.
    """

    number: int
    table: str
    labels: tuple[str, ...]
    properties: tuple[Property, ...]
    sorted_by: str | None = field(default=None, repr=False)  # no part of the fingerprint


@dataclass(frozen=True, slots=True)
class RelationshipTable:
    """Relationships of one type, sorted by `_s`.

    Columns: `_r`, `_s`, `_d` BIGINT, then the properties.
    `sources` and `targets` name the node tables its ends may lie in.
    """

    number: int
    table: str
    type: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    properties: tuple[Property, ...]


@dataclass(frozen=True, slots=True)
class GraphModel:
    """The whole shape of a graph; numbers are unique among nodes, and among relationships."""

    nodes: tuple[NodeTable, ...]
    relationships: tuple[RelationshipTable, ...]


@cache
def emokg_model() -> GraphModel:
    """EmoKG's own graph, as `schema/` describes it; a table is named as its label or type."""
    path = content_folder("schema") / "generated" / "graph.json"
    shape = json.loads(path.read_text(encoding="utf-8"))
    nodes = (
        NodeTable(number, node["label"], (node["label"],), _properties(node["properties"]), "id")
        for number, node in enumerate(shape["nodes"])
    )
    relationships = (
        RelationshipTable(
            number,
            link["type"],
            link["type"],
            tuple(link["sources"]),
            tuple(link["targets"]),
            _properties(link["properties"]),
        )
        for number, link in enumerate(shape["relationships"])
    )
    return GraphModel(tuple(nodes), tuple(relationships))


def _properties(types: Mapping[str, str]) -> tuple[Property, ...]:
    return tuple(Property(name, PropertyType[type_]) for name, type_ in types.items())
