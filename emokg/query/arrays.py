"""Columns of numbers between Arrow and numpy.

pyarrow's own conversions import pandas wherever it is installed, which takes longer than most
questions; these read and wrap the memory itself.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray


def numbers(column: pa.ChunkedArray | pa.Array, null: float = np.nan) -> NDArray[Any]:
    """The values of a column of numbers, with `null` where there is none."""
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    if isinstance(column, pa.ChunkedArray):
        column = pa.concat_arrays(column.chunks)
    bits, data = column.buffers()
    plain = pa.Array.from_buffers(column.type, len(column), [None, data], offset=column.offset)
    values: NDArray[Any] = np.from_dlpack(plain)
    if not column.null_count:
        return values
    known = np.unpackbits(np.frombuffer(bits, np.uint8), bitorder="little")
    return np.where(known[column.offset : column.offset + len(column)], values, null)


def doubles(column: pa.ChunkedArray | pa.Array) -> NDArray[np.float64]:
    """The same, whatever numbers they are, as float64."""
    return numbers(column).astype(np.float64)


def integers(values: NDArray[Any]) -> pa.Array:
    """As INT64."""
    return _wrapped(pa.int64(), values.astype(np.int64), None)


def floats(values: NDArray[Any]) -> pa.Array:
    """As DOUBLE, null where a value is no number or infinite."""
    finite = np.isfinite(values)
    known = None if finite.all() else np.packbits(finite, bitorder="little")
    return _wrapped(pa.float64(), values.astype(np.float64), known)


def _wrapped(kind: pa.DataType, values: NDArray[Any], known: NDArray[Any] | None) -> pa.Array:
    bits = None if known is None else pa.py_buffer(known)
    data = pa.py_buffer(np.ascontiguousarray(values))
    return pa.Array.from_buffers(kind, len(values), [bits, data])
