"""Text → tokens. Keywords are not reserved in Cypher: a name is a keyword only where one may stand.

The token shapes are those of Neo4j's lexer: a number runs on into letters (`1abc` is one bad
number), hyphens and arrow heads of other alphabets draw arrows, any Unicode letter starts a name.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple, NoReturn

from emokg.cypher.parsing.position import located
from emokg.errors import CypherSyntaxError


class Lexeme(Enum):
    """What a token is."""

    NAME = "name"
    QUOTED = "quoted name"
    NUMBER = "number"
    STRING = "string"
    SYMBOL = "symbol"
    END = "end"


class Token(NamedTuple):
    """`word` is the symbol, or the name in upper case, and empty for anything else."""

    kind: Lexeme
    word: str
    text: str
    start: int
    end: int


_DASHES = "\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\ufe58\ufe63\uff0d"
_LEFT_HEADS = "\u27e8\u3008\ufe64\uff1c"
_RIGHT_HEADS = "\u27e9\u3009\ufe65\uff1e"

ARROW = {
    **dict.fromkeys(_DASHES, "arrow -"),
    **dict.fromkeys(_LEFT_HEADS, "arrow <"),
    **dict.fromkeys(_RIGHT_HEADS, "arrow >"),
}
"""Words of the symbols that only draw arrows and never subtract or compare."""

_TOKEN = re.compile(
    rf"""
      (?P<SPACE>   (?: [\s\x1c-\x1f]+ | //[^\r\n]* | /\*.*?\*/ )+ )
    | (?P<NAME>    [^\W\d]\w* )
    | (?P<NUMBER>  (?: \d(?:_?\d)* )? \.\d(?:_?\d)* (?: [eE][+-]?(?:_?\d)+ )? \w*
                 | \d(?:_?\d)* [eE][+-]?(?:_?\d)+ \w*
                 | \d\w* )
    | (?P<STRING>  '(?:[^'\\]|\\.)*' | "(?:[^"\\]|\\.)*" )
    | (?P<QUOTED>  `(?:[^`]|``)*` )
    | (?P<OPEN>    /\* | ['"`] )
    | (?P<SYMBOL>  \|\| | <> | <= | >= | != | =~ | \.\. | :: | \+=
                 | [-+*/%^=<>(){{}}\[\],.:;|&!$?{_DASHES}{_LEFT_HEADS}{_RIGHT_HEADS}] )
    """,
    re.VERBOSE | re.DOTALL,
)

_UNCLOSED = {
    "/*": "Failed to parse comment. A comment starting on `/*` must have a closing `*/`.",
    "`": "Failed to parse escaped name. The query must contain an even number of backticks.",
}


def tokens(text: str) -> list[Token]:
    """All tokens, the last of kind END. Raises CypherSyntaxError."""
    found: list[Token] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            _refuse(text, position)
        shape, spelt, end = match.lastgroup, match[0], match.end()
        if shape == "NAME":
            found.append(Token(Lexeme.NAME, spelt.upper(), spelt, position, end))
        elif shape == "SYMBOL":
            found.append(Token(Lexeme.SYMBOL, ARROW.get(spelt, spelt), spelt, position, end))
        elif shape == "OPEN":
            _refuse_unclosed(text, position, spelt)
        elif shape != "SPACE":
            assert shape is not None
            found.append(Token(Lexeme[shape], "", spelt, position, end))
        position = end
    found.append(Token(Lexeme.END, "", "", position, position))
    return found


def _refuse(text: str, position: int) -> NoReturn:
    raise located(
        CypherSyntaxError, text, position, f"Invalid input '{text[position]}': not part of Cypher"
    )


def _refuse_unclosed(text: str, position: int, opening: str) -> NoReturn:
    message = _UNCLOSED.get(
        opening,
        "Failed to parse string literal. "
        "The query must contain an even number of non-escaped quotes.",
    )
    raise located(CypherSyntaxError, text, position, message)
