"""UNWIND: one row an item, in the list's order; no row for null or the empty list.

A value that is no list counts as a list of one.
"""

from __future__ import annotations

from emokg.cypher import tree
from emokg.cypher.lower.dispatch import dynamic, lower
from emokg.cypher.lower.frame import Frame
from emokg.cypher.types import ANY, Kind, list_of
from emokg.cypher.values import Value, coerce


def unwind(clause: tree.Unwind, frame: Frame) -> Frame:
    """Join the items to the frame."""
    source = items(lower(clause.source, frame), frame)
    alias = frame.fresh("u")
    frame.items.append(f"CROSS JOIN LATERAL unnest({source.sql}) WITH ORDINALITY AS {alias}(x, o)")
    frame.bind(clause.variable, Value(f"{alias}.x", source.type.element, plain=True))
    frame.order.append((f"{alias}.o", "ASC"))
    return frame


def items(value: Value, frame: Frame) -> Value:
    """The value as a list of a known item type."""
    if value.type.kind is Kind.LIST:
        return value
    if value.type.kind is Kind.ANY:
        return dynamic(frame, "items", value, returns=list_of(ANY))
    kind = list_of(value.type)
    listed = f"CASE WHEN {value.sql} IS NULL THEN NULL ELSE [{coerce(value, value.type)}] END"
    return Value(f"CAST({listed} AS {kind.sql})", kind)
