"""Parquet files of bounded size, and the features by which `datasets` decodes pictures in them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import chain, islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from emokg.export.example import Example
from emokg.export.formats.format import Place
from emokg.export.pictures import suffix_of

ROWS, GROUP = 5_000, 500
"""Rows in a file, and in a row group."""
PICTURE = pa.struct([("bytes", pa.binary()), ("path", pa.string())])
Cells = dict[str, Any]
_NAMES = {"double": "float64"}


def write_shards(rows: Iterable[Cells], place: Place, schema: pa.Schema) -> dict[str, int]:
    """`SPLIT/00000.parquet` and so on."""
    (place.folder / place.split).mkdir()
    files: dict[str, int] = {}
    rest = iter(rows)
    while first := list(islice(rest, 1)):
        name = f"{place.split}/{len(files):05}.parquet"
        shard = chain(first, islice(rest, ROWS - 1))
        files[name] = write_table(shard, place.folder / name, schema)
    return files


def write_table(rows: Iterable[Cells], path: Path, schema: pa.Schema) -> int:
    """One file, a row group at a time; gives the number of rows."""
    written, rest = 0, iter(rows)
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        while group := list(islice(rest, GROUP)):
            writer.write_table(pa.Table.from_pylist(group, schema=schema))
            written += len(group)
    return written


def picture_cell(example: Example) -> dict[str, bytes | str]:
    """A picture as `datasets` stores it. Its name does not tell what it shows."""
    assert example.file is not None
    return {"bytes": example.file.read_bytes(), "path": f"picture{suffix_of(example.file)}"}


def with_features(schema: pa.Schema) -> pa.Schema:
    """The schema with the metadata that `datasets` (4 and later) looks for."""
    features = {field.name: _feature(field.type) for field in schema}
    return schema.with_metadata({"huggingface": json.dumps({"info": {"features": features}})})


def _feature(type_: pa.DataType) -> dict[str, Any]:
    if type_ == PICTURE:
        return {"_type": "Image"}
    if pa.types.is_list(type_):
        return {"_type": "List", "feature": _feature(type_.value_type)}
    if pa.types.is_struct(type_):
        return {field.name: _feature(field.type) for field in type_}
    return {"_type": "Value", "dtype": _NAMES.get(str(type_), str(type_))}
