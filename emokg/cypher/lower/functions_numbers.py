"""Numeric functions.

abs keeps INTEGER and gives the least one back, which has no opposite, as Java does; sign gives
INTEGER, the rest give FLOAT. round() without a mode rounds halves up
(-1.5 to -1.0), with a precision or mode as BigDecimal does. Outside a function's domain: NaN.
"""

from __future__ import annotations

import re

from emokg.cypher import tree
from emokg.cypher.lower.arithmetic import LEAST
from emokg.cypher.lower.dispatch import dynamic, function
from emokg.cypher.lower.frame import Frame
from emokg.cypher.types import BOOLEAN, FLOAT, INTEGER, Kind
from emokg.cypher.values import NULL_VALUE, Value, coerce
from emokg.errors import CypherSemanticError


def _number(frame: Frame, node: tree.FunctionCall, value: Value, position: int = 0) -> Value:
    """A FLOAT from an argument; null stays null."""
    if value.type.kind is Kind.ANY:
        return dynamic(frame, "number", value, returns=FLOAT)
    if value.type.kind is Kind.NULL:
        return Value("CAST(NULL AS DOUBLE)", FLOAT)
    if not value.type.numeric:
        raise frame.compilation.error(
            CypherSemanticError,
            node.arguments[position],
            f"Type mismatch: {node.name}() expects Float or Integer but was given {value.type}",
        )
    return Value(coerce(value, FLOAT), FLOAT)


_PLAIN = (
    ("ceil", "ceil({})"),
    ("floor", "floor({})"),
    ("exp", "exp({})"),
    ("sqrt", "CASE WHEN {0} < 0 THEN 'NaN'::DOUBLE ELSE sqrt({0}) END"),
    (
        "log",
        "CASE WHEN {0} < 0 THEN 'NaN'::DOUBLE WHEN {0} = 0 THEN '-Infinity'::DOUBLE "
        "ELSE ln({0}) END",
    ),
    (
        "log10",
        "CASE WHEN {0} < 0 THEN 'NaN'::DOUBLE WHEN {0} = 0 THEN '-Infinity'::DOUBLE "
        "ELSE log10({0}) END",
    ),
    ("sin", "CASE WHEN isinf({0}) THEN 'NaN'::DOUBLE ELSE sin({0}) END"),
    ("cos", "CASE WHEN isinf({0}) THEN 'NaN'::DOUBLE ELSE cos({0}) END"),
    ("tan", "CASE WHEN isinf({0}) THEN 'NaN'::DOUBLE ELSE tan({0}) END"),
    ("asin", "CASE WHEN abs({0}) > 1 THEN 'NaN'::DOUBLE ELSE asin({0}) END"),
    ("acos", "CASE WHEN abs({0}) > 1 THEN 'NaN'::DOUBLE ELSE acos({0}) END"),
    ("atan", "atan({})"),
    ("cot", "CASE WHEN {0} = 0 THEN 'Infinity'::DOUBLE ELSE 1 / tan({0}) END"),
    ("sinh", "sinh({})"),
    ("cosh", "cosh({})"),
    ("tanh", "tanh({})"),
    ("coth", "CASE WHEN {0} = 0 THEN 'NaN'::DOUBLE ELSE 1 / tanh({0}) END"),
    ("degrees", "degrees({})"),
    ("radians", "radians({})"),
    ("haversin", "(1 - cos({})) / 2"),
)


def _register(name: str, form: str) -> None:
    @function(name)
    def _plain(frame: Frame, node: tree.FunctionCall, arguments: list[Value]) -> Value:
        return Value(f"({form.format(_number(frame, node, arguments[0]).sql)})", FLOAT)


for _name, _form in _PLAIN:
    _register(_name, _form)


@function("atan2")
def _atan2(frame: Frame, node: tree.FunctionCall, arguments: list[Value]) -> Value:
    texts = [_number(frame, node, value, i).sql for i, value in enumerate(arguments)]
    return Value(f"atan2({', '.join(texts)})", FLOAT)


@function("pi")
def _pi(_frame: Frame, _node: tree.FunctionCall, _arguments: list[Value]) -> Value:
    return Value("pi()", FLOAT, nullable=False)


@function("e")
def _e(_frame: Frame, _node: tree.FunctionCall, _arguments: list[Value]) -> Value:
    return Value("('2.718281828459045'::DOUBLE)", FLOAT, plain=True, nullable=False)


@function("abs")
def _abs(frame: Frame, node: tree.FunctionCall, arguments: list[Value]) -> Value:
    value = arguments[0]
    if value.type.kind is Kind.ANY:
        return dynamic(frame, "absolute", value)
    if value.type.kind is Kind.INTEGER:
        return _absolute(frame, value)
    return Value(f"abs({_number(frame, node, value).sql})", FLOAT)


def _absolute(frame: Frame, value: Value) -> Value:
    if _COSTLY.search(value.sql):
        return dynamic(frame, "absolute", value, returns=INTEGER)
    x = value.sql
    return Value(f"(CASE WHEN {x} = {LEAST} THEN {x} ELSE abs({x}) END)", INTEGER)


@function("sign")
def _sign(frame: Frame, node: tree.FunctionCall, arguments: list[Value]) -> Value:
    return Value(f"CAST(sign({_number(frame, node, arguments[0]).sql}) AS BIGINT)", INTEGER)


@function("isNaN")
def _is_nan(frame: Frame, node: tree.FunctionCall, arguments: list[Value]) -> Value:
    return Value(f"isnan({_number(frame, node, arguments[0]).sql})", BOOLEAN)


@function("round")
def _round(frame: Frame, node: tree.FunctionCall, arguments: list[Value]) -> Value:
    if any(value.type.kind is Kind.NULL for value in arguments):
        return NULL_VALUE
    number = _number(frame, node, arguments[0])
    digits = node.arguments[1] if len(arguments) == 2 else None
    if _COSTLY.search(number.sql) is None:
        if len(arguments) == 1:
            return Value(_HALF_UP.format(x=number.sql), FLOAT)
        known = digits.value if isinstance(digits, tree.Literal) else None
        if type(known) is int and known in _PRECISIONS:
            return Value(_to_digits(number.sql, known), FLOAT)
    return dynamic(frame, "round", number, *arguments[1:], returns=FLOAT)


_COSTLY = re.compile(r"\bcy_|\bSELECT\b")  # not to be repeated
_PRECISIONS = range(1, 16)
_HALF_UP = "(floor({x}) + CASE WHEN {x} - floor({x}) >= 0.5 THEN 1::DOUBLE ELSE 0::DOUBLE END)"
_ROUNDED = (
    "(CASE WHEN abs({x}) < {most} AND abs(abs({x}) * {p} - floor(abs({x}) * {p}) - 0.5) > 0.001 "
    "THEN round({x} * {p}) / {p} + 0::DOUBLE "
    "WHEN abs({x}) < 9007199254740992::DOUBLE "
    "THEN CAST(CAST(CAST({x} AS VARCHAR) AS DECIMAL(38, {n})) AS VARCHAR)::DOUBLE ELSE {x} END)"
)


def _to_digits(number: str, digits: int) -> str:
    """As BigDecimal rounds the shortest decimal text of a number, halves away from zero.

    Scaled up by a power of ten the number is off by less than 0.0005 while it is below 2**40; so
    only a fraction close to a half needs that text. From 2**53 on numbers have no fraction.
    """
    power = 10**digits
    return _ROUNDED.format(
        x=number, p=f"{power}::DOUBLE", most=f"'{2**40 / power!r}'::DOUBLE", n=digits
    )
