"""The kind of an expression as far as its form tells it, in Neo4j's words."""

from __future__ import annotations

from emokg.cypher import tree
from emokg.cypher.checking.context import ANY, Names


def kind_of(expression: tree.Expression, names: Names) -> str:
    """`Node`, `Integer`, `List<Integer>`, …; `Any` where only the values tell."""
    match expression:
        case tree.Variable():
            return names.get(expression.name, ANY)
        case tree.Literal():
            return _LITERALS[type(expression.value)]
        case tree.MapLiteral() | tree.MapProjection():
            return "Map"
        case tree.ListLiteral():
            kinds = {kind_of(item, names) for item in expression.items}
            return f"List<{kinds.pop() if len(kinds) == 1 else ANY}>"
    return ANY


_LITERALS = {
    bool: "Boolean",
    int: "Integer",
    float: "Float",
    str: "String",
    type(None): ANY,
}


def item_of(kind: str) -> str:
    """The kind of a list's items, and of what UNWIND makes of a value."""
    return kind[5:-1] if kind.startswith("List<") else ANY
