"""How often a relationship or group repeats: `*1..3`, `{1,3}`, `+`, `*`."""

from __future__ import annotations

from emokg.cypher import tree
from emokg.cypher.parsing.cursor import Cursor
from emokg.cypher.parsing.lexer import Lexeme
from emokg.cypher.parsing.literals import number


def length(cursor: Cursor) -> tree.Hops | None:
    """`*`, `*2`, `*1..`, `*..3`, `*1..3` inside a relationship's brackets."""
    start = cursor.token.start
    if not cursor.take("*"):
        return None
    low = _count(cursor)
    if not cursor.take(".."):
        return tree.Hops(cursor.span(start), low, low)
    return tree.Hops(cursor.span(start), low, _count(cursor))


def quantifier(cursor: Cursor) -> tree.Hops | None:
    """`{2}`, `{1,3}`, `{,3}`, `{1,}`, `+`, `*` after a relationship or a group."""
    start = cursor.token.start
    if cursor.take("+"):
        return tree.Hops(cursor.span(start), 1, None)
    if cursor.take("*"):
        return tree.Hops(cursor.span(start), 0, None)
    if not cursor.take("{"):
        return None
    low = _count(cursor)
    if cursor.take(","):
        high = _count(cursor)
    elif low is None:
        raise cursor.failure()
    else:
        high = low
    cursor.need("}")
    return tree.Hops(cursor.span(start), low or 0, high)


def _count(cursor: Cursor) -> int | None:
    cursor.expect("an integer value")
    token = cursor.token
    if token.kind is not Lexeme.NUMBER or not token.text[0].isdigit():
        return None
    value = number(token, cursor.text)
    if not isinstance(value, int):
        raise cursor.failure()
    cursor.step()
    return value
