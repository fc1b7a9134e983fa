"""Sorted rows in ranges of keys whose bounds depend on the rows, not on how many come before.

A new row changes the range it falls into and no other: content-defined chunking (Muthitacharoen,
Chen & Mazières 2001) with keys in the place of bytes. So two pushes agree on all other ranges, and
comparing one fingerprint a range says what has to be sent.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

LEAST = 4_000
"""Rows before a range may end."""
MOST = 8_000
"""Rows from which a range ends at the next key."""
ONE_IN = 1024
"""How many of the keys between can end a range."""


@dataclass(frozen=True)
class Chunk:
    """All rows whose first column lies in [start, end); the ranges of a table leave no gap.

    `end` is None in the last one.
    """

    start: str
    end: str | None
    rows: pa.RecordBatch
    fingerprint: str


def chunks(schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> Iterator[Chunk]:
    """Cut rows that come sorted by their first column. A table without rows is one empty range."""
    held = schema.empty_table()
    keys: list[str] = []
    start = ""
    for batch in batches:
        held = pa.concat_tables([held, pa.Table.from_batches([batch]).cast(schema)])
        keys += batch.column(0).to_pylist()
        done = 0
        while (cut := _cut(keys, done)) is not None:
            yield _chunk(start, keys[cut], held.slice(done, cut - done))
            start, done = keys[cut], cut
        held, keys = held.slice(done), keys[done:]
    yield _chunk(start, None, held)


def part_of(chunk: Chunk, start: str, end: str | None) -> pa.RecordBatch:
    """The rows of a chunk whose first column lies in [start, end)."""
    keys = chunk.rows.column(0).to_pylist()
    first = bisect_left(keys, start)
    last = len(keys) if end is None else bisect_left(keys, end)
    return chunk.rows.slice(first, last - first)


def fingerprint(rows: pa.RecordBatch) -> str:
    """SHA-256 over names, types and values; equal rows have equal fingerprints in any layout."""
    digest = hashlib.sha256()
    for field, column in zip(rows.schema, rows.columns, strict=True):
        digest.update(f"{field.name} {field.type} {len(column)}\n".encode())
        _feed(digest, column)
    return digest.hexdigest()


def _cut(keys: list[str], done: int) -> int | None:
    """Where the range that begins at `done` ends; None where more rows have to be seen."""
    for place in range(done + LEAST, len(keys)):
        key = keys[place]
        if key == keys[place - 1]:
            continue
        if place - done >= MOST or crc32(key.encode()) % ONE_IN == 0:
            return place
    return None


def _chunk(start: str, end: str | None, held: pa.Table) -> Chunk:
    (rows,) = held.combine_chunks().to_batches() or [
        pa.RecordBatch.from_pylist([], schema=held.schema)
    ]
    return Chunk(start, end, rows, fingerprint(rows))


def _feed(digest: hashlib._Hash, column: pa.Array) -> None:
    """Bytes behind nulls are undefined in Arrow, so nulls are told apart and then filled."""
    digest.update(_bytes(column.is_valid()))
    if pa.types.is_list(column.type):
        digest.update(_bytes(pc.fill_null(pc.list_value_length(column), 0)))
        _feed(digest, pc.list_flatten(column))
    elif pa.types.is_string(column.type):
        filled = pc.fill_null(column, "")
        digest.update(_bytes(pc.binary_length(filled)))
        digest.update("".join(filled.to_pylist()).encode())
    elif pa.types.is_boolean(column.type):
        digest.update(_bytes(pc.fill_null(column, False)))
    else:
        numbers = column.view(pa.int32() if column.type.bit_width == 32 else pa.int64())
        digest.update(_bytes(pc.fill_null(numbers, 0)))


def _bytes(column: pa.Array) -> bytes:
    values: np.ndarray = column.to_numpy(zero_copy_only=False)
    return values.tobytes()
