"""One ingest at a time. The lock belongs to the process, so it dies with it."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from emokg.errors import DataError


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold the lock file at `path`. Raises DataError when another process (or thread) does."""
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DataError(
                f"another ingest is writing to {path.parent.parent}",
                "wait until it has ended, then: emokg ingest PATH",
            ) from None
        yield
