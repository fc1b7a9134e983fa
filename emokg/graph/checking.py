"""Are records and graph sound? Reads every byte of both."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from emokg.errors import DamagedFile, DataError
from emokg.graph.description import REBUILD
from emokg.graph.model import LABEL_BITS
from emokg.graph.snapshot import Snapshot, damaged, open_snapshot
from emokg.records import TABLES
from emokg.workspace import Workspace
from emokg.workspace.files import sha256_of


@dataclass(frozen=True)
class Report:
    """What was found in order, a line each."""

    lines: tuple[str, ...]


def check(workspace: Workspace) -> Report:
    """Compare every file with its recorded hash, and the graph with the records.

    Raises DamagedFile for the first that differs, DataError where the graph was not built yet or
    is older than the records.
    """
    workspace.check()
    manifest = workspace.manifest()
    rows = sum(manifest.rows(table) for table in TABLES)
    lines = [f"records: sound, {rows:,} rows in {len(list(manifest.files()))} files"]
    with open_snapshot(workspace) as snapshot:
        if sha256_of(snapshot.path) != snapshot.description.sha256:
            raise DamagedFile(
                f"{snapshot.path} was altered: its bytes do not have the recorded hash", REBUILD
            )
        _compare_counts(snapshot)
        if snapshot.notices:
            raise DataError(
                "the graph is older than the records", "bring it up to date: emokg graph build"
            )
        lines.append(_summary(snapshot))
    return Report(tuple(lines))


def _summary(snapshot: Snapshot) -> str:
    nodes = sum(snapshot.description.nodes.values())
    relationships = sum(snapshot.description.relationships.values())
    return f"graph: sound, {nodes:,} nodes, {relationships:,} relationships, from these records"


def _compare_counts(snapshot: Snapshot) -> None:
    """Rows, and numbers that are dense and lie in the right table."""
    described = snapshot.description.nodes | snapshot.description.relationships
    keys = [(table, "_n") for table in snapshot.model.nodes]
    keys += [(table, "_r") for table in snapshot.model.relationships]  # type: ignore[misc]
    for table, key in keys:
        first = table.number << LABEL_BITS
        try:
            ((rows, low, high),) = snapshot.connection.execute(
                f'SELECT count(DISTINCT {key}), min({key}), max({key}) FROM "{table.table}"'
            ).fetchall()
        except duckdb.Error as error:
            raise damaged(snapshot.path, error) from None
        if rows != described[table.table] or (rows and (low, high) != (first, first + rows - 1)):
            raise DamagedFile(
                f"{snapshot.path} is damaged: table {table.table} does not have its rows", REBUILD
            )
