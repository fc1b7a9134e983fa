"""UNWIND: one row an item, in the list's order; no row for null or the empty list.

A value that is no list counts as a list of one.
"""

from __future__ import annotations

from emokg.cypher import tree
from emokg.cypher.lower.dispatch import dynamic, lower
from emokg.cypher.lower.frame import Frame
from emokg.cypher.lower.nesting import nest
from emokg.cypher.types import ANY, INTEGER, Kind, list_of
from emokg.cypher.values import Value, coerce

_LIST, _PLACE = " list", " place"


def unwind(clause: tree.Unwind, frame: Frame) -> Frame:
    """The frame with its rows repeated for the items.

    A list made from the row is unnested in the SELECT itself: DuckDB 2.0 joins a lateral unnest
    back to its rows, which takes several times as long.
    """
    source = items(lower(clause.source, frame), frame)
    if not frame.items or frame.parent is not None:
        return _lateral(clause, source, frame)
    if not source.plain:
        frame = nest(frame, {**frame.variables, _LIST: source})
        source = frame.variables.pop(_LIST)
    item = Value(f"unnest({source.sql})", source.type.element)
    place = Value(f"generate_subscripts({source.sql}, 1)", INTEGER)
    outer = nest(frame, {**frame.variables, clause.variable: item, _PLACE: place})
    outer.order.append((outer.variables.pop(_PLACE).sql, "ASC"))
    return outer


def _lateral(clause: tree.Unwind, source: Value, frame: Frame) -> Frame:
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
