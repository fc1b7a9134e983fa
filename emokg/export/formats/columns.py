"""The columns of an example in tables, named as in the graph."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from emokg.export.example import Example

_EXPLANATION = pa.struct([(name, pa.string()) for name in ("background", "attribute", "subject")])
_BOX = pa.struct(
    [
        ("bbox", pa.list_(pa.float64())),
        ("score", pa.float64()),
        ("area", pa.float64()),
        ("subject", pa.string()),
        ("rle", pa.string()),
        ("size", pa.list_(pa.int64())),
    ]
)
SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("emotion", pa.string()),
        ("uri", pa.string()),
        ("width", pa.int64()),
        ("height", pa.int64()),
        ("sha256", pa.string()),
        ("source", pa.string()),
        ("origin", pa.string()),
        ("license", pa.string()),
        ("credit", pa.string()),
        ("description", pa.string()),
        ("triplets", pa.list_(_EXPLANATION)),
        ("regions", pa.list_(_BOX)),
    ]
)
NESTED = ("triplets", "regions")


def values(example: Example) -> dict[str, Any]:
    """An example by column."""
    made = {name: getattr(example, name) for name in SCHEMA.names}
    return made | {name: list(made[name]) for name in NESTED}
