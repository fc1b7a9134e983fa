"""Writes a Table to stdout in the format asked for."""

from __future__ import annotations

import csv
import json
import math
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from emokg.errors import UsageError

if TYPE_CHECKING:
    from emokg.table import Table

CLOSED_PIPE = 141
"""The exit code of a program whose reader went away, as a shell reports it."""


class Format(StrEnum):
    """How a table is written."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"
    parquet = "parquet"


FormatOption = Annotated[
    Format, typer.Option("--format", "-f", envvar="EMOKG_FORMAT", help="How to write the answer.")
]


def write(table: Table, form: Format) -> None:
    """The table on stdout. UsageError for Parquet on a terminal."""
    writers = {
        Format.table: _table,
        Format.json: _json,
        Format.jsonl: _jsonl,
        Format.csv: _csv,
        Format.parquet: _parquet,
    }
    with _until_the_reader_leaves():
        writers[form](table)


def emit(text: str) -> None:
    """Text and a line's end on stdout."""
    with _until_the_reader_leaves():
        sys.stdout.write(text + "\n")


@contextmanager
def _until_the_reader_leaves() -> Iterator[None]:
    """End quietly where what reads stdout has enough, as `| head -1` does."""
    try:
        yield
        sys.stdout.flush()
    except OSError as error:
        # what is left in the buffer must go somewhere when the interpreter ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            raise typer.Exit(CLOSED_PIPE) from None
        raise


def to_json(value: Any) -> str:
    """JSON as the interface promises it: dates as ISO text, no NaN tokens (RFC 8259)."""
    return json.dumps(plain(value), ensure_ascii=False, allow_nan=False)


def plain(value: Any) -> Any:
    """The value in JSON's types; NaN and the infinities become their names."""
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    return value


def _table(table: Table) -> None:
    if not sys.stdout.isatty() and "COLUMNS" not in os.environ:
        sys.stdout.writelines(line + "\n" for line in aligned(table))
        return
    from rich.console import Console

    from emokg.table_view import rich_table

    console = Console(highlight=False)
    with console.capture() as captured:  # rich would end the program on a closed pipe
        console.print(rich_table(table, None, console.width))
        if len(table) == 0:
            console.print("no rows")
    sys.stdout.write(captured.get())


def aligned(table: Table) -> Iterator[str]:
    """The table for a pipe: as wide as it is, numbers to the right. Much quicker than rich."""
    from rich.cells import cell_len

    from emokg.table_view import NUMERIC, cell

    columns = []
    for name, field in zip(table.columns, table.arrow.schema, strict=True):
        cells = [name, *(cell(value).replace("\n", " ") for value in table.column(name))]
        widths = [cell_len(text) for text in cells]
        widest = max(widths)
        blanks = [" " * (widest - width) for width in widths]
        number = str(field.type) in NUMERIC
        columns.append(
            [
                blank + text if number else text + blank
                for text, blank in zip(cells, blanks, strict=True)
            ]
        )
    head, *lines = ("   ".join(line) for line in zip(*columns, strict=True))
    yield head.rstrip()
    yield "─" * cell_len(head)
    yield from (line.rstrip() for line in lines)
    if not lines:
        yield "no rows"


def _json(table: Table) -> None:
    sys.stdout.write(to_json(table.rows()) + "\n")


def _jsonl(table: Table) -> None:
    sys.stdout.writelines(to_json(row) + "\n" for row in table.rows())


def _csv(table: Table) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(table.columns)
    for row in table.rows():
        writer.writerow([_csv_cell(value) for value in row.values()])


def _csv_cell(value: Any) -> Any:
    if isinstance(value, (dict, list)):
        return to_json(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return plain(value)


def _parquet(table: Table) -> None:
    import pyarrow.parquet as pq

    if sys.stdout.isatty():
        raise UsageError("Parquet is not for a terminal", "send it to a file: … > answer.parquet")
    pq.write_table(table.arrow, sys.stdout.buffer)
