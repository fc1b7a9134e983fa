"""`+ - * / % ^` and `||`.

INTEGER arithmetic stays INTEGER: overflow is an error, `/` and `%` truncate towards zero, by zero
is an error. With a FLOAT it is IEEE: by zero gives an infinity or NaN, but for `/` by an INTEGER.
`^` is always FLOAT. `+` also joins texts (a number beside a text becomes text) and lists (a value
beside a list is an item).
"""

from __future__ import annotations

from emokg.cypher import tree
from emokg.cypher.lower.dispatch import dynamic
from emokg.cypher.lower.frame import Frame
from emokg.cypher.types import FLOAT, INTEGER, STRING, Kind, join, list_of
from emokg.cypher.values import NULL_VALUE, Value, coerce
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


def arithmetic(node: tree.Binary, left: Value, right: Value, frame: Frame) -> Value:
    """One arithmetic operation."""
    operator, kinds = node.operator, (left.type.kind, right.type.kind)
    if Kind.NULL in kinds:
        return NULL_VALUE
    if operator == "+" and Kind.LIST in kinds:
        return _list_add(left, right, frame)
    if Kind.ANY in kinds:
        return dynamic(frame, _NAMES[operator], left, right)
    if left.type.numeric and right.type.numeric:
        value = _numbers(operator, left, right)
        if operator == "/" and right.type.kind is Kind.INTEGER and value.type.kind is Kind.FLOAT:
            return value if _constant(node) else _nonzero(value, left, right)
        return value
    if operator == "+" and Kind.STRING in kinds:
        return _text_add(node, left, right, frame)
    raise frame.compilation.error(
        CypherSemanticError,
        node,
        f"Type mismatch: cannot use `{operator}` on {left.type} and {right.type}",
    )


def _numbers(operator: str, left: Value, right: Value) -> Value:
    if operator == "^":
        return Value(f"pow(CAST({left.sql} AS DOUBLE), CAST({right.sql} AS DOUBLE))", FLOAT)
    if left.type.kind is right.type.kind is Kind.INTEGER:
        if operator in "/%":
            return _integer_division(operator, left, right)
        return Value(f"({left.sql} {operator} {right.sql})", INTEGER)
    a, b = coerce(left, FLOAT), coerce(right, FLOAT)
    return Value(f"({a} {operator} {b})", FLOAT)


def _constant(node: tree.Expression) -> bool:
    """Numbers only, which Neo4j works out before it runs: 1.0 / 0 is Infinity then."""
    return all(
        isinstance(found, (tree.Literal, tree.Unary, tree.Binary))
        for found in walk(node)
        if isinstance(found, tree.Expression)
    )


def _nonzero(value: Value, left: Value, right: Value) -> Value:
    """A FLOAT divided by an INTEGER, which fails where that is 0."""
    zero = f"{right.sql} = 0 AND {left.sql} IS NOT NULL"
    failure = "CAST(error('/ by zero') AS DOUBLE)"
    return Value(f"(CASE WHEN {zero} THEN {failure} ELSE {value.sql} END)", FLOAT)


def _integer_division(operator: str, left: Value, right: Value) -> Value:
    operator = "//" if operator == "/" else "%"
    return Value(
        f"(CASE WHEN {right.sql} = 0 AND {left.sql} IS NOT NULL THEN error('/ by zero') "
        f"ELSE {left.sql} {operator} nullif({right.sql}, 0) END)",
        INTEGER,
    )


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
    kind = join(left.type, right.type)
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
