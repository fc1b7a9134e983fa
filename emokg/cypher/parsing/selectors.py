"""Which of the matching paths are wanted: `ANY 2`, `ALL SHORTEST`, `SHORTEST 2 GROUPS`."""

from __future__ import annotations

from emokg.cypher import tree
from emokg.cypher.parsing.cursor import Cursor
from emokg.cypher.parsing.lexer import Lexeme
from emokg.cypher.parsing.literals import number


def selector(cursor: Cursor) -> tree.Selector:
    """A path selector."""
    start = cursor.token.start
    if cursor.take("ANY", "SHORTEST"):
        _paths(cursor)
        return tree.Selector(cursor.span(start), "SHORTEST", 1)
    if cursor.take("ALL", "SHORTEST"):
        _paths(cursor)
        return tree.Selector(cursor.span(start), "ALL SHORTEST", 1)
    if cursor.take("ANY"):
        count = _count(cursor)
        _paths(cursor)
        return tree.Selector(cursor.span(start), "ANY", count or 1)
    if cursor.take("ALL"):
        _paths(cursor)
        return tree.Selector(cursor.span(start), "ALL", 1)
    cursor.need("SHORTEST")
    count = _count(cursor)
    _paths(cursor)
    if cursor.take("GROUP") or cursor.take("GROUPS"):
        return tree.Selector(cursor.span(start), "SHORTEST GROUPS", count or 1)
    if count is None:
        raise cursor.failure("an integer value")
    return tree.Selector(cursor.span(start), "SHORTEST", count)


def _count(cursor: Cursor) -> int | None:
    token = cursor.token
    if token.kind is not Lexeme.NUMBER:
        return None
    value = number(token, cursor.text)
    if not isinstance(value, int):
        raise cursor.failure()
    cursor.step()
    return value


def _paths(cursor: Cursor) -> None:
    if not cursor.take("PATH"):
        cursor.take("PATHS")
