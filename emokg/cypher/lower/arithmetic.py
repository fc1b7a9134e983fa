"""`+ - * / % ^` and `||`.

INTEGER arithmetic stays INTEGER: overflow is an error, `/` and `%` truncate towards zero, by zero
is an error; the least INTEGER divided by -1 is itself, as in Java. With a FLOAT it is IEEE: by zero
gives an infinity or NaN, but for `/` by an INTEGER. Neo4j 5.26 finds that a divisor is the INTEGER
0 before it finds a null before the `/`.
`^` is always FLOAT. `+` also joins texts (a number beside a text becomes text) and lists (a value
beside a list is an item).
"""

from __future__ import annotations

import re

from emokg.cypher import sql, tree
from emokg.cypher.dynamic.values import INTEGER_MIN
from emokg.cypher.lower.dispatch import dynamic
from emokg.cypher.lower.frame import Frame
from emokg.cypher.types import FLOAT, INEXACT, INTEGER, STRING, TOTAL, Kind, join, list_of
from emokg.cypher.values import NULL_VALUE, Value, as_float, coerce, null, settled
from emokg.cypher.walking import walk
from emokg.errors import CypherError, CypherSemanticError

_NAMES = {
    "+": "add",
    "-": "subtract",
    "*": "multiply",
    "/": "divide",
    "%": "modulo",
    "^": "power",
}


LEAST = sql.number(INTEGER_MIN)
_HARMLESS = re.compile(r"\('?[1-9][0-9]*'?::BIGINT\)")
"""Divisors, as written, that neither are 0 nor bring about an overflow."""


def arithmetic(node: tree.Binary, left: Value, right: Value, frame: Frame) -> Value:
    """One arithmetic operation."""
    if Kind.TOTAL in (left.type.kind, right.type.kind):
        scaled = _scaled(node.operator, left, right)
        if scaled is not None:
            return scaled
        left, right = _settle(node.operator, left, right)
    operator, kinds = node.operator, (left.type.kind, right.type.kind)
    if operator == "/" and kinds == (Kind.NULL, Kind.INTEGER):
        return _nonzero(Value(null(INTEGER), INTEGER), right)
    if Kind.NULL in kinds and not (operator == "/" and kinds[1] is Kind.ANY):
        return NULL_VALUE
    if operator == "+" and Kind.LIST in kinds:
        return _list_add(left, right, frame)
    if Kind.ANY in kinds:
        return dynamic(frame, _NAMES[operator], left, right)
    if left.type.numeric and right.type.numeric:
        value = _numbers(operator, left, right)
        if operator == "/" and right.type.kind is Kind.INTEGER and value.type.kind is Kind.FLOAT:
            return value if _constant(node) else _nonzero(value, right)
        return value
    if operator == "+" and Kind.STRING in kinds:
        return _text_add(node, left, right, frame)
    raise frame.compilation.error(
        CypherSemanticError,
        node,
        f"Type mismatch: cannot use `{operator}` on {left.type} and {right.type}",
    )


def _scaled(operator: str, total: Value, factor: Value) -> Value | None:
    """A TOTAL times or by an INTEGER, which leaves the INTEGER 0 what it is."""
    if operator == "*" and total.type.kind is Kind.INTEGER:
        total, factor = factor, total
    if operator not in "*/" or factor.type.kind is not Kind.INTEGER or factor.nullable:
        return None
    value = Value(f"({total.sql} {operator} {coerce(factor, FLOAT)})", TOTAL, nullable=False)
    return _nonzero(value, factor) if operator == "/" else value


def _settle(operator: str, left: Value, right: Value) -> tuple[Value, Value]:
    """FLOATs in place of TOTALs: any 0 where the result is a FLOAT, else one that is none."""
    floating = operator == "^" or Kind.FLOAT in (left.type.kind, right.type.kind)
    if operator in "/%":
        return as_float(left) if floating else settled(left), settled(right)
    return (as_float(left), as_float(right)) if floating else (settled(left), settled(right))


def _numbers(operator: str, left: Value, right: Value) -> Value:
    kind = INEXACT if left.type.inexact or right.type.inexact else FLOAT
    if operator == "^":
        return Value(f"pow(CAST({left.sql} AS DOUBLE), CAST({right.sql} AS DOUBLE))", kind)
    if left.type.kind is right.type.kind is Kind.INTEGER:
        if operator in "/%":
            return _integer_division(operator, left, right)
        return Value(f"({left.sql} {operator} {right.sql})", INTEGER)
    a, b = coerce(left, FLOAT), coerce(right, FLOAT)
    return Value(f"({a} {operator} {b})", kind)


def _constant(node: tree.Expression) -> bool:
    """Numbers only, which Neo4j works out before it runs: 1.0 / 0 is Infinity then."""
    return all(
        isinstance(found, (tree.Literal, tree.Unary, tree.Binary))
        for found in walk(node)
        if isinstance(found, tree.Expression)
    )


def _nonzero(value: Value, right: Value) -> Value:
    """A value divided by an INTEGER, which fails where that is 0."""
    failure = f"CAST(error('/ by zero') AS {value.type.sql})"
    return Value(f"(CASE WHEN {right.sql} = 0 THEN {failure} ELSE {value.sql} END)", value.type)


def _integer_division(operator: str, left: Value, right: Value) -> Value:
    a, b = left.sql, right.sql
    if operator == "%":
        failing = f"WHEN {b} = 0 AND {a} IS NOT NULL THEN error('/ by zero')"
        return Value(f"(CASE {failing} ELSE {a} % nullif({b}, 0) END)", INTEGER)
    if _HARMLESS.fullmatch(b):
        return Value(f"({a} // {b})", INTEGER)
    cases = f"WHEN {b} = 0 THEN error('/ by zero') WHEN {b} = -1 AND {a} = {LEAST} THEN {a}"
    return Value(f"(CASE {cases} ELSE {a} // nullif({b}, 0) END)", INTEGER)


def _text_add(node: tree.Binary, left: Value, right: Value, frame: Frame) -> Value:
    sides = ((node.left, left), (node.right, right))
    if any(value.type.kind in _UNUSUAL for _, value in sides):
        _refuse_unusual(node, left, right, frame)
    texts = [_as_text(node, value, frame) for _, value in sides]
    return Value(f"({texts[0]} || {texts[1]})", STRING)


_TEMPORAL = (Kind.DATE, Kind.LOCAL_DATETIME, Kind.ZONED_DATETIME)
_UNUSUAL = (Kind.BOOLEAN, *_TEMPORAL)


def _refuse_unusual(node: tree.Binary, left: Value, right: Value, frame: Frame) -> None:
    """A truth value or a date joins a text only where Neo4j cannot see one of the two types."""
    sides = (node.left, node.right)
    timed = {left.type.kind, right.type.kind} & {Kind.LOCAL_DATETIME, Kind.ZONED_DATETIME}
    if not timed and any(isinstance(side, (tree.Property, tree.Index)) for side in sides):
        return
    if timed or any(isinstance(side, tree.Variable) for side in sides):
        what = f"`+` on {left.type} and {right.type}"
        raise frame.compilation.unsupported(node, what, "Write toString(…).")
    other = left if right.type.kind is Kind.STRING else right
    raise _unjoinable(node, other, frame)


def _unjoinable(node: tree.Binary, value: Value, frame: Frame) -> CypherError:
    return frame.compilation.error(
        CypherSemanticError, node, f"Type mismatch: cannot add {value.type} to a String"
    )


def _as_text(node: tree.Binary, value: Value, frame: Frame) -> str:
    kind = value.type.kind
    if kind is Kind.STRING:
        return value.sql
    if kind in (Kind.INTEGER, Kind.BOOLEAN):
        return f"CAST({value.sql} AS VARCHAR)"
    if kind in (Kind.FLOAT, Kind.DATE):
        return dynamic(frame, "to_string", value, returns=STRING).sql
    raise _unjoinable(node, value, frame)


def _list_add(left: Value, right: Value, frame: Frame) -> Value:
    if left.type.kind is right.type.kind is Kind.LIST:
        return _list_concat(left, right)
    if Kind.ANY in (left.type.kind, right.type.kind):
        return dynamic(frame, "add", left, right)
    if left.type.kind is Kind.LIST:
        kind = list_of(join(left.type.element, right.type))
        a, item = coerce(left, kind), coerce(right, kind.element)
        return Value(
            f"(CASE WHEN {left.sql} IS NULL OR {right.sql} IS NULL THEN NULL "
            f"ELSE list_append({a}, {item}) END)",
            kind,
        )
    kind = list_of(join(left.type, right.type.element))
    item, b = coerce(left, kind.element), coerce(right, kind)
    return Value(
        f"(CASE WHEN {left.sql} IS NULL OR {right.sql} IS NULL THEN NULL "
        f"ELSE list_prepend({item}, {b}) END)",
        kind,
    )


def _list_concat(left: Value, right: Value) -> Value:
    kind = list_of(join(left.type.element, right.type.element))
    return Value(
        f"(CASE WHEN {left.sql} IS NULL OR {right.sql} IS NULL THEN NULL "
        f"ELSE list_concat({coerce(left, kind)}, {coerce(right, kind)}) END)",
        kind,
    )


def concatenate(node: tree.Binary, left: Value, right: Value, frame: Frame) -> Value:
    """`||`: two texts or two lists."""
    kinds = {left.type.kind, right.type.kind}
    if kinds <= {Kind.STRING, Kind.NULL}:
        return Value(f"({coerce(left, STRING)} || {coerce(right, STRING)})", STRING)
    if kinds <= {Kind.LIST}:
        return _list_concat(left, right)
    if kinds <= {Kind.LIST, Kind.NULL}:
        return NULL_VALUE
    if Kind.ANY in kinds:
        return dynamic(frame, "concatenate", left, right)
    raise frame.compilation.error(
        CypherSemanticError, node, f"Type mismatch: cannot join {left.type} and {right.type}"
    )


def negate(node: tree.Unary, value: Value, frame: Frame) -> Value:
    """`-x`, `+x`."""
    if value.type.kind is Kind.NULL:
        return value
    if value.type.kind is Kind.ANY:
        return dynamic(frame, "negate" if node.operator == "-" else "plus", value)
    if not value.type.numeric:
        raise frame.compilation.error(
            CypherSemanticError,
            node,
            f"Type mismatch: expected Float or Integer but was {value.type}",
        )
    if node.operator == "+":
        return value
    # Neo4j subtracts from 0 too: -(0.0) is 0.0, and the least INTEGER overflows with an error
    return Value(f"(0 - {value.sql})", value.type)
