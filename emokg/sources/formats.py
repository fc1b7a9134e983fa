"""Rows of a JSON, JSONL, CSV or Parquet file, a few at a time, whatever they mean."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from emokg.errors import DataError
from emokg.sources.json_stream import BrokenJSON, Cursor, array, objects
from emokg.sources.json_text import Decoder, Repeated
from emokg.sources.reject import Reject

BATCH = 256
LONGEST_CELL = 1 << 26


@dataclass(frozen=True, slots=True)
class Row:
    """One record as it lies in the file. `as_text`: every value is text, as in CSV."""

    file: str
    line: int
    values: Mapping[str, Any]
    as_text: bool = False


Rows = Iterator[Row | Reject]


def read_rows(path: Path) -> Rows:
    """The rows of a file, by its suffix. Raises DataError for a kind that is not read."""
    return _reader(path)(path)


def first_row(path: Path) -> Row | None:
    """The first row that could be decoded, if any of the first few could."""
    for _, row in zip(range(20), read_rows(path), strict=False):
        if isinstance(row, Row):
            return row
    return None


def _reader(path: Path) -> Callable[[Path], Rows]:
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise DataError(
            f"{path} is not a kind of file that is read", f"kinds: {', '.join(sorted(READERS))}"
        )
    return reader


def _json_lines(path: Path) -> Rows:
    decoder = Decoder()
    with path.open("rb") as file:
        for line, text in enumerate(file, 1):
            if not text.strip():
                continue
            try:
                values = decoder.decode(text.decode("utf-8-sig" if line == 1 else "utf-8"))
            except UnicodeDecodeError as error:
                yield _undecodable(path, line, None, f"not UTF-8: {error.reason}")
                continue
            except ValueError as error:
                shown = text.decode(errors="replace").strip()
                yield _undecodable(path, line, shown, f"undecodable JSON: {error}")
                continue
            yield _row(path, line, values)


def _json_array(path: Path) -> Rows:
    with path.open("rb") as file:
        cursor = Cursor(file)
        try:
            several = objects if cursor.peek() == "{" else array
            for line, values in several(cursor):
                yield _row(path, line, values)
            cursor.take("")
        except BrokenJSON as error:
            yield _undecodable(
                path,
                error.line,
                None,
                f"undecodable JSON: {error}; the rest of the file was not read",
            )


def _csv(path: Path) -> Rows:
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, strict=True)
        try:
            names = next(reader, [])
            _refuse_twice(path, names)
            for cells in reader:
                if not cells:
                    continue
                if len(cells) != len(names):
                    yield _undecodable(
                        path,
                        reader.line_num,
                        None,
                        f"{len(cells)} cells where the header has {len(names)}",
                    )
                    continue
                values = {
                    name: cell if cell else None for name, cell in zip(names, cells, strict=True)
                }
                yield Row(str(path), reader.line_num, values, as_text=True)
        except (csv.Error, UnicodeDecodeError) as error:
            yield _undecodable(
                path,
                reader.line_num + 1,
                None,
                f"undecodable CSV: {error}; the rest of the file was not read",
            )


def _parquet(path: Path) -> Rows:
    try:
        with pq.ParquetFile(path) as file:
            _refuse_twice(path, file.schema_arrow.names)
            line = 0
            for batch in file.iter_batches(batch_size=BATCH):
                columns = [_python_values(column) for column in batch.columns]
                for cells in zip(*columns, strict=True):
                    line += 1
                    values = dict(zip(batch.schema.names, cells, strict=True))
                    yield Row(str(path), line, values)
    except (pa.ArrowInvalid, OSError) as error:
        raise DataError(
            f"{path} is not Parquet, or is damaged: {error}", "get the file again"
        ) from None


def _refuse_twice(path: Path, names: list[str]) -> None:
    twice = [name for name in names if name and names.count(name) > 1]
    if twice:
        raise DataError(f"{path} has two columns called {twice[0]!r}", "rename one of them")


def _python_values(column: pa.Array) -> list[Any]:
    """As Python values, but lists of floats as numpy arrays: a DES vector has 1,024 of them."""
    kind = column.type
    is_list = pa.types.is_list(kind) or pa.types.is_large_list(kind)
    if is_list and pa.types.is_floating(kind.value_type) and not column.flatten().null_count:
        return [None if scalar.values is None else scalar.values.to_numpy() for scalar in column]
    values: list[Any] = column.to_pylist()
    return values


def _row(path: Path, line: int, values: Any) -> Row | Reject:
    if isinstance(values, dict):
        return Row(str(path), line, values)
    if isinstance(values, Repeated):
        return _undecodable(path, line, None, f"the key {values.key!r} is given twice in an object")
    return _undecodable(path, line, values, "a row is a JSON object; this is something else")


def _undecodable(path: Path, line: int, value: Any, reason: str) -> Reject:
    return Reject(str(path), line, None, None, value, reason)


READERS: Mapping[str, Callable[[Path], Rows]] = {
    ".jsonl": _json_lines,
    ".ndjson": _json_lines,
    ".json": _json_array,
    ".csv": _csv,
    ".parquet": _parquet,
}
