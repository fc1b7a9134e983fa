"""Bundles laid down beside the records, numbered, until it is settled which of them are new."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from emokg.records import SCHEMAS, TableName
from emokg.sources.bundle import Bundle, Vector

BATCH = 512
STAGED: tuple[TableName, ...] = ("images", "annotations", "triplets", "regions", "emotions")
ROW = pa.field("_row", pa.int64(), nullable=False)
ROWS = pa.schema([ROW, ("file", pa.string()), ("line", pa.int64()), ("own_id", pa.string())])
VECTORS = pa.schema(
    [
        ROW,
        ("space", pa.string()),
        ("image", pa.string()),
        ("position", pa.int64()),
        ("digest", pa.string()),
    ]
)


def staged_schema(table: TableName) -> pa.Schema:
    """The schema of a record table with the number of the source row in front."""
    return pa.schema([ROW, *SCHEMAS[table]])


def schemas() -> dict[str, pa.Schema]:
    """Every staged file, without its suffix, and its schema."""
    tables: dict[str, pa.Schema] = {name: staged_schema(name) for name in STAGED}
    return tables | {"rows": ROWS, "vectors": VECTORS}


def digest(values: np.ndarray[Any, np.dtype[np.float32]]) -> str:
    """A short hash of a vector, to compare it with another."""
    return hashlib.blake2b(np.ascontiguousarray(values).data, digest_size=16).hexdigest()


class Staging:
    """Writes bundles to Parquet files, and vectors to one raw float32 file a space.

    `count` is the number of source rows, several of which may be one bundle.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.bundles = 0
        self.count = 0
        self.dimensions: dict[str, int] = {}
        self._pending: list[Bundle] = []
        self._vector_files: dict[str, IO[bytes]] = {}
        self._vector_counts: dict[str, int] = {}
        self._writers = {
            name: pq.ParquetWriter(folder / f"{name}.parquet", schema, compression="lz4")
            for name, schema in schemas().items()
        }

    def add(self, bundle: Bundle) -> None:
        """Lay down one bundle."""
        self._pending.append(bundle)
        if len(self._pending) >= BATCH:
            self._flush()

    def close(self) -> None:
        """Finish the files."""
        try:
            self._flush()
        finally:
            with ExitStack() as files:
                for file in (*self._writers.values(), *self._vector_files.values()):
                    files.callback(file.close)

    def _flush(self) -> None:
        numbered = list(enumerate(self._pending, self.bundles))
        self.bundles += len(numbered)
        self._pending = []
        for table in STAGED:
            rows = [
                {"_row": row, **record.__dict__}
                for row, bundle in numbered
                for record in getattr(bundle, table)
            ]
            self._write(table, rows, staged_schema(table))
        told = [
            {"_row": row, "file": each.file, "line": line, "own_id": each.own_id}
            for row, each in numbered
            for line in (each.line, *each.more)
        ]
        self.count += len(told)
        self._write("rows", told, ROWS)
        vectors = [self._lay(row, vector) for row, each in numbered for vector in each.vectors]
        self._write("vectors", vectors, VECTORS)

    def _write(self, name: str, rows: Sequence[dict[str, Any]], schema: pa.Schema) -> None:
        if rows:
            self._writers[name].write_table(pa.Table.from_pylist(rows, schema=schema))

    def _lay(self, row: int, vector: Vector) -> dict[str, Any]:
        space = vector.space
        if space not in self._vector_files:
            self._vector_files[space] = (self.folder / f"{space}.f32").open("wb")
            self._vector_counts[space] = 0
            self.dimensions[space] = len(vector.values)
        self._vector_files[space].write(np.ascontiguousarray(vector.values, "<f4").data)
        position = self._vector_counts[space]
        self._vector_counts[space] += 1
        return {
            "_row": row,
            "space": space,
            "image": vector.image,
            "position": position,
            "digest": digest(vector.values),
        }
