"""Hugging Face imagefolder: a folder a split, with `metadata.jsonl` beside the pictures."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from emokg.export.formats.columns import values
from emokg.export.formats.format import Format, Place, Row
from emokg.export.formats.lines import named_picture, to_line


def _write(rows: Iterable[Row], place: Place) -> dict[str, int]:
    name = f"{place.split}/metadata.jsonl"
    files = {name: 0}
    (place.folder / place.split).mkdir()
    with (place.folder / name).open("w", encoding="utf-8", newline="\n") as file:
        for number, row in enumerate(rows):
            path = PurePosixPath(named_picture(row, place, number, files))
            file.write(to_line({"file_name": path.name, **values(row.example)}))
            files[name] += 1
    return files


FORMAT = Format(_write, ("copy", "link"))
