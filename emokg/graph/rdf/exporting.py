"""A built graph → one file of N-Quads, Turtle or JSON-LD, by the file's suffix."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import BinaryIO

from emokg.errors import UsageError
from emokg.graph.exporting import beside
from emokg.graph.rdf.jsonld import write_jsonld
from emokg.graph.rdf.source import Chunk, lines, opened
from emokg.graph.rdf.stream import statements
from emokg.graph.rdf.terms import PREFIXES

Writer = Callable[[Iterator[Chunk], BinaryIO], None]


@dataclass(frozen=True)
class Exported:
    """How many statements a file holds, its size in bytes, and the seconds it took."""

    statements: int
    bytes: int
    seconds: float


def export(graph: Path, out: Path) -> Exported:
    """Write a graph's file as RDF. The same graph gives the same bytes, in any format.

    `out` is replaced when all is written. UsageError for a suffix that says no format, DataError
    where there is no room or RDF cannot tell two relationships apart, DamagedFile.
    """
    start = perf_counter()
    if out.suffix not in WRITERS:
        raise UsageError(
            f"{out.name!r} does not say which RDF it is", f"end it in {', '.join(WRITERS)}"
        )
    counter = _Counter()
    with beside(out) as file, opened(graph, out.absolute().parent) as connection:
        WRITERS[out.suffix](counter.counting(lines(connection, in_order=True)), file)
    return Exported(counter.lines, out.stat().st_size, perf_counter() - start)


class _Counter:
    def __init__(self) -> None:
        self.lines = 0

    def counting(self, chunks: Iterator[Chunk]) -> Iterator[Chunk]:
        for chunk in chunks:
            self.lines += chunk.lines
            yield chunk


def _write_lines(chunks: Iterator[Chunk], file: BinaryIO) -> None:
    for chunk in chunks:
        file.write(chunk.content)


def _write_turtle(chunks: Iterator[Chunk], file: BinaryIO) -> None:
    from pyoxigraph import RdfFormat, serialize

    serialize(statements(chunks), file, RdfFormat.TURTLE, prefixes=dict(PREFIXES))


WRITERS: Mapping[str, Writer] = {
    ".nq": _write_lines,
    ".ttl": _write_turtle,
    ".jsonld": write_jsonld,
}
