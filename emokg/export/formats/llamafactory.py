"""LLaMA-Factory's sharegpt, with the entry that `dataset_info.json` needs.

Source of the rules: `data/README.md` of hiyouga/LLaMA-Factory. The number of `<image>` in a row
must be the number of its images; paths are relative to the folder, or to `--media_dir`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from emokg.errors import DataError
from emokg.export.formats.format import Format, Place, Row
from emokg.export.formats.lines import Entry, write_lines
from emokg.export.manifest import Manifest

PLACEHOLDERS = ("<image>", "<video>", "<audio>")
INFO = "dataset_info.json"
TAGS = {
    "role_tag": "role",
    "content_tag": "content",
    "user_tag": "user",
    "assistant_tag": "assistant",
}


def _entry(row: Row, picture: str) -> Entry:
    assert row.turn is not None
    for text in (row.turn.prompt, row.turn.answer):
        for mark in PLACEHOLDERS:
            if mark in text:
                raise DataError(
                    f"{row.example.id}: LLaMA-Factory would take {mark} in {text!r} for a medium",
                    "correct the text where it comes from, and ingest it again",
                )
    messages = [
        {"role": "user", "content": f"<image>{row.turn.prompt}"},
        {"role": "assistant", "content": row.turn.answer},
    ]
    return {"messages": messages, "images": [picture]}


def _write(rows: Iterable[Row], place: Place) -> dict[str, int]:
    return write_lines(rows, place, _entry)


def _finish(folder: Path, manifest: Manifest) -> list[str]:
    info = {
        f"emokg_{part.split}": {
            "file_name": f"{part.split}.jsonl",
            "formatting": "sharegpt",
            "columns": {"messages": "messages", "images": "images"},
            "tags": TAGS,
        }
        for part in manifest.parts
    }
    (folder / INFO).write_text(json.dumps(info, indent=1) + "\n", encoding="utf-8")
    return [INFO]


FORMAT = Format(_write, ("uri", "copy", "link"), asks=True, names_pictures=True, finish=_finish)
