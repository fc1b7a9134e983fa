"""coalesce, nullIf, conversions, size, isEmpty, rand, randomUUID, timestamp.

Conversions follow Java: `toInteger('1.9')` is 1, `toFloat('x')` null, `toString(1e10)` '1.0E10'.
"""

from __future__ import annotations

from emokg.cypher import tree
from emokg.cypher.lower.comparison import compare
from emokg.cypher.lower.dispatch import dynamic, function
from emokg.cypher.lower.frame import Frame
from emokg.cypher.types import BOOLEAN, FLOAT, INTEGER, STRING, Kind, Type, join_all, list_of
from emokg.cypher.values import NULL_VALUE, Value, boolean, coerce
from emokg.errors import CypherSemanticError


@function("coalesce")
def _coalesce(_frame: Frame, _node: tree.FunctionCall, arguments: list[Value]) -> Value:
    kind = join_all(value.type for value in arguments)
    if arguments[0].type.kind is Kind.TOTAL:
        return arguments[0]  # never null
    texts = ", ".join(coerce(value, kind) for value in arguments)
    return Value(f"coalesce({texts})", kind)


@function("nullIf")
def _null_if(frame: Frame, _node: tree.FunctionCall, arguments: list[Value]) -> Value:
    first, second = arguments
    same = compare(frame, "=", first, second).sql
    text = coerce(first, first.type)
    return Value(f"(CASE WHEN {same} THEN NULL ELSE {text} END)", first.type)


@function("toString")
def _to_string(frame: Frame, node: tree.FunctionCall, arguments: list[Value]) -> Value:
    value = arguments[0]
    if value.type.kind is Kind.STRING:
        return value
    if value.type.kind in (Kind.INTEGER, Kind.BOOLEAN, Kind.DATE):
        return Value(f"CAST({value.sql} AS VARCHAR)", STRING)
    _expect(frame, node, value, _SIMPLE | _TEMPORAL, "String, Number, Boolean or Temporal")
    return dynamic(frame, "to_string", value, returns=STRING)


@function("toInteger")
def _to_integer(frame: Frame, node: tree.FunctionCall, arguments: list[Value]) -> Value:
    value = arguments[0]
    if value.type.kind is Kind.INTEGER:
        return value
    if value.type.kind is Kind.BOOLEAN:
        return Value(f"CAST({value.sql} AS BIGINT)", INTEGER)
    _expect(frame, node, value, _SIMPLE, "String, Number or Boolean")
    return dynamic(frame, "to_integer", value, returns=INTEGER)


@function("toFloat")
def _to_float(frame: Frame, node: tree.FunctionCall, arguments: list[Value]) -> Value:
    value = arguments[0]
    if value.type.numeric:
        return Value(coerce(value, FLOAT), FLOAT)
    _expect(frame, node, value, _SIMPLE - {Kind.BOOLEAN}, "String or Number")
    return dynamic(frame, "to_float", value, returns=FLOAT)


@function("toBoolean")
def _to_boolean(frame: Frame, node: tree.FunctionCall, arguments: list[Value]) -> Value:
    value = arguments[0]
    if value.type.kind is Kind.BOOLEAN:
        return value
    _expect(frame, node, value, _SIMPLE - {Kind.FLOAT}, "String, Integer or Boolean")
    return dynamic(frame, "to_boolean", value, returns=BOOLEAN)


_SIMPLE = {Kind.NULL, Kind.ANY, Kind.STRING, Kind.INTEGER, Kind.FLOAT, Kind.BOOLEAN}
_TEMPORAL = {Kind.DATE, Kind.LOCAL_DATETIME, Kind.ZONED_DATETIME}


def _expect(
    frame: Frame, node: tree.FunctionCall, value: Value, kinds: set[Kind], words: str
) -> None:
    if value.type.kind not in kinds:
        raise frame.compilation.error(
            CypherSemanticError,
            node.arguments[0],
            f"Type mismatch: {node.name}() expects {words} but was given {value.type}",
        )


_TOLERANT: tuple[tuple[str, str, Type], ...] = (
    ("toStringOrNull", "to_string_or_null", STRING),
    ("toIntegerOrNull", "to_integer_or_null", INTEGER),
    ("toFloatOrNull", "to_float_or_null", FLOAT),
    ("toBooleanOrNull", "to_boolean_or_null", BOOLEAN),
    ("toStringList", "to_string_list", list_of(STRING)),
    ("toIntegerList", "to_integer_list", list_of(INTEGER)),
    ("toFloatList", "to_float_list", list_of(FLOAT)),
    ("toBooleanList", "to_boolean_list", list_of(BOOLEAN)),
)


def _register_tolerant(name: str, helper: str, returns: Type) -> None:
    @function(name)
    def _tolerant(frame: Frame, _node: tree.FunctionCall, arguments: list[Value]) -> Value:
        return dynamic(frame, helper, arguments[0], returns=returns)


for _name, _helper, _returns in _TOLERANT:
    _register_tolerant(_name, _helper, _returns)


@function("size", "char_length", "character_length")
def _size(frame: Frame, node: tree.FunctionCall, arguments: list[Value]) -> Value:
    value = arguments[0]
    if value.type.kind is Kind.STRING:
        return Value(f"length({value.sql})", INTEGER)
    if value.type.kind is Kind.LIST:
        return Value(f"len({value.sql})", INTEGER)
    if value.type.kind is Kind.NULL:
        return NULL_VALUE
    _expect(frame, node, value, {Kind.ANY}, "a String or List")
    return dynamic(frame, "size", value, returns=INTEGER)


@function("isEmpty")
def _is_empty(frame: Frame, node: tree.FunctionCall, arguments: list[Value]) -> Value:
    value = arguments[0]
    if value.type.kind is Kind.STRING:
        return boolean(f"({value.sql} = '')")
    if value.type.kind is Kind.LIST:
        return boolean(f"(len({value.sql}) = 0)")
    if value.type.kind is Kind.NULL:
        return NULL_VALUE
    _expect(frame, node, value, {Kind.ANY, Kind.MAP}, "a List, Map or String")
    return dynamic(frame, "empty", value, returns=BOOLEAN)


@function("rand")
def _rand(_frame: Frame, _node: tree.FunctionCall, _arguments: list[Value]) -> Value:
    return Value("random()", FLOAT, nullable=False)


@function("randomUUID")
def _random_uuid(_frame: Frame, _node: tree.FunctionCall, _arguments: list[Value]) -> Value:
    return Value("CAST(uuid() AS VARCHAR)", STRING, nullable=False)


@function("timestamp")
def _timestamp(_frame: Frame, _node: tree.FunctionCall, _arguments: list[Value]) -> Value:
    return Value("epoch_ms(current_timestamp)", INTEGER, nullable=False)
