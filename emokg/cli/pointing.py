"""An error in a Cypher text, with the line it is in and a caret below the place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from emokg.errors import CypherError


@contextmanager
def pointing_into(text: str) -> Iterator[None]:
    """Add the excerpt to the message of a CypherError that knows its place and does not show it."""
    try:
        yield
    except CypherError as error:
        if error.line is not None and error.column is not None and "\n" not in error.message:
            error.message += "\n" + excerpt(text, error.line, error.column)
        raise


def excerpt(text: str, line: int, column: int) -> str:
    """The line in quotes, and a caret under its column. Both count from 1."""
    lines = text.split("\n")
    shown = lines[line - 1].rstrip("\r").replace("\t", " ") if line <= len(lines) else ""
    return f'"{shown}"\n{" " * column}^'
