"""One writer at a time. The lock belongs to the process, so it dies with it."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from emokg.errors import DataError


@contextmanager
def exclusive(path: Path, writer: str, command: str) -> Iterator[None]:
    """Hold the lock file at `path`. Raises DataError when another process (or thread) does.

    `writer` says who holds it then, and `command` what to do when it has ended.
    """
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DataError(
                f"another {writer} is writing to {path.parent}",
                f"wait until it has ended, then: {command}",
            ) from None
        yield
