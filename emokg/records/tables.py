"""The Arrow schemas of the record tables, column for column what Parquet holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

import pyarrow as pa

from emokg.records.models import (
    Annotation,
    ConceptLink,
    Duplicate,
    Emotion,
    Image,
    Record,
    Region,
    Source,
    Triplet,
    Verdict,
)

TableName = Literal[
    "images",
    "annotations",
    "triplets",
    "regions",
    "emotions",
    "verdicts",
    "duplicates",
    "concepts",
    "sources",
]

_STRING, _DOUBLE, _INT32 = pa.string(), pa.float64(), pa.int32()
_CONFIDENCE = ("confidence", "confidence_raw", "confidence_min", "confidence_max")
_OTHER_TYPES: Mapping[str, pa.DataType] = {
    **dict.fromkeys((*_CONFIDENCE, "cost", "probability", "distance"), _DOUBLE),
    **dict.fromkeys(("x1", "y1", "x2", "y2", "score", "area", "predicted_iou"), _DOUBLE),
    **dict.fromkeys(("width", "height", "position", "mask_height", "mask_width", "step"), _INT32),
    "created": pa.timestamp("us", tz="UTC"),
}


def _schema(columns: str) -> pa.Schema:
    """Columns in order; a star marks a required one, and what is not text is listed above."""
    return pa.schema(
        pa.field(
            name.rstrip("*"),
            _OTHER_TYPES.get(name.rstrip("*"), _STRING),
            nullable=not name.endswith("*"),
        )
        for name in columns.split()
    )


SCHEMAS: Mapping[TableName, pa.Schema] = {
    "images": _schema(
        "id* source* uri width height sha256 phash license credit origin description confidence "
        "confidence_raw confidence_min confidence_max prompt split"
    ),
    "annotations": _schema(
        "id* image* annotator* annotator_kind* dataset* description prompt_hash cost created "
        "confidence confidence_raw confidence_min confidence_max"
    ),
    "triplets": _schema(
        "id* image* annotation background attribute subject background_text attribute_text "
        "subject_text position"
    ),
    "regions": _schema(
        "id* image* triplet subject x1* y1* x2* y2* score mask_rle mask_height mask_width area "
        "predicted_iou"
    ),
    "emotions": _schema("image* annotation emotion* probability*"),
    "verdicts": _schema("id* annotation* judge* kind* decision* reason"),
    "duplicates": _schema("image* other* evidence* distance"),
    "concepts": _schema("step* kind* phrase* link* concept relation score method*"),
    "sources": _schema("id* name license url citation origin"),
}

TABLES: tuple[TableName, ...] = tuple(SCHEMAS)

RECORDS: Mapping[TableName, type[Record]] = {
    "images": Image,
    "annotations": Annotation,
    "triplets": Triplet,
    "regions": Region,
    "emotions": Emotion,
    "verdicts": Verdict,
    "duplicates": Duplicate,
    "concepts": ConceptLink,
    "sources": Source,
}

KEYS: Mapping[TableName, tuple[str, ...]] = {
    **dict.fromkeys(TABLES, ("id",)),
    "emotions": ("image", "annotation", "emotion"),
    "duplicates": ("image", "other", "evidence"),
    "concepts": ("step", "kind", "phrase", "link"),
}
"""The columns that together name one row."""


def to_arrow(table: TableName, records: Iterable[Record]) -> pa.Table:
    """A table of records, in their order."""
    rows: list[dict[str, Any]] = [dict(record) for record in records]
    return pa.Table.from_pylist(rows, schema=SCHEMAS[table])
