"""The message for a token that cannot stand where it does."""

from __future__ import annotations

from difflib import get_close_matches

from emokg.cypher.parsing.lexer import Lexeme, Token
from emokg.cypher.parsing.position import located
from emokg.errors import CypherError, CypherSyntaxError


def unexpected(text: str, token: Token, expected: set[str]) -> CypherError:
    """`Invalid input 'RETRUN': expected …`, with the keyword that was probably meant."""
    options = sorted(expected, key=lambda option: (option.startswith("'"), option))
    listed = " or ".join(filter(None, (", ".join(options[:-1]), *options[-1:])))
    message = f"Invalid input '{token.text}'" + (f": expected {listed}" if listed else "")
    return located(CypherSyntaxError, text, token.start, message, _meant(token, options))


def _meant(token: Token, options: list[str]) -> str | None:
    if token.kind is not Lexeme.NAME:
        return None
    words = [option.strip("'").split()[0] for option in options if option.startswith("'")]
    near = get_close_matches(token.word, words, n=1, cutoff=0.6)
    return f"Did you mean {near[0]}?" if near else None
