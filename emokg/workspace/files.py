"""Files that are either whole or absent: hashing, syncing to disk, replacing in one step."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from emokg.errors import DataError


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, as hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def disk_named(what: str) -> Iterator[None]:
    """Around a writer of records: say what failed where the disk did. Raises DataError."""
    try:
        yield
    except OSError as error:
        raise DataError(
            f"{what} failed: {error}; the records are as they were",
            "make room or correct the permissions, then run it again",
        ) from None


def sync_file(path: Path) -> None:
    """Wait until the file's bytes are on the disk."""
    _sync(path, os.O_RDWR)


def sync_folder(path: Path) -> None:
    """Wait until the folder's entries are on the disk."""
    _sync(path, os.O_RDONLY)


def _sync(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace_text(path: Path, text: str) -> None:
    """Put a text in place so that a crash leaves the old file or the new one, never half of one."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(text, encoding="utf-8")
    sync_file(beside)
    beside.replace(path)
    sync_folder(path.parent)
