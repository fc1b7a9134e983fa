"""`x IN list`.

True where an item equals x; else null where x is null (and the list is not empty) or an item is
null; else false. `list_contains` of DuckDB knows no null. A list of one is also what only a row
shows to be no list.
"""

from __future__ import annotations

from emokg.cypher import tree
from emokg.cypher.lower.comparison import compare, refuse_inexact
from emokg.cypher.lower.dispatch import dynamic, lower, lower_total
from emokg.cypher.lower.frame import Frame
from emokg.cypher.types import BOOLEAN, Kind
from emokg.cypher.values import Value, as_float, boolean
from emokg.errors import CypherSemanticError

_DIRECT = (Kind.STRING, Kind.INTEGER, Kind.BOOLEAN, Kind.NODE, Kind.RELATIONSHIP, Kind.DATE)


def member(node: tree.Binary, frame: Frame) -> Value:
    """`left IN right`."""
    left = as_float(lower_total(node.left, frame))
    if isinstance(node.right, tree.ListLiteral):
        items = [lower(item, frame) for item in node.right.items]
        for item in items:
            refuse_inexact(node, left, item, frame)
        return _in_literal(left, items, frame)
    right = lower(node.right, frame)
    if right.type.kind is Kind.LIST:
        refuse_inexact(node, left, Value("e", right.type.element), frame)
    if right.type.kind is Kind.NULL:
        return boolean("CAST(NULL AS BOOLEAN)")
    if right.type.kind is Kind.LIST:
        kind = right.type.element.kind
        if left.type.kind is kind and kind in _DIRECT:
            return boolean(
                f"(CASE WHEN {right.sql} IS NULL THEN NULL "
                f"WHEN len({right.sql}) = 0 THEN FALSE "
                f"WHEN {left.sql} IS NULL THEN NULL "
                f"WHEN list_contains({right.sql}, {left.sql}) THEN TRUE "
                f"WHEN len({right.sql}) > list_count({right.sql}) THEN NULL "
                f"ELSE FALSE END)"
            )
        return dynamic(frame, "member", left, right, returns=BOOLEAN)
    if right.type.kind is Kind.ANY:
        return dynamic(frame, "member", left, right, returns=BOOLEAN)
    if _unseen(node.right, right):
        refuse_inexact(node, left, right, frame)
        return _in_literal(left, [right], frame)
    raise frame.compilation.error(
        CypherSemanticError, node.right, f"Type mismatch: expected List but was {right.type}"
    )


def _unseen(expression: tree.Expression, value: Value) -> bool:
    """Whether Neo4j learns only from the row that this is no list, and takes it for one of one."""
    if isinstance(expression, tree.Parameter):
        return value.type.kind is Kind.FLOAT
    return isinstance(expression, (tree.Property, tree.Index))


def _in_literal(left: Value, items: list[Value], frame: Frame) -> Value:
    if not items:
        return boolean("FALSE")
    if left.type.kind in _DIRECT and all(item.type.kind is left.type.kind for item in items):
        return boolean(f"({left.sql} IN ({', '.join(item.sql for item in items)}))")
    tests = [compare(frame, "=", left, item).sql for item in items]
    return boolean(f"({' OR '.join(tests)})")
