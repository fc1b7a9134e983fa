"""The formats by name."""

from __future__ import annotations

from collections.abc import Mapping

from emokg.errors import UnknownName
from emokg.export.formats import csv_, llamafactory, parquet, qwen_vl
from emokg.export.formats.format import Format

FORMATS: Mapping[str, Format] = {
    "qwen-vl": qwen_vl.FORMAT,
    "llamafactory": llamafactory.FORMAT,
    "parquet": parquet.FORMAT,
    "csv": csv_.FORMAT,
}


def find_format(name: str) -> Format:
    """The format called `name`. UnknownName."""
    if name not in FORMATS:
        raise UnknownName(f"no export format {name!r}", f"formats: {', '.join(FORMATS)}")
    return FORMATS[name]
