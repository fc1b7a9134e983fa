"""Numbers in place of the property that they ascend with.

The number of a node is at hand in every relationship; its `id` is a text, and a join away. Where
the model says that the numbers of a label are sorted by a property, two nodes of it compare, sort
and are the same by number as by property, and the node with a given one is looked up once.
"""

from __future__ import annotations

from emokg.cypher import sql, tree
from emokg.cypher.lower.dispatch import lower
from emokg.cypher.lower.frame import Frame
from emokg.cypher.types import Kind
from emokg.cypher.values import Value, boolean


def numbered(expression: tree.Expression, frame: Frame) -> Value | None:
    """The node whose number may stand for this expression; null where it is anything else."""
    if not isinstance(expression, tree.Property):
        return None
    if not isinstance(expression.subject, tree.Variable):
        return None
    if frame.has_known and frame.recall(expression) is not None:
        return None
    node = lower(expression.subject, frame)
    return node if _sorted_by(node, expression.name, frame) else None


def compare_numbers(
    operator: str, left: tree.Expression, right: tree.Expression, frame: Frame
) -> Value | None:
    """The comparison of two such properties, or whether one is (not) a given text."""
    one, other = numbered(left, frame), numbered(right, frame)
    if one is not None and other is not None:
        return boolean(f"({one.sql} {operator} {other.sql})") if one.type == other.type else None
    if operator not in ("=", "<>"):
        return None
    for node, written, given in ((one, left, right), (other, right, left)):
        if node is not None and isinstance(written, tree.Property):
            number = _number_of(node, written.name, given, frame)
            return None if number is None else boolean(f"({node.sql} {operator} {number})")
    return None


def _number_of(node: Value, name: str, given: tree.Expression, frame: Frame) -> str | None:
    """SQL of the number that `node` has if its property is the given text; no number if none has.

    Null where the property is at hand without a join, or the text is known only row by row.
    """
    if not _sorted_by(node, name, frame) or name in node.properties:
        return None
    if (node.scan is not None and not node.nullable) or frame.in_lambda:
        return None
    if not isinstance(given, (tree.Parameter, tree.Literal)):
        return None
    value = lower(given, frame)
    if value.type.kind is not Kind.STRING:
        return None
    (table,) = node.type.tables
    source = sql.identifier(frame.compilation.nodes[table].table)
    return f"coalesce((SELECT _n FROM {source} WHERE {sql.identifier(name)} = {value.sql}), -1)"


def _sorted_by(node: Value, name: str, frame: Frame) -> bool:
    if node.type.kind is not Kind.NODE or len(node.type.tables) != 1:
        return False
    (table,) = node.type.tables
    return frame.compilation.nodes[table].sorted_by == name
