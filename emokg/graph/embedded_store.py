"""The embedded graph of a workspace as a `Store`."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pyarrow as pa

from emokg.closing import Closing
from emokg.graph.checking import check
from emokg.graph.model import NodeTable, RelationshipTable
from emokg.graph.rows import node_batches, relationship_batches, snapshot_counts
from emokg.graph.snapshot import Snapshot, open_snapshot
from emokg.graph.store import Counts
from emokg.workspace.folder import Workspace


class EmbeddedStore(Closing):
    """A `Store` over one open snapshot."""

    def __init__(self, workspace: Workspace, snapshot: Snapshot) -> None:
        self.workspace = workspace
        self.snapshot = snapshot

    @property
    def engine(self) -> str:
        """Name and version."""
        return f"duckdb {duckdb.__version__}"

    def counts(self) -> Counts:
        """Counted in the file."""
        return snapshot_counts(self.snapshot)

    def nodes(self, table: NodeTable) -> Iterator[pa.RecordBatch]:
        """All nodes of a label, sorted by `id`."""
        return node_batches(self.snapshot, table)

    def relationships(self, table: RelationshipTable) -> Iterator[pa.RecordBatch]:
        """All relationships of a type, sorted by `start`, then `end`."""
        return relationship_batches(self.snapshot, table)

    def check(self) -> tuple[str, ...]:
        """Compare records and graph, every byte of both. Raises DamagedFile, DataError."""
        return check(self.workspace).lines

    def close(self) -> None:
        """Let go of the file."""
        self.snapshot.close()


def open_embedded(workspace: Workspace) -> EmbeddedStore:
    """Open the graph of a workspace. Raises the errors of `open_snapshot`."""
    return EmbeddedStore(workspace, open_snapshot(workspace))
