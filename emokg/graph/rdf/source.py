"""The file of a built graph, read in byte order of its N-Quads lines with bounded memory."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import numpy as np
import pyarrow as pa

from emokg.errors import DataError
from emokg.graph.exporting import ROOM
from emokg.graph.rdf.lines import doubled, parts, prepare
from emokg.graph.rdf.terms import relationship_forms
from emokg.graph.snapshot import damaged

MEMORY = "900MB"
_LINES = 65_536
"""A batch; 20 MB at most in practice."""
_CANNOT_WRITE = re.compile(r"Could not write|No space left|Out of Memory Error")


@dataclass(frozen=True)
class Chunk:
    """Some lines as one stretch of bytes, and how many they are."""

    content: memoryview
    lines: int


@contextmanager
def opened(graph: Path, spill: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A graph file with all that `lines` needs; `spill` is a folder for what memory cannot hold.

    Raises DataError where RDF could not tell two relationships apart, DamagedFile.
    """
    with TemporaryDirectory(dir=spill, prefix=".emokg-") as folder, duckdb.connect() as connection:
        connection.execute(f"SET memory_limit = '{MEMORY}'")
        connection.execute("SET temp_directory = ?", [folder])
        connection.execute("SET enable_progress_bar = false")
        connection.execute("SET TimeZone = 'UTC'")
        try:
            connection.execute(f"ATTACH '{str(graph).replace(chr(39), chr(39) * 2)}' (READ_ONLY)")
            ((name,),) = connection.execute(
                "SELECT database_name FROM duckdb_databases() WHERE path IS NOT NULL"
            ).fetchall()
            connection.execute(f'USE "{name}"')
            for statement in prepare():
                connection.execute(statement)
            _refuse_doubled(connection)
            yield connection
        except duckdb.Error as error:
            if _CANNOT_WRITE.search(str(error)):
                detail = str(error).splitlines()[0]
                raise DataError(f"{spill} has no room to sort in: {detail}", ROOM) from None
            if isinstance(error, (duckdb.IOException, duckdb.FatalException)):
                raise damaged(graph, error) from None
            raise


def lines(
    connection: duckdb.DuckDBPyConnection,
    selects: Mapping[str, str] | None = None,
    *,
    in_order: bool,
) -> Iterator[Chunk]:
    """The lines of some parts (of all), in order of their bytes where that is asked for."""
    for select in (selects or parts()).values():
        query = f"SELECT line FROM ({select}) AS made(line)" + " ORDER BY line" * in_order
        for batch in connection.sql(query).to_arrow_reader(_LINES):
            if batch.num_rows:
                yield Chunk(_joined(batch.column(0)), batch.num_rows)


def _joined(texts: pa.StringArray) -> memoryview:
    """The texts one after the other, which is how Arrow holds them."""
    _, ends, characters = texts.buffers()
    offsets = np.frombuffer(ends, np.int32, len(texts) + 1, texts.offset * 4)
    return memoryview(characters).cast("B")[offsets[0] : offsets[-1]]


def _refuse_doubled(connection: duckdb.DuckDBPyConnection) -> None:
    for link in relationship_forms().values():
        if connection.execute(doubled(link)).fetchall():
            raise DataError(
                f"two {link.table.type} relationships join the same two nodes: RDF knows only one",
                "find them: emokg cypher 'MATCH (a)-[r:"
                f"{link.table.type}]->(b) WITH a, b, count(*) AS n WHERE n > 1 RETURN a.id, b.id'",
            )
