"""Hugging Face imagefolder: a folder a split, with `metadata.parquet` beside the pictures.

Not `metadata.jsonl`: `datasets` 5.2 guesses types from its lines, and refuses the splits where a
column that is empty in one of them looks like another type.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any

import pyarrow as pa

from emokg.export.formats.columns import SCHEMA, values
from emokg.export.formats.format import Format, Place, Row
from emokg.export.formats.lines import named_picture
from emokg.export.formats.shards import write_table

METADATA = pa.schema([("file_name", pa.string()), *SCHEMA])


def _write(rows: Iterable[Row], place: Place) -> dict[str, int]:
    (place.folder / place.split).mkdir()
    files: dict[str, int] = {}
    name = f"{place.split}/metadata.parquet"
    files[name] = write_table(_entries(rows, place, files), place.folder / name, METADATA)
    return files


def _entries(rows: Iterable[Row], place: Place, files: dict[str, int]) -> Iterator[dict[str, Any]]:
    for number, row in enumerate(rows):
        path = PurePosixPath(named_picture(row, place, number, files))
        yield {"file_name": path.name, **values(row.example)}


FORMAT = Format(_write, ("copy", "link"))
