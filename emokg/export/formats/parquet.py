"""Hugging Face Parquet: a folder a split, and the data set's card.

`--pictures copy` puts the bytes of the pictures into a column `image` that `datasets` decodes.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from emokg.export.formats.card import write_card
from emokg.export.formats.columns import SCHEMA, values
from emokg.export.formats.format import Format, Place, Row
from emokg.export.formats.shards import PICTURE, picture_cell, with_features, write_shards


def _write(rows: Iterable[Row], place: Place) -> dict[str, int]:
    if place.pictures == "uri":
        return write_shards((values(row.example) for row in rows), place, SCHEMA)
    held = ({"image": picture_cell(row.example), **values(row.example)} for row in rows)
    schema = with_features(pa.schema([pa.field("image", PICTURE), *SCHEMA]))
    return write_shards(held, place, schema)


FORMAT = Format(_write, ("uri", "copy"), finish=write_card)
