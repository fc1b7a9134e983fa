"""`$name`, `$1`, `` $`a name` ``."""

from __future__ import annotations

from emokg.cypher import tree
from emokg.cypher.parsing.cursor import Cursor
from emokg.cypher.parsing.lexer import Lexeme


def parameter(cursor: Cursor) -> tree.Parameter:
    """A parameter."""
    token = cursor.token
    cursor.need("$")
    if cursor.token.kind is Lexeme.NUMBER and cursor.token.text.isdigit():
        name = cursor.token.text
        cursor.step()
    else:
        name = cursor.name("a parameter name")
    return tree.Parameter(cursor.span(token.start), name)
