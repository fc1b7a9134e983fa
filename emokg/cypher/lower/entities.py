"""Properties, labels and types of nodes and relationships; keys of maps.

An absent property is null; null has no properties. `n:Label` of null is null. Labels and types are
known from the number of the table an entity lies in, so a test of them reads no table.
"""

from __future__ import annotations

from emokg.cypher import sql, tree
from emokg.cypher.lower.dispatch import dynamic, lower, lowers
from emokg.cypher.lower.frame import Frame
from emokg.cypher.lower.labels import tables_with
from emokg.cypher.lower.scans import in_tables
from emokg.cypher.types import STRING, Kind
from emokg.cypher.values import NULL_VALUE, Value, boolean
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
    if kind is Kind.ANY:
        return dynamic(frame, "get", subject, Value(sql.text(name), STRING))
    raise frame.compilation.error(
        CypherSemanticError,
        at,
        f"Type mismatch: expected Map, Node or Relationship but was {subject.type}",
    )


@lowers
def _has_labels(node: tree.HasLabels, frame: Frame) -> Value:
    value = lower(node.operand, frame)
    if value.type.kind is Kind.NULL:
        return boolean("CAST(NULL AS BOOLEAN)")
    if not value.type.entity:
        raise frame.compilation.error(
            CypherSemanticError,
            node,
            f"Type mismatch: expected Node or Relationship but was {value.type}",
        )
    matching = tables_with(node.labels, value.type, frame)
    if matching == value.type.tables:
        return boolean(f"(CASE WHEN {value.sql} IS NULL THEN NULL ELSE TRUE END)")
    return boolean(f"({in_tables(value.sql, matching)})")
