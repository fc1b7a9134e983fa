"""Functions of nodes, relationships and paths.

labels and type are read off the number of the table. id() is the number the store gives an entity,
elementId() its text: both hold for one built graph only, as Neo4j's do for one database.
"""

from __future__ import annotations

from emokg.cypher import sql, tree
from emokg.cypher.lower.dispatch import dynamic, function
from emokg.cypher.lower.entities import as_entity
from emokg.cypher.lower.frame import Frame
from emokg.cypher.lower.labels import all_nodes, all_relationships
from emokg.cypher.lower.maps import keys, properties
from emokg.cypher.types import INTEGER, STRING, Kind, Type, list_of
from emokg.cypher.values import NULL_VALUE, Value
from emokg.errors import CypherSemanticError
from emokg.graph.model import LABEL_BITS, NodeTable, RelationshipTable


def _argument(frame: Frame, value: Value, kind: Kind) -> Value:
    """An argument that must be a node or a relationship, also where only the row can tell."""
    if value.type.kind is not Kind.ANY:
        return value
    if kind is Kind.NODE:
        return as_entity(value, all_nodes(frame), "node_number", frame)
    return as_entity(value, all_relationships(frame), "relationship_number", frame)


def _expect(frame: Frame, node: tree.FunctionCall, value: Value, *kinds: Kind) -> bool:
    """False for null; an error for another type."""
    if value.type.kind is Kind.NULL:
        return False
    if value.type.kind not in kinds:
        if value.type.kind is Kind.ANY:
            raise frame.compilation.unsupported(
                node,
                f"{node.name}() of an item of a mixed list or map",
                "Apply it before the value is put there.",
            )
        words = " or ".join(kind.value.title() for kind in kinds)
        raise frame.compilation.error(
            CypherSemanticError,
            node.arguments[0],
            f"Type mismatch: {node.name}() expects {words} but was given {value.type}",
        )
    return True


@function("labels")
def _labels(frame: Frame, node: tree.FunctionCall, arguments: list[Value]) -> Value:
    value = _argument(frame, arguments[0], Kind.NODE)
    if not _expect(frame, node, value, Kind.NODE):
        return NULL_VALUE
    return Value(_by_table(frame, value), list_of(STRING))


@function("type")
def _type(frame: Frame, node: tree.FunctionCall, arguments: list[Value]) -> Value:
    value = _argument(frame, arguments[0], Kind.RELATIONSHIP)
    if not _expect(frame, node, value, Kind.RELATIONSHIP):
        return NULL_VALUE
    return Value(_by_table(frame, value), STRING)


def _by_table(frame: Frame, value: Value) -> str:
    tables = frame.compilation.tables(value.type)
    if not tables:
        return (
            "CAST(NULL AS VARCHAR[])" if value.type.kind is Kind.NODE else "CAST(NULL AS VARCHAR)"
        )
    if len(tables) == 1:
        return f"(CASE WHEN {value.sql} IS NULL THEN NULL ELSE {_word(tables[0])} END)"
    cases = " ".join(f"WHEN {table.number} THEN {_word(table)}" for table in tables)
    return f"(CASE {value.sql} >> {LABEL_BITS} {cases} END)"


def _word(table: NodeTable | RelationshipTable) -> str:
    if isinstance(table, NodeTable):
        return f"CAST([{', '.join(map(sql.text, table.labels))}] AS VARCHAR[])"
    return sql.text(table.type)


@function("id")
def _id(frame: Frame, node: tree.FunctionCall, arguments: list[Value]) -> Value:
    value = arguments[0]
    if not _expect(frame, node, value, Kind.NODE, Kind.RELATIONSHIP):
        return NULL_VALUE
    return Value(value.sql, INTEGER, plain=value.plain)


@function("elementId")
def _element_id(frame: Frame, node: tree.FunctionCall, arguments: list[Value]) -> Value:
    value = arguments[0]
    if not _expect(frame, node, value, Kind.NODE, Kind.RELATIONSHIP):
        return NULL_VALUE
    return Value(f"CAST({value.sql} AS VARCHAR)", STRING)


@function("properties")
def _properties(frame: Frame, node: tree.FunctionCall, arguments: list[Value]) -> Value:
    kinds = (Kind.NODE, Kind.RELATIONSHIP, Kind.MAP, Kind.ANY)
    if not _expect(frame, node, arguments[0], *kinds):
        return NULL_VALUE
    return properties(arguments[0], frame)


@function("keys")
def _keys(frame: Frame, node: tree.FunctionCall, arguments: list[Value]) -> Value:
    kinds = (Kind.NODE, Kind.RELATIONSHIP, Kind.MAP, Kind.ANY)
    if not _expect(frame, node, arguments[0], *kinds):
        return NULL_VALUE
    return keys(arguments[0], frame)


def _end(frame: Frame, node: tree.FunctionCall, value: Value, column: str) -> Value:
    value = _argument(frame, value, Kind.RELATIONSHIP)
    if not _expect(frame, node, value, Kind.RELATIONSHIP):
        return NULL_VALUE
    numbers = frame.compilation.numbers
    tables = [t for t in frame.compilation.tables(value.type) if isinstance(t, RelationshipTable)]
    names = [name for t in tables for name in (t.sources if column == "_s" else t.targets)]
    reached = frozenset(numbers[name] for name in names)
    kind = Type(Kind.NODE, tables=reached)
    if not tables:
        return Value("CAST(NULL AS BIGINT)", kind)
    return Value(f"{frame.reach(value).alias}.{column}", kind, plain=True, nullable=value.nullable)


@function("startNode")
def _start_node(frame: Frame, node: tree.FunctionCall, arguments: list[Value]) -> Value:
    return _end(frame, node, arguments[0], "_s")


@function("endNode")
def _end_node(frame: Frame, node: tree.FunctionCall, arguments: list[Value]) -> Value:
    return _end(frame, node, arguments[0], "_d")


@function("nodes")
def _nodes(frame: Frame, node: tree.FunctionCall, arguments: list[Value]) -> Value:
    if not _expect(frame, node, arguments[0], Kind.PATH):
        return NULL_VALUE
    return Value(f"({arguments[0].sql}).n", list_of(all_nodes(frame)))


@function("relationships")
def _relationships(frame: Frame, node: tree.FunctionCall, arguments: list[Value]) -> Value:
    if not _expect(frame, node, arguments[0], Kind.PATH):
        return NULL_VALUE
    return Value(f"({arguments[0].sql}).r", list_of(all_relationships(frame)))


@function("length")
def _length(frame: Frame, node: tree.FunctionCall, arguments: list[Value]) -> Value:
    value = arguments[0]
    if value.type.kind is Kind.ANY:
        return dynamic(frame, "path_length", value, returns=INTEGER)
    if not _expect(frame, node, value, Kind.PATH):
        return NULL_VALUE
    return Value(f"len(({value.sql}).r)", INTEGER)


@function("exists")
def _exists(frame: Frame, node: tree.FunctionCall, arguments: list[Value]) -> Value:
    if not isinstance(node.arguments[0], tree.PatternExpression):
        raise frame.compilation.error(
            CypherSemanticError,
            node,
            "The property existence syntax exists(variable.property) is no longer supported",
            "Write variable.property IS NOT NULL.",
        )
    return arguments[0]
