"""The embedded graph of a workspace, answering Cypher."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import duckdb

from emokg.closing import Closing
from emokg.cypher.execute import execute
from emokg.cypher.remembered import Remembered
from emokg.graph.model import GraphModel
from emokg.graph.snapshot import Snapshot, open_snapshot, reading
from emokg.table import Table
from emokg.workspace.folder import Workspace


class EmbeddedGraph(Closing):
    """One open snapshot. Use it in a `with` statement, or call `close()`."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._compiler = Remembered(snapshot.model)

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The engine, read-only."""
        return self.snapshot.connection

    @property
    def model(self) -> GraphModel:
        """The shape of the graph."""
        return self.snapshot.model

    @property
    def notices(self) -> tuple[str, ...]:
        """What to know before trusting an answer; every answer carries them too."""
        return self.snapshot.notices

    def cypher(
        self,
        text: str,
        parameters: Mapping[str, Any] | None = None,
        /,
        *,
        max_rows: int | None = None,
        timeout: float | None = None,
    ) -> Table:
        """The answer of a reading Cypher text; `timeout` in seconds.

        Raises the errors of `emokg.cypher.run`, and DamagedFile where a block of the graph's file
        was altered.
        """
        with reading(self.snapshot.path):
            compiled = self._compiler.compile(text, parameters or {})
            table = execute(
                self.connection, self.model, compiled, max_rows=max_rows, timeout=timeout
            )
        return Table(table.arrow, (*self.notices, *table.notices))

    def close(self) -> None:
        """Let go of the file."""
        self.snapshot.close()


def open_graph(workspace: Workspace) -> EmbeddedGraph:
    """Open the graph of a workspace. Raises the errors of `open_snapshot`."""
    return EmbeddedGraph(open_snapshot(workspace))
