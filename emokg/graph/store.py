"""What every engine that holds the graph can do, and the rows that travel between them.

A node row is `id` and the label's properties; a relationship row is `start`, `end` (ids of nodes),
`start_label`, `end_label` and the type's properties. A relationship is named by its type and its
ends: no two of one type join the same two nodes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

import pyarrow as pa

from emokg.graph.model import NodeTable, RelationshipTable


@dataclass(frozen=True)
class Counts:
    """How many nodes per label and relationships per type; of every label and type of the model."""

    nodes: dict[str, int]
    relationships: dict[str, int]


class Store(Protocol):
    """An open engine. Use it in a `with` statement, or call `close()`."""

    @property
    def engine(self) -> str:
        """Name and version, as `duckdb 2.0.1`."""
        ...

    def counts(self) -> Counts:
        """Counted by the engine, now."""
        ...

    def nodes(self, table: NodeTable) -> Iterator[pa.RecordBatch]:
        """All nodes of a label, sorted by `id` (code point order)."""
        ...

    def relationships(self, table: RelationshipTable) -> Iterator[pa.RecordBatch]:
        """All relationships of a type, sorted by `start`, then `end`."""
        ...

    def check(self) -> tuple[str, ...]:
        """What was found in order, a line each. Raises DamagedFile, DataError, AuditFailed."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...
