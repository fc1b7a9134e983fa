"""The formats by name."""

from __future__ import annotations

from collections.abc import Mapping

from emokg.errors import UnknownName
from emokg.export.formats import (
    coco,
    croissant,
    csv_,
    imagefolder,
    llamafactory,
    parquet,
    qwen_vl,
    trl,
    webdataset,
)
from emokg.export.formats.format import Format

FORMATS: Mapping[str, Format] = {
    "qwen-vl": qwen_vl.FORMAT,
    "llamafactory": llamafactory.FORMAT,
    "trl": trl.FORMAT,
    "parquet": parquet.FORMAT,
    "imagefolder": imagefolder.FORMAT,
    "webdataset": webdataset.FORMAT,
    "coco": coco.FORMAT,
    "csv": csv_.FORMAT,
    "croissant": croissant.FORMAT,
}


def find_format(name: str) -> Format:
    """The format called `name`. UnknownName."""
    if name not in FORMATS:
        raise UnknownName(f"no export format {name!r}", f"formats: {', '.join(FORMATS)}")
    return FORMATS[name]
