"""`CALL name(arguments) YIELD columns`."""

from __future__ import annotations

from typing import Literal as OneOf

from emokg.cypher import tree
from emokg.cypher.parsing.cursor import Cursor
from emokg.cypher.parsing.operators import expression


def call_procedure(cursor: Cursor, start: int, *, optional: bool) -> tree.CallProcedure:
    """What follows CALL, if it is no subquery."""
    parts = [cursor.name("a procedure name")]
    while cursor.take("."):
        parts.append(cursor.name("a procedure name"))
    arguments = _arguments(cursor) if cursor.at("(") else None
    yields: tuple[tree.YieldItem, ...] | OneOf["*"] | None = None
    where = None
    if cursor.take("YIELD"):
        yields = "*" if cursor.take("*") else cursor.separated(_yielded)
        where = expression(cursor) if yields != "*" and cursor.take("WHERE") else None
    return tree.CallProcedure(
        cursor.span(start), optional, ".".join(parts), arguments, yields, where
    )


def _arguments(cursor: Cursor) -> tuple[tree.Expression, ...]:
    cursor.need("(")
    with cursor.nested():
        found = () if cursor.at(")") else cursor.separated(expression)
        cursor.need(")")
    return found


def _yielded(cursor: Cursor) -> tree.YieldItem:
    start = cursor.token.start
    name = cursor.name("a column name")
    alias = cursor.name("a variable name") if cursor.take("AS") else None
    return tree.YieldItem(cursor.span(start), name, alias)
