"""Cypher's type names, brought to one spelling: `INTEGER NOT NULL`, `LIST<STRING> | FLOAT`."""

from __future__ import annotations

from emokg.cypher.parsing.cursor import Cursor

_TWO_WORDS = {
    "SIGNED": ("INTEGER",),
    "LOCAL": ("TIME", "DATETIME"),
    "ZONED": ("TIME", "DATETIME"),
    "PROPERTY": ("VALUE",),
}
_SIMPLE = (
    "NOTHING",
    "NULL",
    "BOOL",
    "BOOLEAN",
    "VARCHAR",
    "STRING",
    "INT",
    "INTEGER",
    "FLOAT",
    "DATE",
    "DURATION",
    "POINT",
    "NODE",
    "VERTEX",
    "RELATIONSHIP",
    "EDGE",
    "MAP",
    "PATH",
    "PATHS",
)
_FIRST = {*_SIMPLE, *_TWO_WORDS, "LIST", "ARRAY", "TIME", "TIMESTAMP", "ANY"}
_AFTER_ANY = ("NODE", "VERTEX", "RELATIONSHIP", "EDGE", "MAP")


def type_name(cursor: Cursor) -> str:
    """A type, as `tree.IsTyped` keeps it."""
    parts = [_part(cursor)]
    while cursor.at("|") and cursor.index != cursor.bar and cursor.ahead(1).word in _FIRST:
        cursor.step()
        parts.append(_part(cursor))
    return " | ".join(parts)


def _part(cursor: Cursor) -> str:
    name = _nullable(cursor, _single(cursor))
    while cursor.take("LIST") or cursor.take("ARRAY"):
        name = _nullable(cursor, f"LIST<{name}>")
    return name


def _nullable(cursor: Cursor, name: str) -> str:
    return f"{name} NOT NULL" if cursor.take("NOT", "NULL") or cursor.take("!") else name


def _single(cursor: Cursor) -> str:
    cursor.expect("a type")
    word = cursor.word
    if word in _SIMPLE:
        cursor.step()
        return word
    if word in ("LIST", "ARRAY"):
        cursor.step()
        return f"LIST<{_inner(cursor)}>"
    if word in _TWO_WORDS:
        cursor.step()
        return f"{word} {_one_of(cursor, _TWO_WORDS[word])}"
    if word in ("TIME", "TIMESTAMP"):
        cursor.step()
        return _clock(cursor, word)
    if word == "ANY":
        cursor.step()
        return _any(cursor)
    raise cursor.failure()


def _inner(cursor: Cursor) -> str:
    cursor.need("<")
    with cursor.nested():
        inner = type_name(cursor)
    cursor.need(">")
    return inner


def _one_of(cursor: Cursor, words: tuple[str, ...]) -> str:
    word = cursor.word
    if not cursor.at(*words):
        raise cursor.failure()
    cursor.step()
    return word


def _clock(cursor: Cursor, word: str) -> str:
    """`TIME WITH TIMEZONE` is `ZONED TIME`, `TIMESTAMP WITHOUT TIME ZONE` is `LOCAL DATETIME`."""
    place = "ZONED" if _one_of(cursor, ("WITH", "WITHOUT")) == "WITH" else "LOCAL"
    if not cursor.take("TIMEZONE"):
        cursor.need("TIME", "ZONE")
    return f"{place} {'TIME' if word == 'TIME' else 'DATETIME'}"


def _any(cursor: Cursor) -> str:
    if cursor.at(*_AFTER_ANY):
        return _one_of(cursor, _AFTER_ANY)
    if cursor.take("PROPERTY", "VALUE"):
        return "PROPERTY VALUE"
    if cursor.take("VALUE") and not cursor.at("<"):
        return "ANY"
    return f"ANY<{_inner(cursor)}>" if cursor.at("<") else "ANY"
