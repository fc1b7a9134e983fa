"""The built graph, opened read-only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from emokg.closing import Closing
from emokg.errors import DamagedFile, DataError
from emokg.graph.description import (
    REBUILD,
    Description,
    checked_file,
    model_fingerprint,
    read_description,
)
from emokg.graph.model import GraphModel, emokg_model
from emokg.workspace.folder import Workspace

MEMORY, SPILL = "2GB", "4GB"
"""What one query may take of memory and disk: a careless one ends, not the machine."""
UTC = "SET GLOBAL TimeZone = 'UTC'"
"""Else answers depend on the machine."""

_DAMAGE = re.compile(r"corrupt|checksum", re.IGNORECASE)
ATTEMPTS = 3
"""A build that ends between reading the description and opening the file takes the file away."""


@dataclass(frozen=True)
class Snapshot(Closing):
    """One open graph file. `notices` say what a person should know before trusting an answer."""

    connection: duckdb.DuckDBPyConnection
    model: GraphModel
    description: Description
    path: Path
    notices: tuple[str, ...]

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()


def open_snapshot(workspace: Workspace) -> Snapshot:
    """Open the graph that answers now.

    DataError where none was built or another EmoKG built it; DamagedFile where it is missing,
    truncated or altered.
    """
    for attempt in range(ATTEMPTS):
        description = read_description(workspace)
        _refuse_other_model(description)
        try:
            path = checked_file(workspace, description)
            connection = _connect(path)
            break
        except DamagedFile:
            if attempt == ATTEMPTS - 1 or read_description(workspace) == description:
                raise
    return Snapshot(
        connection, emokg_model(), description, path, tuple(notices_of(workspace, description))
    )


def damaged(path: Path, error: Exception) -> DamagedFile:
    """The engine's complaint about a block of the file, as ours."""
    detail = str(error).splitlines()[0]
    return DamagedFile(f"{path} is damaged: {detail}", REBUILD)


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn the engine's complaint about a block of the file at `path` into DamagedFile."""
    try:
        yield
    except (duckdb.Error, pa.ArrowException, OSError) as error:
        if _DAMAGE.search(str(error)):
            raise damaged(path, error) from None
        raise


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    try:
        connection = duckdb.connect(
            str(path),
            read_only=True,
            config={
                "enable_external_access": "false",
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "memory_limit": MEMORY,
                "max_temp_directory_size": SPILL,
            },
        )
        connection.execute(UTC)
    except duckdb.Error as error:
        raise damaged(path, error) from None
    return connection


def _refuse_other_model(description: Description) -> None:
    if description.model != model_fingerprint(emokg_model()):
        raise DataError("the graph was built by an EmoKG with another schema", REBUILD)


def notices_of(workspace: Workspace, description: Description) -> list[str]:
    """What to know of a graph before trusting what it answers."""
    if description.records == workspace.fingerprint():
        return []
    return ["the graph is older than the records; bring it up to date: emokg graph build"]
