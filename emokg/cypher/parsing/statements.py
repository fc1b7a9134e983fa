"""A whole text: `EXPLAIN`, `PROFILE` or `CYPHER 5` before one query, a semicolon after it."""

from __future__ import annotations

from typing import Literal as OneOf

from emokg.cypher import tree
from emokg.cypher.parsing.clauses import query
from emokg.cypher.parsing.cursor import Cursor
from emokg.cypher.parsing.lexer import Lexeme
from emokg.cypher.parsing.refusals import refuse_command
from emokg.errors import CypherSyntaxError, CypherUnsupported


def statement(cursor: Cursor) -> tree.Statement:
    """The text's only statement."""
    start = cursor.token.start
    mode = _options(cursor)
    refuse_command(cursor)
    inner = query(cursor)
    ended = cursor.take(";")
    if ended and cursor.token.kind is not Lexeme.END and not cursor.at(";"):
        raise cursor.error(
            CypherSyntaxError,
            cursor.token.start,
            "Expected exactly one statement per query",
            "Run the statements one at a time.",
        )
    if cursor.token.kind is not Lexeme.END:
        raise cursor.failure("<EOF>")
    return tree.Statement(cursor.span(start), mode, inner)


def _options(cursor: Cursor) -> OneOf["EXPLAIN", "PROFILE"] | None:
    mode: OneOf["EXPLAIN", "PROFILE"] | None = None
    while True:
        if cursor.take("EXPLAIN"):
            mode = "EXPLAIN"
        elif cursor.take("PROFILE"):
            mode = "PROFILE"
        elif cursor.at("CYPHER"):
            _version(cursor)
        else:
            return mode


def _version(cursor: Cursor) -> None:
    start = cursor.token.start
    cursor.step()
    token = cursor.token
    if token.kind is Lexeme.NUMBER and token.text == "5":
        cursor.step()
        token = cursor.token
    elif token.kind is Lexeme.NUMBER:
        raise cursor.error(
            CypherUnsupported,
            start,
            f"CYPHER {token.text} is not supported",
            "The language is Cypher 5; leave the version out.",
        )
    if token.kind is Lexeme.NAME and cursor.ahead(1).word == "=":
        raise cursor.error(
            CypherUnsupported,
            token.start,
            f"The planner option {token.text} is not supported",
            "Leave it out: a planner option never changes an answer.",
        )
