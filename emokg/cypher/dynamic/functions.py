"""The functions of `dynamic` values, as DuckDB calls them.

Each takes Python values and gives one; `Call` knows how it is named in SQL, `register` puts the
calls of one query on a connection. Arguments arrive as tagged JSON text; a result is again such a
text, or a plain SQL value where its type is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from emokg.cypher.dynamic.access import ACCESS
from emokg.cypher.dynamic.kinds import KINDS
from emokg.cypher.dynamic.lists import LISTS
from emokg.cypher.dynamic.numbers import NUMBERS
from emokg.cypher.dynamic.operators import OPERATORS
from emokg.cypher.dynamic.temporal import TEMPORALS
from emokg.cypher.dynamic.texts import TEXTS
from emokg.cypher.dynamic.values import decode, encode

if TYPE_CHECKING:
    import duckdb

PREFIX = "cy_"

FUNCTIONS: dict[str, Callable[..., Any]] = {
    **OPERATORS,
    **ACCESS,
    **LISTS,
    **NUMBERS,
    **TEXTS,
    **TEMPORALS,
    **KINDS,
}


@dataclass(frozen=True, slots=True)
class Call:
    """One function as one query uses it."""

    name: str
    arity: int
    held: str
    dynamic: bool
    encoded_items: bool = False

    @property
    def sql_name(self) -> str:
        """Its name in SQL: one for each number of arguments and type of result."""
        if self.encoded_items:
            return f"{PREFIX}{self.name}_{self.arity}_items"
        suffix = "".join(c for c in self.held.lower().replace("[]", "_list") if c.isalnum())
        return f"{PREFIX}{self.name}_{self.arity}_{'any' if self.dynamic else suffix}"


def register(connection: duckdb.DuckDBPyConnection, calls: Iterable[Call]) -> None:
    """Make the functions known to the connection's database.

    DuckDB keeps a function in the database but the Python object with the connection, and crashes
    when another connection calls it after that one is closed (2.0.0): `_wrapped` keeps them alive.
    """
    import duckdb

    for call in calls:
        try:
            connection.create_function(
                call.sql_name,
                _wrapped(call),
                ["VARCHAR"] * call.arity,
                "VARCHAR" if call.held == "DOUBLE" else call.held,
                null_handling=cast("Any", "special"),
            )
        except duckdb.CatalogException:
            continue  # another query on this database has registered it


@cache
def _wrapped(call: Call) -> Callable[..., Any]:
    function = FUNCTIONS[call.name]
    if call.held == "BLOB":
        convert: Callable[[Any], Any] = bytes
    elif call.encoded_items:
        convert = _items
    elif call.dynamic:
        convert = encode
    elif call.held == "DOUBLE":
        convert = _float_text
    else:
        return _named(call, lambda *texts: function(*map(decode, texts)))
    return _named(call, lambda *texts: convert(function(*map(decode, texts))))


def _items(values: list[Any] | None) -> list[str | None] | None:
    return None if values is None else [encode(value) for value in values]


def _float_text(value: float | None) -> str | None:
    """A float as text: DuckDB 2.0 takes a NaN that a Python function returns for a null."""
    return None if value is None else repr(float(value))


def _named(call: Call, function: Callable[..., Any]) -> Callable[..., Any]:
    """DuckDB counts the parameters of a Python function, so it gets one with exactly these."""
    forms: dict[int, Callable[..., Any]] = {
        0: lambda: function(),
        1: lambda a: function(a),
        2: lambda a, b: function(a, b),
        3: lambda a, b, c: function(a, b, c),
        4: lambda a, b, c, d: function(a, b, c, d),
    }
    return forms[call.arity]
