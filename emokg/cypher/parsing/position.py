"""Errors that show where in the text they are, as Neo4j prints them."""

from __future__ import annotations

from emokg.errors import CypherError


def located(
    kind: type[CypherError], text: str, offset: int, message: str, hint: str | None = None
) -> CypherError:
    """An error whose message ends with the position, the line itself and a caret below it."""
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    shown = text[start:] if end < 0 else text[start:end]
    line, column = text.count("\n", 0, offset) + 1, offset - start + 1
    caret = " " * column + "^"
    where = f"(line {line}, column {column} (offset: {offset}))"
    quoted = '"' + shown.rstrip("\r").replace("\t", " ") + '"'
    return kind(
        f"{message} {where}\n{quoted}\n{caret}", hint, line=line, column=column, offset=offset
    )
