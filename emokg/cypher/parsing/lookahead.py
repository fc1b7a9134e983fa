"""Telling patterns from expressions by the tokens ahead, without parsing either."""

from __future__ import annotations

from emokg.cypher.parsing.cursor import Cursor
from emokg.cypher.parsing.lexer import Lexeme

_DASH = ("-", "arrow -")
_LEFT = ("<", "arrow <")
_AFTER_ARROW = (">", "arrow >", "(")
_QUANTIFIERS = ("+", "*", "{")
_AFTER_NAME = (")", "]", ":", "{", "WHERE", "IS", "$", "*")
QUERY_STARTS = (
    "MATCH",
    "OPTIONAL",
    "WITH",
    "UNWIND",
    "RETURN",
    "CALL",
    "USE",
    "FINISH",
    "CREATE",
    "MERGE",
    "SET",
    "DELETE",
    "DETACH",
    "NODETACH",
    "REMOVE",
    "FOREACH",
    "LOAD",
    "INSERT",
    "ORDER",
    "SKIP",
    "OFFSET",
    "LIMIT",
)
"""Words that begin a clause."""


def at_relationship(cursor: Cursor, *, quantified: bool = False) -> bool:
    """Whether an arrow, and not a minus or less-than sign, stands here.

    `quantified`: where only a pattern can stand, `--+` is an arrow too.
    """
    return _relationship(cursor, cursor.index, _QUANTIFIERS if quantified else ())


def at_pattern(cursor: Cursor) -> bool:
    """Whether `(` begins a node of a pattern with at least one relationship."""
    opening = cursor.index
    if cursor.tokens[opening].word != "(" or not _node(cursor, opening):
        return False
    return _relationship(cursor, cursor.brackets[opening].close + 1)


def at_group(cursor: Cursor) -> bool:
    """Whether `(` begins a parenthesised stretch of path, and not a node."""
    if cursor.ahead(1).word == "(":
        return True
    return cursor.is_name(1) and (cursor.ahead(2).word == "=" or _selects(cursor, 1))


def at_selector(cursor: Cursor) -> bool:
    """Whether ANY, ALL or SHORTEST begins a pattern here."""
    return _selects(cursor, 0)


def _selects(cursor: Cursor, count: int) -> bool:
    word, after = cursor.ahead(count).word, cursor.ahead(count + 1)
    if word in ("SHORTESTPATH", "ALLSHORTESTPATHS"):
        return count > 0 and after.word == "("
    if word not in ("ANY", "ALL", "SHORTEST"):
        return False
    return after.kind in (Lexeme.NAME, Lexeme.NUMBER) or after.word == "("


def variable_ahead(cursor: Cursor) -> bool:
    """Whether a pattern element's variable stands here, and not its `WHERE` or `IS`."""
    if not cursor.is_name():
        return False
    return not cursor.at("WHERE", "IS") or cursor.ahead(1).word in _AFTER_NAME


def at_projection(cursor: Cursor) -> bool:
    """Whether `{` after a name holds the entries of a map projection, and no query."""
    first, second = cursor.ahead(1), cursor.ahead(2).word
    if first.word in (".", "}"):
        return True
    return first.kind in (Lexeme.NAME, Lexeme.QUOTED) and second in (":", ",", "}")


def _node(cursor: Cursor, opening: int) -> bool:
    tokens = cursor.tokens
    first = tokens[opening + 1]
    if first.word in (")", ":", "{", "$", "WHERE", "IS"):
        return True
    return first.kind in (Lexeme.NAME, Lexeme.QUOTED) and tokens[opening + 2].word in _AFTER_NAME


def _relationship(cursor: Cursor, index: int, quantifiers: tuple[str, ...] = ()) -> bool:
    tokens = cursor.tokens
    last = len(tokens) - 1
    if tokens[min(index, last)].word in _LEFT:
        index += 1
    if tokens[min(index, last)].word not in _DASH:
        return False
    index = min(index + 1, last)
    if tokens[index].word in _DASH:
        after = tokens[min(index + 1, last)]
        return after.word in (*_AFTER_ARROW, *quantifiers) or after.kind is Lexeme.END
    if tokens[index].word != "[":
        return False
    after = tokens[min(cursor.brackets[index].close + 1, last)]
    return after.word in _DASH or after.kind is Lexeme.END
