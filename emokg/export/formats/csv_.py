"""CSV, a row an image; triplets and regions are JSON in their cell, an empty cell says nothing."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable

from emokg.export.formats.columns import NESTED, SCHEMA, values
from emokg.export.formats.format import Format, Place, Row


def write_csv(rows: Iterable[Row], place: Place) -> dict[str, int]:
    """`SPLIT.csv`, with a header."""
    name, written = f"{place.split}.csv", 0
    with (place.folder / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, SCHEMA.names, lineterminator="\n")
        writer.writeheader()
        for row in rows:
            cells = values(row.example)
            for column in NESTED:
                cells[column] = json.dumps(cells[column], ensure_ascii=False, allow_nan=False)
            writer.writerow(cells)
            written += 1
    return {name: written}


FORMAT = Format(write_csv, ("uri",))
