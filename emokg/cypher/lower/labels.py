"""Which tables a label expression allows: labels and types belong to tables, not to rows."""

from __future__ import annotations

from emokg.cypher import tree
from emokg.cypher.lower.frame import Frame
from emokg.cypher.types import Kind, Type
from emokg.graph.model import NodeTable, RelationshipTable


def tables_with(labels: tree.LabelExpression, kind: Type, frame: Frame) -> frozenset[int]:
    """Numbers of those tables of `kind` whose entities satisfy the expression."""
    return frozenset(
        table.number
        for table in frame.compilation.tables(kind)
        if satisfies(labels, _names(table), frame)
    )


def _names(table: NodeTable | RelationshipTable) -> frozenset[str]:
    if isinstance(table, NodeTable):
        return frozenset(table.labels)
    return frozenset((table.type,))


def satisfies(labels: tree.LabelExpression, names: frozenset[str], frame: Frame) -> bool:
    """Whether an entity with these labels (or this type) satisfies the expression."""
    match labels:
        case tree.LabelName():
            return labels.name in names
        case tree.LabelAnd():
            return satisfies(labels.left, names, frame) and satisfies(labels.right, names, frame)
        case tree.LabelOr():
            return satisfies(labels.left, names, frame) or satisfies(labels.right, names, frame)
        case tree.LabelNot():
            return not satisfies(labels.operand, names, frame)
        case tree.LabelAny():
            return bool(names)
        case tree.LabelDynamic():
            asked = _given(labels, frame)
            return names.issuperset(asked) if labels.every else not names.isdisjoint(asked)
    raise AssertionError(f"no label expression: {labels}")


def _given(labels: tree.LabelDynamic, frame: Frame) -> list[str]:
    """The names in `$('Image')` or `$any($labels)`, which must be known before any row is read."""
    value = labels.expression
    items = value.items if isinstance(value, tree.ListLiteral) else (value,)
    found: list[object] = []
    for item in items:
        given = frame.compilation.constant(item)
        found += given if isinstance(given, list) and item is value else [given]
    names = [name for name in found if isinstance(name, str)]
    if len(names) < len(found):
        raise frame.compilation.unsupported(
            labels,
            "A label computed by an expression",
            "Write the label itself, as in (n:Image), or a parameter: (n:$($label)).",
        )
    return names


def all_nodes(frame: Frame) -> Type:
    """The type of a node nothing is known of."""
    return Type(Kind.NODE, tables=frozenset(frame.compilation.nodes))


def all_relationships(frame: Frame) -> Type:
    """The type of a relationship nothing is known of."""
    return Type(Kind.RELATIONSHIP, tables=frozenset(frame.compilation.relationships))
