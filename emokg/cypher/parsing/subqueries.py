"""`EXISTS { … }`, `COUNT { … }`, `COLLECT { … }` around a query or a bare pattern."""

from __future__ import annotations

from typing import Literal as OneOf

from emokg.cypher import tree
from emokg.cypher.parsing.clauses import query
from emokg.cypher.parsing.cursor import Cursor
from emokg.cypher.parsing.lookahead import QUERY_STARTS
from emokg.cypher.parsing.operators import expression
from emokg.cypher.parsing.patterns import patterns
from emokg.cypher.parsing.refusals import refuse_match_mode

_KINDS: dict[str, OneOf["EXISTS", "COUNT", "COLLECT"]] = {
    "EXISTS": "EXISTS",
    "COUNT": "COUNT",
    "COLLECT": "COLLECT",
}


def subquery(cursor: Cursor) -> tree.Subquery:
    """A subquery expression."""
    start, kind = cursor.token.start, _KINDS[cursor.word]
    cursor.step()
    cursor.need("{")
    outer, cursor.bar = cursor.bar, None
    with cursor.nested():
        bare = kind != "COLLECT" and not _at_query(cursor)
        inner = _bare(cursor) if bare else query(cursor)
        cursor.need("}")
    cursor.bar = outer
    return tree.Subquery(cursor.span(start), kind, inner)


def _at_query(cursor: Cursor) -> bool:
    return cursor.word in QUERY_STARTS and cursor.ahead(1).word != "="


def _bare(cursor: Cursor) -> tree.Query:
    """A pattern alone is one MATCH."""
    start = cursor.token.start
    refuse_match_mode(cursor)
    found = patterns(cursor)
    where = expression(cursor) if cursor.take("WHERE") else None
    span = cursor.span(start)
    only = tree.Match(span, False, found, where)
    return tree.Query(span, (tree.SingleQuery(span, (only,)),), ())
