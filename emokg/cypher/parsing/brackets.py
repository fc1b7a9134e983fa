"""Which bracket closes which, found once before parsing, so that looking ahead costs nothing."""

from __future__ import annotations

from dataclasses import dataclass

from emokg.cypher.parsing.lexer import Lexeme, Token

_CLOSING = {"(": ")", "[": "]", "{": "}"}


@dataclass(slots=True)
class Bracket:
    """What an opening bracket holds: indexes of tokens directly inside it, not in inner brackets.

    `close` is the matching bracket, or the last token where there is none. A comma between the
    tests of a CASE, `WHEN 1, 2 THEN`, separates no items.
    """

    close: int
    has_comma: bool = False
    in_tests: bool = False
    last_bar: int | None = None


def brackets(tokens: list[Token]) -> dict[int, Bracket]:
    """For the index of every opening bracket, what it holds."""
    found: dict[int, Bracket] = {}
    waiting: list[tuple[Bracket, str]] = []
    for index, token in enumerate(tokens):
        word = token.word
        if waiting and token.kind is Lexeme.NAME and word in ("WHEN", "THEN"):
            waiting[-1][0].in_tests = word == "WHEN"
        if token.kind is not Lexeme.SYMBOL:
            continue
        if word in _CLOSING:
            bracket = found[index] = Bracket(len(tokens) - 1)
            waiting.append((bracket, _CLOSING[word]))
        elif waiting and word == waiting[-1][1]:
            waiting.pop()[0].close = index
        elif waiting and word == ",":
            waiting[-1][0].has_comma |= not waiting[-1][0].in_tests
        elif waiting and word == "|":
            waiting[-1][0].last_bar = index
    return found
