"""JSON Lines, one object a row, and the pictures they name."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from emokg.export.formats.format import Place, Row
from emokg.export.pictures import place_picture

Entry = dict[str, Any]


def write_lines(
    rows: Iterable[Row], place: Place, entry: Callable[[Row, str], Entry]
) -> dict[str, int]:
    """`SPLIT.jsonl`; `entry` makes an object of a row and the path or uri of its picture."""
    name = f"{place.split}.jsonl"
    files = {name: 0}
    with (place.folder / name).open("w", encoding="utf-8", newline="\n") as file:
        for number, row in enumerate(rows):
            picture = named_picture(row, place, number, files)
            file.write(to_line(entry(row, picture)))
            files[name] += 1
    return files


def named_picture(row: Row, place: Place, number: int, files: dict[str, int]) -> str:
    """How a row names its picture; a file that is put in place is added to `files`."""
    if place.pictures == "uri":
        assert row.example.uri is not None
        return row.example.uri
    path = place_picture(row.example, place.folder, f"{place.split}/{number:08}", place.pictures)
    files[path] = 0
    return path


def to_line(entry: Entry) -> str:
    """One line of JSON."""
    return json.dumps(entry, ensure_ascii=False, allow_nan=False) + "\n"
