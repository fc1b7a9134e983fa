"""What numbers, strings and quoted names in a text stand for.

Integers are 64 bits; `0x` and `0o` introduce hexadecimal and octal. A backslash before a character
that is no escape stays a backslash, as in Neo4j 5.26.
"""

from __future__ import annotations

import re

from emokg.cypher.parsing.lexer import Token
from emokg.cypher.parsing.position import located
from emokg.errors import CypherSyntaxError

INTEGER_MAX = 2**63 - 1

_FLOAT = re.compile(r"(?:\d[\d_]*)?\.\d[\d_]*(?:[eE][+-]?[\d_]+)?|\d[\d_]*[eE][+-]?[\d_]+")
_BASES = ((re.compile(r"0[xX]((?:_?[0-9a-fA-F])+)"), 16), (re.compile(r"0o((?:_?[0-7])+)"), 8))
_DECIMAL = re.compile(r"0|[1-9](?:_?\d)*")
_OLD_OCTAL = re.compile(r"0[0-7]+")

_ESCAPE = re.compile(r"\\(?:u+([0-9a-fA-F]{4})?|(.))", re.DOTALL)
_ESCAPES = {
    "\\": "\\",
    "'": "'",
    '"': '"',
    "b": "\b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
}


def number(token: Token, text: str, *, negative: bool = False) -> int | float:
    """The value of a number token; `negative` where a minus sign stands before it."""
    spelt = token.text
    if _FLOAT.fullmatch(spelt):
        value = float(spelt.replace("_", ""))
        if value == float("inf"):
            raise located(
                CypherSyntaxError, text, token.start, "floating point number is too large"
            )
        return -value if negative else value
    magnitude = _integer(token, text)
    if magnitude > INTEGER_MAX + negative:
        raise located(CypherSyntaxError, text, token.start, "integer is too large")
    return -magnitude if negative else magnitude


def _integer(token: Token, text: str) -> int:
    spelt = token.text
    for pattern, base in _BASES:
        found = pattern.fullmatch(spelt)
        if found:
            return int(found[1].replace("_", ""), base)
    if _DECIMAL.fullmatch(spelt):
        return int(spelt.replace("_", "")) if len(spelt) < 60 else INTEGER_MAX * 4
    if _OLD_OCTAL.fullmatch(spelt):
        raise located(
            CypherSyntaxError,
            text,
            token.start,
            f"The octal integer literal syntax `{spelt}` is no longer supported, "
            f"please use `0o{spelt[1:]}` instead",
        )
    raise located(CypherSyntaxError, text, token.start, "invalid literal number")


def string(token: Token, text: str) -> str:
    """The value of a string token."""
    inner = token.text[1:-1]
    if "\\" not in inner:
        return inner

    def replaced(match: re.Match[str]) -> str:
        if match[1] is not None:
            return chr(int(match[1], 16))
        if match[2] is None:
            at = token.start + 1 + match.end()
            raise located(
                CypherSyntaxError,
                text,
                at,
                f"Invalid input '{text[at : at + 4]}': "
                "expected four hexadecimal digits specifying a unicode character",
            )
        return _ESCAPES.get(match[2], match[0])

    value = _ESCAPE.sub(replaced, inner)
    # two escapes may spell one character beyond the basic plane, as UTF-16 does
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def quoted_name(token: Token) -> str:
    """The name between backticks."""
    return token.text[1:-1].replace("``", "`")
