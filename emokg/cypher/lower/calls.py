"""Function calls: an aggregate already computed, a scalar function of the table, or a refusal."""

from __future__ import annotations

from emokg.cypher import tree
from emokg.cypher.lower.aggregates import is_aggregate
from emokg.cypher.lower.dispatch import FUNCTIONS, lower_total, lowers
from emokg.cypher.lower.frame import Frame
from emokg.cypher.values import Value, as_float, settled
from emokg.errors import CypherSemanticError


@lowers
def _call(node: tree.FunctionCall, frame: Frame) -> Value:
    if is_aggregate(node):
        raise _misplaced(node, node.name, frame)
    found = FUNCTIONS.get(node.name.lower())
    if found is None:
        raise frame.compilation.unsupported(
            node, f"The function {node.name}()", "The manual lists the functions there are."
        )
    name = node.name.lower()
    arguments = [lower_total(argument, frame) for argument in node.arguments]
    if name in _LIKE_FLOATS:
        arguments = list(map(as_float, arguments))
    elif name != "coalesce":
        arguments = list(map(settled, arguments))
    return found(frame, node, arguments)


_LIKE_FLOATS = frozenset(
    name
    for names in (
        "acos asin atan atan2 cos cosh cot coth degrees haversin radians sin sinh tan tanh",
        "ceil exp floor isnan log log10 round sign sqrt tofloat tointeger",
    )
    for name in names.split()
)
"""Functions to which the INTEGER 0 and the FLOAT 0.0 are the same."""


@lowers
def _count_star(node: tree.CountStar, frame: Frame) -> Value:
    raise _misplaced(node, "count", frame)


def _misplaced(node: tree.Expression, name: str, frame: Frame) -> Exception:
    return frame.compilation.error(
        CypherSemanticError,
        node,
        f"Invalid use of aggregating function {name}(...) in this context",
        "Aggregate in a WITH first and use its column here.",
    )
