"""`$name`: a bound value, never text pasted into SQL.

It is bound under a number and cast to the type its value has: that of all items for a list, of each
entry for a map; where they share none the whole value is ANY, bound as tagged JSON text.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from emokg.cypher import sql, tree
from emokg.cypher.dynamic import values as runtime
from emokg.cypher.lower.dispatch import lowers
from emokg.cypher.lower.frame import Frame
from emokg.cypher.types import (
    ANY,
    BOOLEAN,
    DATE,
    FLOAT,
    INTEGER,
    LOCAL_DATETIME,
    NULL,
    STRING,
    ZONED_DATETIME,
    Kind,
    Type,
    join_all,
    list_of,
    map_of,
)
from emokg.cypher.values import NULL_VALUE, Value
from emokg.errors import CypherSemanticError


@lowers
def _parameter(node: tree.Parameter, frame: Frame) -> Value:
    compilation = frame.compilation
    if node.name not in compilation.parameters:
        raise compilation.error(
            CypherSemanticError,
            node,
            f"Expected parameter(s): {node.name}",
            f"Give a value: -p {node.name}=… on the command line, {node.name}=… in Python.",
        )
    return _bind(frame, node, compilation.parameters[node.name])


def _named(value: Any) -> str:
    if isinstance(value, int):
        return "a whole number of more than 64 bits"
    return f"a {type(value).__name__}"


def _bind(frame: Frame, node: tree.Parameter, value: Any) -> Value:
    """Bind a parameter's Python value under the type it has."""
    if value is None:
        return NULL_VALUE
    kind = _type_of(value)
    if kind is None:
        raise frame.compilation.error(
            CypherSemanticError,
            node,
            f"Parameter `{node.name}` holds {_named(value)}, which is not a Cypher value",
            "Values are numbers, texts, booleans, dates, None, and lists and dicts of them.",
        )
    if kind is ANY:
        return _any(frame, node.name, value)
    if isinstance(value, float) and not math.isfinite(value):
        # written out, so that a bound FLOAT is known to be a number
        return Value(sql.number(value), FLOAT, plain=True, nullable=False)
    name = _name(frame, node.name)
    frame.compilation.bound[name] = _shaped(value, kind)
    plain = kind.kind not in (Kind.LIST, Kind.MAP)
    return Value(f"CAST(${name} AS {kind.sql})", kind, plain=plain, nullable=False)


def _any(frame: Frame, parameter: str, value: Any) -> Value:
    name = _name(frame, parameter)
    frame.compilation.bound[name] = runtime.encode(_dynamic(value))
    return Value(f"CAST(${name} AS VARCHAR)", ANY, plain=True, nullable=False)


def _name(frame: Frame, parameter: str) -> str:
    compilation = frame.compilation
    return f"{compilation.prefix}{list(compilation.parameters).index(parameter)}"


def _type_of(value: Any) -> Type | None:
    """The Cypher type of a Python value, or None where it has none."""
    if value is None:
        return NULL
    for python, kind in _SCALARS:
        if isinstance(value, python):
            return kind
    if isinstance(value, int):
        return INTEGER if runtime.INTEGER_MIN <= value <= runtime.INTEGER_MAX else None
    if isinstance(value, datetime):
        return LOCAL_DATETIME if value.tzinfo is None else ZONED_DATETIME
    if isinstance(value, date):
        return DATE
    if isinstance(value, (list, tuple)):
        kinds = [_type_of(item) for item in value]
        return None if None in kinds else _homogeneous(kinds)
    if isinstance(value, Mapping):
        return _map_type(value)
    return None


def _homogeneous(kinds: list[Type | None]) -> Type:
    joined = join_all(kind for kind in kinds if kind is not None)
    return ANY if _mentions_any(joined) else list_of(joined)


def _map_type(value: Mapping[Any, Any]) -> Type | None:
    entries = {key: _type_of(item) for key, item in value.items()}
    if None in entries.values() or not all(isinstance(key, str) for key in entries):
        return None
    joined = map_of((key, kind) for key, kind in entries.items() if kind is not None)
    return ANY if _mentions_any(joined) else joined


def _mentions_any(kind: Type) -> bool:
    if kind.kind is Kind.LIST:
        return _mentions_any(kind.element)
    return kind.kind is Kind.ANY or any(_mentions_any(field) for _, field in kind.fields)


_SCALARS: tuple[tuple[type, Type], ...] = ((bool, BOOLEAN), (float, FLOAT), (str, STRING))


def _shaped(value: Any, kind: Type) -> Any:
    """The value as DuckDB binds it: maps keyed by field position."""
    if value is None:
        return None
    if kind.kind is Kind.LIST:
        return [_shaped(item, kind.element) for item in value]
    if kind.kind is Kind.MAP:
        return {f"f{i}": _shaped(value[name], item) for i, (name, item) in enumerate(kind.fields)}
    return value


def _dynamic(value: Any) -> Any:
    if isinstance(value, datetime):
        return _instant(value)
    if isinstance(value, date):
        return runtime.Temporal("$d", value.isoformat())
    if isinstance(value, (list, tuple)):
        return [_dynamic(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _dynamic(item) for key, item in value.items()}
    return value


def _instant(value: datetime) -> runtime.Temporal:
    if value.tzinfo is None:
        return runtime.Temporal("$l", value.isoformat(timespec="microseconds"))
    text = value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")
    return runtime.Temporal("$z", text + "Z")
