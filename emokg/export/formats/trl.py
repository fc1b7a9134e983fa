"""TRL's conversational prompt-completion with images, as Parquet with the pictures in it.

Source of the form: "Vision datasets" in TRL's page on data set formats: `prompt` and `completion`
are messages with text, and `images` are the pictures before the prompt's first text.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pyarrow as pa

from emokg.export.formats.card import write_card
from emokg.export.formats.format import Format, Place, Row
from emokg.export.formats.shards import PICTURE, picture_cell, with_features, write_shards

_MESSAGES = pa.list_(pa.struct([("role", pa.string()), ("content", pa.string())]))
SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("prompt", _MESSAGES),
        ("completion", _MESSAGES),
        ("images", pa.list_(PICTURE)),
        ("license", pa.string()),
    ]
)


def _entry(row: Row) -> dict[str, Any]:
    assert row.turn is not None
    return {
        "id": row.example.id,
        "prompt": [{"role": "user", "content": row.turn.prompt}],
        "completion": [{"role": "assistant", "content": row.turn.answer}],
        "images": [picture_cell(row.example)],
        "license": row.example.license,
    }


def _write(rows: Iterable[Row], place: Place) -> dict[str, int]:
    return write_shards((_entry(row) for row in rows), place, with_features(SCHEMA))


FORMAT = Format(_write, ("copy",), asks=True, finish=write_card)
