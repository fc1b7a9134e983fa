"""Queries: clauses in order, joined by UNION."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal as OneOf

from emokg.cypher import tree
from emokg.cypher.parsing.cursor import Cursor
from emokg.cypher.parsing.operators import expression
from emokg.cypher.parsing.patterns import patterns
from emokg.cypher.parsing.procedures import call_procedure
from emokg.cypher.parsing.projections import bare_order, return_clause, with_clause
from emokg.cypher.parsing.refusals import (
    REFUSED,
    refuse_clause,
    refuse_hint,
    refuse_match_mode,
    refuse_transactions,
)


def query(cursor: Cursor) -> tree.Query:
    """One or more single queries with UNION between."""
    start = cursor.token.start
    parts, all_rows = [_single(cursor)], []
    while cursor.take("UNION"):
        every = cursor.take("ALL")
        if not every:
            cursor.take("DISTINCT")
        all_rows.append(every)
        parts.append(_single(cursor))
    return tree.Query(cursor.span(start), tuple(parts), tuple(all_rows))


def _single(cursor: Cursor) -> tree.SingleQuery:
    start = cursor.token.start
    clauses = [_clause(cursor)]
    while cursor.word in _CLAUSES or cursor.word in REFUSED:
        clauses.append(_clause(cursor))
    expect_clauses(cursor)
    return tree.SingleQuery(cursor.span(start), tuple(clauses))


def expect_clauses(cursor: Cursor) -> None:
    """Say that any reading clause could stand here."""
    for name in ("CALL", "MATCH", "OPTIONAL MATCH", "RETURN", "UNWIND", "WITH"):
        cursor.expect(f"'{name}'")


def _clause(cursor: Cursor) -> tree.Clause:
    refuse_clause(cursor)
    begin = _CLAUSES.get(cursor.word)
    if begin is None:
        expect_clauses(cursor)
        raise cursor.failure()
    return begin(cursor)


def _optional(cursor: Cursor) -> tree.Clause:
    start = cursor.token.start
    cursor.step()
    if cursor.at("CALL"):
        return _call_after(cursor, start, optional=True)
    return _match_after(cursor, start, optional=True)


def _match(cursor: Cursor) -> tree.Clause:
    return _match_after(cursor, cursor.token.start, optional=False)


def _match_after(cursor: Cursor, start: int, *, optional: bool) -> tree.Match:
    cursor.need("MATCH")
    refuse_match_mode(cursor)
    found = patterns(cursor)
    refuse_hint(cursor)
    where = expression(cursor) if cursor.take("WHERE") else None
    return tree.Match(cursor.span(start), optional, found, where)


def _call(cursor: Cursor) -> tree.Clause:
    return _call_after(cursor, cursor.token.start, optional=False)


def _call_after(cursor: Cursor, start: int, *, optional: bool) -> tree.Clause:
    cursor.need("CALL")
    if not cursor.at("(", "{"):
        return call_procedure(cursor, start, optional=optional)
    imports = _imports(cursor) if cursor.take("(") else None
    cursor.need("{")
    with cursor.nested():
        inner = query(cursor)
        cursor.need("}")
    refuse_transactions(cursor)
    return tree.CallSubquery(cursor.span(start), optional, imports, inner)


def _imports(cursor: Cursor) -> tuple[str, ...] | OneOf["*"]:
    if cursor.take("*"):
        cursor.need(")")
        return "*"
    names = () if cursor.at(")") else cursor.separated(_imported)
    cursor.need(")")
    return names


def _imported(cursor: Cursor) -> str:
    return cursor.name("a variable name")


def _unwind(cursor: Cursor) -> tree.Clause:
    start = cursor.token.start
    cursor.step()
    source = expression(cursor)
    cursor.need("AS")
    variable = cursor.name("a variable name")
    return tree.Unwind(cursor.span(start), source, variable)


def _finish(cursor: Cursor) -> tree.Clause:
    start = cursor.token.start
    cursor.step()
    return tree.Finish(cursor.span(start))


_CLAUSES: dict[str, Callable[[Cursor], tree.Clause]] = {
    "MATCH": _match,
    "OPTIONAL": _optional,
    "WITH": with_clause,
    "UNWIND": _unwind,
    "RETURN": return_clause,
    "CALL": _call,
    "FINISH": _finish,
    "ORDER": bare_order,
    "SKIP": bare_order,
    "OFFSET": bare_order,
    "LIMIT": bare_order,
}
