"""head, last, tail, range.

A null list gives null; head and last of the empty list are null. range() includes both ends.
"""

from __future__ import annotations

from emokg.cypher import tree
from emokg.cypher.lower.dispatch import dynamic, function
from emokg.cypher.lower.frame import Frame
from emokg.cypher.lower.lists import as_list
from emokg.cypher.types import INTEGER, Kind, list_of
from emokg.cypher.values import Value, coerce
from emokg.errors import CypherSemanticError


@function("head")
def _head(frame: Frame, node: tree.FunctionCall, arguments: list[Value]) -> Value:
    items = as_list(arguments[0], node.arguments[0], frame)
    return Value(f"({items.sql})[1]", items.type.element)


@function("last")
def _last(frame: Frame, node: tree.FunctionCall, arguments: list[Value]) -> Value:
    items = as_list(arguments[0], node.arguments[0], frame)
    return Value(f"({items.sql})[-1]", items.type.element)


@function("tail")
def _tail(frame: Frame, node: tree.FunctionCall, arguments: list[Value]) -> Value:
    items = as_list(arguments[0], node.arguments[0], frame)
    return Value(f"({items.sql})[2:]", list_of(items.type.element))


@function("range")
def _range(frame: Frame, node: tree.FunctionCall, arguments: list[Value]) -> Value:
    texts = []
    names = ("start", "end", "step")
    for name, value, expression in zip(names, arguments, node.arguments, strict=False):
        if value.type.kind is Kind.ANY:
            value = dynamic(frame, "position", value, returns=INTEGER)
        if value.type.kind not in (Kind.INTEGER, Kind.NULL):
            raise frame.compilation.error(
                CypherSemanticError,
                expression,
                f"Type mismatch: range() expects Integer but was given {value.type}",
            )
        texts.append(_given(value, name))
    low, high = texts[:2]
    given, steps = "", f"CAST({high} AS HUGEINT) - {low}"
    if len(texts) == 3:
        given = (
            f", (CASE WHEN {texts[2]} = 0 THEN error('Invalid argument: the step of range() "
            f"can''t be zero') ELSE {texts[2]} END)"
        )
        steps = f"({steps}) // nullif({texts[2]}, 0)"
    long = f"error('{_LONG}')"
    text = f"generate_series({low}, {high}{given})"
    text = f"(CASE WHEN {steps} > {_MOST} THEN {long} ELSE {text} END)"
    return Value(text, list_of(INTEGER), nullable=False)


_MOST = 10_000_000
_LONG = (
    f"CypherUnsupported: range() of more than {_MOST:,} numbers is not supported: "
    "write a shorter one, or match what is to be counted"
)


def _given(value: Value, name: str) -> str:
    """The INTEGER, or Neo4j's complaint where it is null."""
    if not value.nullable:
        return value.sql
    words = f"Invalid input for {name} value in function ''range()'': Expected a numeric value"
    complaint = f"CAST(error('{words} but got: NO_VALUE') AS BIGINT)"
    return f"(CASE WHEN {value.sql} IS NULL THEN {complaint} ELSE {coerce(value, INTEGER)} END)"
