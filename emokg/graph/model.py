"""What a graph is made of: node tables, relationship tables, and their typed properties.

`cypher` compiles against this and never against a particular graph, so that any small labelled
graph (the openCypher TCK's, for one) can be queried by the same compiler.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

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

    EmoKG's own graph has one label a node and a table named after it.
    """

    number: int
    table: str
    labels: tuple[str, ...]
    properties: tuple[Property, ...]


@dataclass(frozen=True, slots=True)
class RelationshipTable:
    """Relationships of one type. Columns: `_r`, `_s`, `_d` BIGINT, then the properties; sorted by `_s`.

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
    """The whole shape of a graph. `numbers` of tables are unique among nodes, and among relationships."""

    nodes: tuple[NodeTable, ...]
    relationships: tuple[RelationshipTable, ...]
