"""Text functions. Null where an argument is null; positions count characters from 0.

DuckDB's own functions serve where they agree with Java's: for ASCII in case and reversal, for a
delimiter or search text known not to be empty.
"""

from __future__ import annotations

import re

from emokg.cypher import sql, tree
from emokg.cypher.dynamic.java import WHITESPACE
from emokg.cypher.lower.dispatch import dynamic, function, lower
from emokg.cypher.lower.frame import Frame
from emokg.cypher.types import ANY, STRING, Kind, Type, list_of
from emokg.cypher.values import Value
from emokg.errors import CypherSemanticError

_LONGEST = 2**31 - 2
"""DuckDB's substr takes no larger position, and no text is longer."""


def _typed(
    frame: Frame, node: tree.FunctionCall, arguments: list[Value], kinds: tuple[Kind, ...]
) -> bool:
    """Whether the arguments have these types. Null and ANY go the dynamic way, others fail."""
    plain = True
    for value, kind, expression in zip(arguments, kinds, node.arguments, strict=False):
        if value.type.kind is not kind:
            plain = False
            if value.type.kind not in (Kind.ANY, Kind.NULL):
                raise frame.compilation.error(
                    CypherSemanticError,
                    expression,
                    f"Type mismatch: {node.name}() expects {kind.value.title()} "
                    f"but was given {value.type}",
                )
    return plain


def _general(frame: Frame, name: str, arguments: list[Value], returns: Type = STRING) -> Value:
    return dynamic(frame, name, *arguments, returns=returns)


def _ascii(frame: Frame, name: str, helper: str, value: Value) -> Value:
    general = _general(frame, helper, [value]).sql
    text = value.sql
    return Value(
        f"(CASE WHEN strlen({text}) = length({text}) THEN {name}({text}) ELSE {general} END)",
        STRING,
    )


@function("toUpper", "upper")
def _upper(frame: Frame, node: tree.FunctionCall, arguments: list[Value]) -> Value:
    if _typed(frame, node, arguments, (Kind.STRING,)):
        return _ascii(frame, "upper", "to_upper", arguments[0])
    return _general(frame, "to_upper", arguments)


@function("toLower", "lower")
def _lower(frame: Frame, node: tree.FunctionCall, arguments: list[Value]) -> Value:
    if _typed(frame, node, arguments, (Kind.STRING,)):
        return _ascii(frame, "lower", "to_lower", arguments[0])
    return _general(frame, "to_lower", arguments)


@function("reverse")
def _reverse(frame: Frame, node: tree.FunctionCall, arguments: list[Value]) -> Value:
    value = arguments[0]
    if value.type.stored:
        raise frame.compilation.unsupported(
            node,
            "reverse() of a list that a property holds",
            "It fails in Neo4j 5.26. Write reverse([item IN list | item]).",
        )
    if value.type.kind is Kind.LIST:
        return Value(f"list_reverse({value.sql})", value.type)
    if _typed(frame, node, arguments, (Kind.STRING,)):
        return _ascii(frame, "reverse", "reverse", value)
    held = value.type.kind is Kind.ANY and _by_name(node.arguments[0], frame)
    return _general(frame, "reverse_held" if held else "reverse", arguments, ANY)


def _by_name(expression: tree.Expression, frame: Frame) -> bool:
    """Whether this may be a property, of an entity or of a map with its properties."""
    if isinstance(expression, tree.Index):
        return lower(expression.index, frame).type.kind is Kind.STRING
    return isinstance(expression, tree.Property)


def _register_trim(names: tuple[str, ...], native: str) -> None:
    @function(*names)
    def _trim(frame: Frame, node: tree.FunctionCall, arguments: list[Value]) -> Value:
        kinds = (Kind.STRING, Kind.STRING)
        if not _typed(frame, node, arguments, kinds):
            if len(arguments) > 1:
                return Value("CAST(NULL AS VARCHAR)", STRING)
            return _general(frame, f"{native}", arguments)
        characters = arguments[1].sql if len(arguments) > 1 else sql.text(WHITESPACE)
        return Value(f"{native}({arguments[0].sql}, {characters})", STRING)


_register_trim(("trim", "btrim"), "trim")
_register_trim(("ltrim",), "ltrim")
_register_trim(("rtrim",), "rtrim")


def _not_negative(value: Value, complaint: str) -> str:
    literal = re.fullmatch(r"\((\d{1,9})::BIGINT\)", value.sql)
    if literal:
        return literal[1]
    kept = f"least({value.sql}, {_LONGEST})"
    return f"(CASE WHEN {value.sql} < 0 THEN error({sql.text(complaint)}) ELSE {kept} END)"


@function("substring")
def _substring(frame: Frame, node: tree.FunctionCall, arguments: list[Value]) -> Value:
    if not _typed(frame, node, arguments, (Kind.STRING, Kind.INTEGER, Kind.INTEGER)):
        return _general(frame, "substring", arguments)
    complaint = "Invalid input: start and length of substring() must not be negative"
    start = _not_negative(arguments[1], complaint)
    if len(arguments) == 2:
        return Value(f"substr({arguments[0].sql}, {start} + 1)", STRING)
    length = _not_negative(arguments[2], complaint)
    return Value(f"substr({arguments[0].sql}, {start} + 1, {length})", STRING)


def _register_end(name: str) -> None:
    @function(name)
    def _end(frame: Frame, node: tree.FunctionCall, arguments: list[Value]) -> Value:
        if not _typed(frame, node, arguments, (Kind.STRING, Kind.INTEGER)):
            return _general(frame, name, arguments)
        complaint = f"Invalid input: the length of {name}() must not be negative"
        return Value(
            f"{name}({arguments[0].sql}, {_not_negative(arguments[1], complaint)})", STRING
        )


_register_end("left")
_register_end("right")


def _never_empty(expression: tree.Expression) -> bool:
    return isinstance(expression, tree.Literal) and bool(expression.value)


@function("split")
def _split(frame: Frame, node: tree.FunctionCall, arguments: list[Value]) -> Value:
    kinds = (Kind.STRING, Kind.STRING)
    returns = list_of(STRING)
    if arguments[1].type.kind is Kind.LIST:
        return _general(frame, "split", arguments, returns)
    if _typed(frame, node, arguments, kinds) and _never_empty(node.arguments[1]):
        return Value(f"string_split({arguments[0].sql}, {arguments[1].sql})", returns)
    return _general(frame, "split", arguments, returns)


@function("replace")
def _replace(frame: Frame, node: tree.FunctionCall, arguments: list[Value]) -> Value:
    if _typed(frame, node, arguments, (Kind.STRING,) * 3) and _never_empty(node.arguments[1]):
        return Value(f"replace({', '.join(value.sql for value in arguments)})", STRING)
    return _general(frame, "replace", arguments)
