"""What exports share: what they say of themselves, and a file that is whole or not there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from emokg.errors import DataError
from emokg.workspace.files import sync_folder

ROOM = "make room there, or choose another place"


@dataclass(frozen=True)
class Exported:
    """How much was written, its size in bytes, and the seconds it took."""

    nodes: int
    relationships: int
    bytes: int
    seconds: float


@contextmanager
def beside(out: Path) -> Iterator[BinaryIO]:
    """A file that takes the place of `out` when all went well, and is removed otherwise.

    DataError where it cannot be written.
    """
    new = out.with_name(f".{out.name}.new")
    try:
        with new.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        new.replace(out)
        sync_folder(out.absolute().parent)
    except OSError as error:
        new.unlink(missing_ok=True)
        raise DataError(f"{out} cannot be written: {error.strerror or error}", ROOM) from None
    except BaseException:
        new.unlink(missing_ok=True)
        raise
