"""`x IS :: TYPE`, valueType() and Unicode's normal forms.

A type holds null unless it says NOT NULL. valueType() names a list's types in Neo4j's order.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any, Literal

from emokg.cypher.dynamic.values import Node, Path, Relationship, Temporal, fail, type_name

_ORDER = (
    "NULL",
    "BOOLEAN",
    "STRING",
    "INTEGER",
    "FLOAT",
    "DATE",
    "LOCAL TIME",
    "ZONED TIME",
    "LOCAL DATETIME",
    "ZONED DATETIME",
    "DURATION",
    "NODE",
    "RELATIONSHIP",
    "MAP",
    "LIST",
    "PATH",
)
_SAME = {
    "BOOL": "BOOLEAN",
    "VARCHAR": "STRING",
    "INT": "INTEGER",
    "SIGNED INTEGER": "INTEGER",
    "VERTEX": "NODE",
    "ANY NODE": "NODE",
    "EDGE": "RELATIONSHIP",
    "ANY EDGE": "RELATIONSHIP",
    "ANY MAP": "MAP",
    "ANY VALUE": "ANY",
    "TIME WITHOUT TIME ZONE": "LOCAL TIME",
    "TIME WITHOUT TIMEZONE": "LOCAL TIME",
    "TIME WITH TIME ZONE": "ZONED TIME",
    "TIME WITH TIMEZONE": "ZONED TIME",
    "TIMESTAMP WITHOUT TIME ZONE": "LOCAL DATETIME",
    "TIMESTAMP WITHOUT TIMEZONE": "LOCAL DATETIME",
    "TIMESTAMP WITH TIME ZONE": "ZONED DATETIME",
    "TIMESTAMP WITH TIMEZONE": "ZONED DATETIME",
}
_TEMPORAL = {
    "$d": "DATE",
    "$c": "LOCAL TIME",
    "$t": "ZONED TIME",
    "$l": "LOCAL DATETIME",
    "$z": "ZONED DATETIME",
    "$D": "DURATION",
}


def _word(value: Any) -> str:
    if isinstance(value, Temporal):
        return _TEMPORAL[value.tag]
    pairs = (
        (type(None), "NULL"),
        (bool, "BOOLEAN"),
        (str, "STRING"),
        (int, "INTEGER"),
        (float, "FLOAT"),
        (Node, "NODE"),
        (Relationship, "RELATIONSHIP"),
        (dict, "MAP"),
        (list, "LIST"),
        (Path, "PATH"),
    )
    return next(word for kind, word in pairs if isinstance(value, kind))


def value_type(value: Any) -> str:
    """valueType()."""
    return "NULL" if value is None else f"{_bare(value)} NOT NULL"


def _bare(value: Any) -> str:
    if not isinstance(value, list):
        return _word(value)
    inner = {value_type(item) for item in value}
    if not inner:
        return "LIST<NOTHING>"
    nullable = "NULL" in inner
    words = sorted(inner - {"NULL"}, key=_rank)
    if not words:
        return "LIST<NULL>"
    if nullable:
        words = [word.removesuffix(" NOT NULL") for word in words]
    return f"LIST<{' | '.join(words)}>"


def _rank(word: str) -> tuple[int, ...]:
    plain = word.removesuffix(" NOT NULL")
    if not plain.startswith("LIST<"):
        return (_ORDER.index(plain),) if plain in _ORDER else (len(_ORDER),)
    return (_ORDER.index("LIST"), *_rank(_options(plain[5:-1])[0].strip()))


def is_typed(value: Any, type_text: str) -> bool:
    """Whether a value is of a type as Cypher writes it."""
    return any(_is_one(value, option.strip()) for option in _options(type_text))


def _options(text: str) -> list[str]:
    """The parts between `|` outside angle brackets."""
    parts, depth, start = [], 0, 0
    for position, character in enumerate(text):
        depth += (character == "<") - (character == ">")
        if character == "|" and depth == 0:
            parts.append(text[start:position])
            start = position + 1
    return [*parts, text[start:]]


def _is_one(value: Any, text: str) -> bool:
    if text.endswith("NOT NULL"):
        return value is not None and _is_one(value, text.removesuffix("NOT NULL").strip())
    if text.endswith("!"):
        return value is not None and _is_one(value, text[:-1].strip())
    if value is None:
        return text != "NOTHING"
    union = re.fullmatch(r"ANY(?: VALUE)? ?<(.*)>", text)
    if union:
        return is_typed(value, union[1])
    items = re.fullmatch(r"(?:LIST|ARRAY) ?<(.*)>", text)
    if items:
        return isinstance(value, list) and all(is_typed(item, items[1]) for item in value)
    word = _SAME.get(text, text)
    if word in ("POINT", "NOTHING", "NULL"):
        return False
    if word not in (*_ORDER, "ANY", "PROPERTY VALUE"):
        raise fail(f"Unknown type {text}")
    return word in ("ANY", _word(value)) or (word == "PROPERTY VALUE" and _storable(value))


def _storable(value: Any) -> bool:
    if isinstance(value, list):
        return len({type(item) for item in value}) <= 1 and all(map(_storable, value))
    return isinstance(value, (bool, int, float, str, Temporal))


Form = Literal["NFC", "NFD", "NFKC", "NFKD"]


def is_normalized(value: Any, form: Form) -> bool | None:
    """`x IS NORMALIZED`; null for what is no text."""
    return unicodedata.is_normalized(form, value) if isinstance(value, str) else None


def normalize(value: Any, form: Form = "NFC") -> str | None:
    """normalize()."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise fail(
            f"Invalid input for function 'normalize()': Expected a String, got: {type_name(value)}"
        )
    return unicodedata.normalize(form, value)


KINDS: dict[str, Callable[..., Any]] = {
    "value_type": value_type,
    "is_typed": is_typed,
    "is_normalized": is_normalized,
    "normalize": normalize,
}
