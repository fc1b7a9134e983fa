"""Literals, variables, lists and maps as written.

Numbers keep their kind (`1` is an INTEGER, `1.0` a FLOAT); a list takes the type that all its items
share and is one of ANY where they share none.
"""

from __future__ import annotations

from emokg.cypher import sql, tree
from emokg.cypher.dynamic import values as runtime
from emokg.cypher.lower.dispatch import lower, lowers
from emokg.cypher.lower.frame import Frame
from emokg.cypher.types import (
    ANY,
    BOOLEAN,
    FLOAT,
    INTEGER,
    STRING,
    join_all,
    list_of,
    map_of,
)
from emokg.cypher.values import NULL_VALUE, Value, coerce
from emokg.errors import CypherSemanticError


@lowers
def _literal(node: tree.Literal, frame: Frame) -> Value:
    value = node.value
    if value is None:
        return NULL_VALUE
    if isinstance(value, bool):
        return Value("TRUE" if value else "FALSE", BOOLEAN, plain=True, nullable=False)
    if isinstance(value, str):
        return Value(sql.text(value), STRING, plain=True, nullable=False)
    kind = INTEGER if isinstance(value, int) else FLOAT
    if kind is INTEGER and not runtime.INTEGER_MIN <= value <= runtime.INTEGER_MAX:
        raise frame.compilation.error(CypherSemanticError, node, "integer is too large")
    return Value(sql.number(value), kind, plain=True, nullable=False)


@lowers
def _variable(node: tree.Variable, frame: Frame) -> Value:
    return frame.variable(node.name, node)


@lowers
def _list(node: tree.ListLiteral, frame: Frame) -> Value:
    return list_value([lower(item, frame) for item in node.items])


def list_value(items: list[Value]) -> Value:
    """A list of these values."""
    item = join_all(value.type for value in items)
    texts = ", ".join(coerce(value, item) for value in items)
    kind = list_of(item)
    return Value(f"CAST([{texts}] AS {kind.sql})", kind, nullable=False)


@lowers
def _map(node: tree.MapLiteral, frame: Frame) -> Value:
    return map_value([(name, lower(value, frame)) for name, value in node.entries])


def map_value(entries: list[tuple[str, Value]]) -> Value:
    """A map of these entries; where a key is written twice the last one counts."""
    last = dict(entries)
    if not last:
        return Value("'{}'", ANY, plain=True, nullable=False)
    kind = map_of((name, value.type) for name, value in last.items())
    parts = (f"f{i} := {coerce(value, value.type)}" for i, value in enumerate(last.values()))
    return Value(f"struct_pack({', '.join(parts)})", kind, nullable=False)
