"""Qwen2.5-VL messages, as its processor's chat template and `qwen-vl-utils` read them.

Source of the form: the model card of Qwen/Qwen2.5-VL-7B-Instruct.
"""

from __future__ import annotations

from collections.abc import Iterable

from emokg.export.formats.format import Format, Place, Row
from emokg.export.formats.lines import Entry, write_lines


def _entry(row: Row, picture: str) -> Entry:
    assert row.turn is not None
    seen = [{"type": "image", "image": picture}, {"type": "text", "text": row.turn.prompt}]
    said = [{"type": "text", "text": row.turn.answer}]
    return {
        "id": row.example.id,
        "messages": [{"role": "user", "content": seen}, {"role": "assistant", "content": said}],
    }


def _write(rows: Iterable[Row], place: Place) -> dict[str, int]:
    return write_lines(rows, place, _entry)


FORMAT = Format(_write, ("uri", "copy", "link"), asks=True, names_pictures=True)
