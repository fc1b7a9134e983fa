"""Chunks of lines as what pyoxigraph reads: a file, or statements."""

from __future__ import annotations

import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from pyoxigraph import Quad, RdfFormat, parse

from emokg.graph.rdf.source import Chunk


def reader(chunks: Iterator[Chunk]) -> io.BufferedReader:
    """The lines as a binary file that is read once."""
    return io.BufferedReader(_Chunks(_ahead(chunks)), 1 << 20)


def statements(chunks: Iterator[Chunk]) -> Iterator[Quad]:
    """The lines, parsed."""
    return iter(parse(reader(chunks), RdfFormat.N_QUADS, lenient=True))


def _ahead(chunks: Iterator[Chunk]) -> Iterator[Chunk]:
    """The same chunks; each is made while the one before it is read."""
    with ThreadPoolExecutor(1) as maker:
        made = maker.submit(next, chunks, None)
        while (chunk := made.result()) is not None:
            made = maker.submit(next, chunks, None)
            yield chunk


class _Chunks(io.RawIOBase):
    def __init__(self, chunks: Iterator[Chunk]) -> None:
        self._chunks = chunks
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if not self._rest:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._rest = chunk.content
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size
