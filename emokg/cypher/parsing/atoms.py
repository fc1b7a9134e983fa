"""The smallest expressions: literals, names, calls, and everything that has its own brackets."""

from __future__ import annotations

from collections.abc import Callable

from emokg.cypher import tree
from emokg.cypher.parsing.calls import (
    call,
    called_name,
    count_star,
    normalize,
    quantifier,
    reduce,
    trim,
)
from emokg.cypher.parsing.cases import case
from emokg.cypher.parsing.collections import list_atom, map_literal, map_projection
from emokg.cypher.parsing.cursor import Cursor
from emokg.cypher.parsing.lexer import Lexeme
from emokg.cypher.parsing.literals import number, string
from emokg.cypher.parsing.lookahead import QUERY_STARTS, at_pattern, at_projection
from emokg.cypher.parsing.parameters import parameter

_CONSTANTS: dict[str, bool | float | None] = {
    "TRUE": True,
    "FALSE": False,
    "NULL": None,
    "INF": float("inf"),
    "INFINITY": float("inf"),
    "NAN": float("nan"),
}
_QUANTIFIERS = ("ALL", "ANY", "NONE", "SINGLE")
_SHORTEST = ("SHORTESTPATH", "ALLSHORTESTPATHS")


def atom(cursor: Cursor) -> tree.Expression:
    """An expression without operators around it."""
    token = cursor.token
    match token.kind:
        case Lexeme.NAME:
            return _word(cursor)
        case Lexeme.QUOTED:
            return _named(cursor)
        case Lexeme.NUMBER:
            value = number(token, cursor.text)
            cursor.step()
            return tree.Literal(cursor.span(token.start), value)
        case Lexeme.STRING:
            text = string(token, cursor.text)
            cursor.step()
            return tree.Literal(cursor.span(token.start), text)
    symbol = _SYMBOLS.get(token.word)
    if symbol is None:
        raise cursor.failure("an expression")
    return symbol(cursor)


def _word(cursor: Cursor) -> tree.Expression:
    special = _special(cursor)
    return _named(cursor) if special is None else special(cursor)


def _special(cursor: Cursor) -> Callable[[Cursor], tree.Expression] | None:
    """What a keyword begins, unless it is just a name here."""
    word, after = cursor.word, cursor.ahead(1).word
    if after == "(":
        return _special_call(cursor, word)
    if word in _CONSTANTS and after != "{":
        return _constant
    if word == "CASE" and after not in (".", ")", ",", "}", "]", "=", "AS", ""):
        return case
    if word == "CASE" and cursor.ahead(1).kind not in (Lexeme.SYMBOL, Lexeme.END):
        return case
    if word in ("EXISTS", "COUNT", "COLLECT") and after == "{":
        cursor.step()
        projects = at_projection(cursor) and cursor.ahead(1).word not in QUERY_STARTS
        cursor.step(-1)
        return None if projects else _subquery
    return None


def _special_call(cursor: Cursor, word: str) -> Callable[[Cursor], tree.Expression] | None:
    if word == "CASE":
        return case
    if word in _QUANTIFIERS:
        return quantifier if cursor.is_name(2) and cursor.ahead(3).word == "IN" else None
    if word == "REDUCE":
        return reduce if cursor.is_name(2) and cursor.ahead(3).word == "=" else None
    if word == "COUNT":
        return count_star if cursor.ahead(2).word == "*" else None
    if word in _SHORTEST:
        return _shortest
    return {"TRIM": trim, "NORMALIZE": normalize}.get(word)


def _constant(cursor: Cursor) -> tree.Expression:
    start, value = cursor.token.start, _CONSTANTS[cursor.word]
    cursor.step()
    return tree.Literal(cursor.span(start), value)


def _named(cursor: Cursor) -> tree.Expression:
    """A call, a map projection or a variable."""
    start = cursor.token.start
    if called_name(cursor):
        return call(cursor)
    name = cursor.name("an expression")
    if cursor.word == "{":
        return map_projection(cursor, name, start)
    return tree.Variable(cursor.span(start), name)


def _subquery(cursor: Cursor) -> tree.Expression:
    from emokg.cypher.parsing.subqueries import subquery

    return subquery(cursor)


def _shortest(cursor: Cursor) -> tree.Expression:
    from emokg.cypher.parsing.patterns import shortest_path

    start = cursor.token.start
    pattern = shortest_path(cursor, None, start)
    return tree.PatternExpression(pattern.span, pattern)


def _parenthesis(cursor: Cursor) -> tree.Expression:
    from emokg.cypher.parsing.operators import expression
    from emokg.cypher.parsing.patterns import relationship_chain

    if at_pattern(cursor):
        pattern = relationship_chain(cursor, None, cursor.token.start)
        return tree.PatternExpression(pattern.span, pattern)
    cursor.need("(")
    with cursor.nested():
        inner = expression(cursor)
        cursor.need(")")
    return inner


_SYMBOLS: dict[str, Callable[[Cursor], tree.Expression]] = {
    "(": _parenthesis,
    "[": list_atom,
    "{": map_literal,
    "$": parameter,
}
