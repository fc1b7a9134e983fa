"""`parse`: a Cypher text → its syntax tree."""

from __future__ import annotations

from emokg.cypher import tree
from emokg.cypher.parsing.cursor import Cursor, RecordingCursor, SyntaxFailure
from emokg.cypher.parsing.expected import unexpected
from emokg.cypher.parsing.height import check_height
from emokg.cypher.parsing.lexer import Token, tokens
from emokg.cypher.parsing.statements import statement


def parse(text: str) -> tree.Statement:
    """The statement a text holds.

    Raises CypherSyntaxError where it is not Cypher 5, CypherUnsupported where it would write or
    administrate; both with line, column and the line itself.
    """
    found = tokens(text)
    try:
        parsed = statement(Cursor(text, found))
    except SyntaxFailure as failure:
        raise _explained(text, found, failure.index) from None
    check_height(parsed, text, found)
    return parsed


def _explained(text: str, found: list[Token], failed: int) -> Exception:
    recorder = RecordingCursor(text, found, failed)
    try:
        statement(recorder)
    except SyntaxFailure:
        return unexpected(text, found[failed], recorder.expected)
    raise AssertionError("a text parsed the second time")
