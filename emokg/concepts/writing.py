"""The writer of the log, as every step of it needs it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from emokg.workspace import Workspace, Writer, disk_named


@contextmanager
def writing(workspace: Workspace) -> Iterator[Writer]:
    """Write a step. Raises DataError where the disk is full or another ingest is under way."""
    what = f"writing the concepts to {workspace.table_folder('concepts')}"
    with disk_named(what), workspace.writer("concepts", None) as writer:
        yield writer
