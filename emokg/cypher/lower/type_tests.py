"""`x IS [NOT] :: TYPE`, `x IS [NOT] NORMALIZED`, valueType(), normalize().

A type holds null unless it says NOT NULL; a value that is no text is neither normalised nor not.
"""

from __future__ import annotations

from emokg.cypher import sql, tree
from emokg.cypher.lower.dispatch import dynamic, function, lower, lowers
from emokg.cypher.lower.frame import Frame
from emokg.cypher.types import BOOLEAN, STRING
from emokg.cypher.values import Value, boolean


@lowers
def _is_typed(node: tree.IsTyped, frame: Frame) -> Value:
    wanted = Value(sql.text(node.type_name), STRING)
    test = dynamic(frame, "is_typed", lower(node.operand, frame), wanted, returns=BOOLEAN)
    return boolean(f"(NOT {test.sql})") if node.negated else test


@lowers
def _is_normalized(node: tree.IsNormalized, frame: Frame) -> Value:
    form = Value(sql.text(node.form), STRING)
    test = dynamic(frame, "is_normalized", lower(node.operand, frame), form, returns=BOOLEAN)
    return boolean(f"(NOT {test.sql})") if node.negated else test


@function("valueType")
def _value_type(frame: Frame, _node: tree.FunctionCall, arguments: list[Value]) -> Value:
    return dynamic(frame, "value_type", arguments[0], returns=STRING)


@function("normalize")
def _normalize(frame: Frame, _node: tree.FunctionCall, arguments: list[Value]) -> Value:
    return dynamic(frame, "normalize", *arguments, returns=STRING)
