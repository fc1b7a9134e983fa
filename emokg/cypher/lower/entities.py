"""Properties, labels and types of nodes and relationships; keys of maps.

An absent property is null; null has no properties. `n:Label` of null is null. Labels and types are
known from the number of the table an entity lies in, so a test of them reads no table.
"""

from __future__ import annotations

from dataclasses import replace

from emokg.cypher import sql, tree
from emokg.cypher.lower.dispatch import dynamic, lower, lowers
from emokg.cypher.lower.frame import Frame
from emokg.cypher.lower.functions_temporal import TEMPORAL, part
from emokg.cypher.lower.labels import all_nodes, all_relationships, tables_with
from emokg.cypher.lower.scans import in_tables
from emokg.cypher.types import ANY, INTEGER, STRING, Kind, Type
from emokg.cypher.values import NULL_VALUE, Value, boolean, encode
from emokg.cypher.walking import walk
from emokg.errors import CypherSemanticError


@lowers
def _property(node: tree.Property, frame: Frame) -> Value:
    return access(lower(node.subject, frame), node.name, node, frame)


def access(subject: Value, name: str, at: tree.Expression, frame: Frame) -> Value:
    """`subject.name`."""
    kind = subject.type.kind
    if kind is Kind.NULL:
        return NULL_VALUE
    if subject.type.entity:
        return frame.property(subject, name)
    if kind is Kind.MAP:
        names = [field for field, _ in subject.type.fields]
        if name not in names:
            return NULL_VALUE
        position = names.index(name)
        return Value(f"({subject.sql}).f{position}", subject.type.fields[position][1])
    if kind in TEMPORAL:
        return part(subject, name, frame)
    if kind is Kind.ANY:
        return _of_any(subject, name, frame)
    raise frame.compilation.error(
        CypherSemanticError,
        at,
        f"Type mismatch: expected Map, Node or Relationship but was {subject.type}",
    )


def _of_any(subject: Value, name: str, frame: Frame) -> Value:
    """A map's entry, or a property of what may be a node or a relationship."""
    entry = dynamic(frame, "get", subject, Value(sql.text(name), STRING))
    found = [
        frame.property(entity, name)
        for helper, kind in (
            ("node_or_null", all_nodes(frame)),
            ("relationship_or_null", all_relationships(frame)),
        )
        if _has(kind, name, frame)
        for entity in (as_entity(subject, kind, helper, frame),)
    ]
    if not found:
        return entry
    return Value(f"coalesce({', '.join(map(encode, found))}, {entry.sql})", ANY)


def _has(kind: Type, name: str, frame: Frame) -> bool:
    return any(
        stored.name == name for t in frame.compilation.tables(kind) for stored in t.properties
    )


def as_entity(value: Value, kind: Type, helper: str, frame: Frame) -> Value:
    """The node or relationship that an ANY holds."""
    return replace(dynamic(frame, helper, value, returns=INTEGER), type=kind)


@lowers
def _has_labels(node: tree.HasLabels, frame: Frame) -> Value:
    computed = [found for found in walk(node.labels) if isinstance(found, tree.LabelDynamic)]
    if computed:
        raise frame.compilation.error(
            CypherSemanticError,
            computed[0],
            "Dynamic labels and types are only allowed in the patterns of MATCH",
        )
    value = lower(node.operand, frame)
    if value.type.kind is Kind.NULL:
        return boolean("CAST(NULL AS BOOLEAN)")
    if value.type.kind is Kind.ANY:
        value = as_entity(value, all_nodes(frame), "node_number", frame)
    if not value.type.entity:
        raise frame.compilation.error(
            CypherSemanticError,
            node,
            f"Type mismatch: expected Node or Relationship but was {value.type}",
        )
    if value.type.kind is Kind.RELATIONSHIP and value.nullable:
        for found in walk(node.labels):
            if isinstance(found, tree.LabelAny):
                raise frame.compilation.unsupported(
                    found,
                    "Whether a relationship that may be null has any type",
                    "Neo4j 5.26 says that null has one. Write r IS NOT NULL.",
                )
    matching = tables_with(node.labels, value.type, frame)
    if matching == value.type.tables:
        return boolean(f"(CASE WHEN {value.sql} IS NULL THEN NULL ELSE TRUE END)")
    if not matching and value.nullable:
        return boolean(f"(CASE WHEN {value.sql} IS NULL THEN NULL ELSE FALSE END)")
    return boolean(f"({in_tables(value.sql, matching)})")
