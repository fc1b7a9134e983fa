"""Running a compiled text on a connection: limits, and DuckDB's errors in Cypher's words."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import duckdb
import pyarrow as pa

from emokg.cypher.compiling import Compiled, compile  # noqa: A004
from emokg.cypher.dynamic.functions import register
from emokg.cypher.results import table
from emokg.errors import CypherRuntimeError, CypherUnsupported, EmoKGError, LimitExceeded
from emokg.graph.model import GraphModel
from emokg.graph.snapshot import UTC
from emokg.table import Table


def run(
    connection: duckdb.DuckDBPyConnection,
    model: GraphModel,
    text: str,
    parameters: Mapping[str, Any] | None = None,
    *,
    max_rows: int | None = None,
    timeout: float | None = None,
) -> Table:
    """Answer a Cypher text. `timeout` in seconds. The time zone of the database becomes UTC.

    Raises the errors of `compile`, CypherRuntimeError for a value the query cannot work with, and
    LimitExceeded where the answer has more than `max_rows` rows or takes longer than `timeout`.
    """
    compiled = compile(text, model, parameters)
    connection.execute(UTC)
    return execute(connection, model, compiled, max_rows=max_rows, timeout=timeout)


def execute(
    connection: duckdb.DuckDBPyConnection,
    model: GraphModel,
    compiled: Compiled,
    *,
    max_rows: int | None = None,
    timeout: float | None = None,
) -> Table:
    """Answer a compiled text, like `run`, on a connection whose time zone is UTC."""
    cursor = connection.cursor()
    try:
        with translated(), _limited(cursor, timeout):
            register(cursor, compiled.functions)
            arrow = _fetch(cursor, compiled, max_rows)
            return table(cursor, model, compiled, arrow)
    finally:
        cursor.close()


def _fetch(cursor: duckdb.DuckDBPyConnection, compiled: Compiled, max_rows: int | None) -> pa.Table:
    sql = compiled.sql
    if max_rows is not None:
        sql += f" LIMIT {int(max_rows) + 1}"  # a text's own LIMIT stands in a subquery
    arrow = cursor.sql(sql, params=dict(compiled.parameters) or None).to_arrow_table()
    if max_rows is not None and arrow.num_rows > max_rows:
        raise LimitExceeded(
            f"The answer has more than {max_rows:,} rows",
            "Add LIMIT to the text, aggregate, or raise the row cap (max_rows).",
        )
    return arrow.select(range(len(compiled.columns)))


@contextmanager
def _limited(cursor: duckdb.DuckDBPyConnection, timeout: float | None) -> Iterator[None]:
    if timeout is None:
        yield
        return
    timer = threading.Timer(timeout, cursor.interrupt)
    timer.start()
    try:
        yield
    except duckdb.InterruptException as error:
        raise LimitExceeded(
            f"The answer was not complete after {timeout:g} seconds",
            "Narrow the question (a label, a LIMIT before the costly part; for paths of many steps "
            "the types and a shorter length, as -[:HAS_ATTRIBUTE|HAS_SUBJECT*..4]-) "
            "or raise the time limit (timeout).",
        ) from error
    finally:
        timer.cancel()


_OURS = re.compile(r"(CypherRuntimeError|CypherUnsupported): (.*)", re.DOTALL)
_KNOWN = (
    (re.compile(r"Overflow in (addition|subtraction|multiplication|negat)"), "long overflow"),
    (re.compile(r"out of range for the destination type INT64|INT128.*INT64"), "long overflow"),
    (re.compile(r"Division by zero"), "/ by zero"),
    (re.compile(r"cannot encode str"), "a text has half of a surrogate pair"),
)


@contextmanager
def translated() -> Iterator[None]:
    """DuckDB's complaint about a value as CypherRuntimeError; anything else is a bug and stays."""
    try:
        yield
    except (EmoKGError, duckdb.InterruptException):
        raise
    except duckdb.OutOfMemoryException as error:
        raise LimitExceeded(
            "The answer needs more memory than the embedded engine may use",
            "Narrow the question (a label, a type, a shorter path) or aggregate earlier.",
        ) from error
    except duckdb.InternalException as error:
        if "Cannot create a string of size" not in str(error):
            raise
        raise LimitExceeded(
            "The answer needs a text of more than 4 GiB", "Build a shorter text."
        ) from error
    except RuntimeError as error:
        if str(error) != "Query interrupted":
            raise
        raise KeyboardInterrupt from error  # what DuckDB makes of Ctrl-C
    except (
        duckdb.InvalidInputException,
        duckdb.OutOfRangeException,
        duckdb.ConversionException,
    ) as error:
        raise _in_cypher(str(error)) from error


def _in_cypher(message: str) -> EmoKGError:
    ours = _OURS.search(message)
    if ours is None:
        return CypherRuntimeError(_words(message))
    kind = CypherUnsupported if ours[1] == "CypherUnsupported" else CypherRuntimeError
    return kind(ours[2].strip())


def _words(message: str) -> str:
    for pattern, words in _KNOWN:
        if pattern.search(message):
            return words
    return re.sub(r"^[A-Z][A-Za-z ]+ Error: ", "", message).strip()
