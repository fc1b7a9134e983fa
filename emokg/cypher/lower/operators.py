"""Which lowering an operator belongs to."""

from __future__ import annotations

from emokg.cypher import tree
from emokg.cypher.lower.arithmetic import arithmetic, concatenate, negate
from emokg.cypher.lower.dispatch import lower, lower_total, lowers
from emokg.cypher.lower.frame import Frame
from emokg.cypher.lower.logic import as_boolean, binary, condition
from emokg.cypher.lower.membership import member
from emokg.cypher.lower.text_search import search
from emokg.cypher.values import Value, boolean

_LOGIC = ("AND", "OR", "XOR")
_DECIDES = {"AND": "FALSE", "OR": "TRUE"}
_SEARCH = ("STARTS WITH", "ENDS WITH", "CONTAINS", "=~")


@lowers
def _binary(node: tree.Binary, frame: Frame) -> Value:
    if node.operator in _LOGIC:
        left = condition(node.left, frame)
        if left.sql == _DECIDES.get(node.operator) and not isinstance(node.left, tree.Literal):
            return left  # what the other side would join is not read
        return binary(node.operator, left, condition(node.right, frame))
    if node.operator == "IN":
        return member(node, frame)
    if node.operator in _SEARCH:
        return search(node, lower(node.left, frame), lower(node.right, frame), frame)
    if node.operator == "||":
        return concatenate(node, lower(node.left, frame), lower(node.right, frame), frame)
    left, right = lower_total(node.left, frame), lower_total(node.right, frame)
    return arithmetic(node, left, right, frame)


@lowers
def _unary(node: tree.Unary, frame: Frame) -> Value:
    value = lower(node.operand, frame)
    if node.operator == "NOT":
        return boolean(f"(NOT {as_boolean(value, node.operand, frame).sql})")
    return negate(node, value, frame)
