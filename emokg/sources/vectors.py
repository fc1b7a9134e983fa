"""A `.npy` file of DES vectors beside the rows, found by the ids in a text file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from emokg.errors import DataError
from emokg.sources.description import VectorFields
from emokg.sources.reject import Reject


@dataclass(frozen=True)
class VectorFile:
    """The vectors, and the row of each id. `rejects` are ids that came twice."""

    ids_file: Path
    rows: dict[str, int]
    array: Any
    rejects: tuple[Reject, ...]

    def of(self, own_id: str) -> Any:
        """The raw vector of an id, None where there is none."""
        row = self.rows.get(own_id)
        return None if row is None else self.array[row]

    def unclaimed(self, seen: set[str]) -> Iterator[Reject]:
        """Ids of vectors that no row of the records has."""
        for own_id, row in self.rows.items():
            if own_id not in seen:
                yield Reject(
                    str(self.ids_file), row + 1, own_id, "id", own_id, "no record has this id"
                )


def open_vectors(folder: Path, fields: VectorFields) -> VectorFile | None:
    """The vectors beside the rows; None when neither file is there. Raises DataError."""
    if fields.vectors is None or fields.ids is None:
        return None
    path, ids_file = folder / fields.vectors, folder / fields.ids
    if not path.exists() and not ids_file.exists():
        return None
    for needed in (path, ids_file):
        if not needed.exists():
            raise DataError(f"{needed} is missing", "vectors and their ids come together")
    try:
        array = np.load(path, mmap_mode="r", allow_pickle=False)
        ids = [line.split("\t")[0] for line in ids_file.read_text(encoding="utf-8").splitlines()]
    except (ValueError, OSError, EOFError, UnicodeDecodeError) as error:
        raise DataError(
            f"{path} or {ids_file.name} cannot be read: {error}", "get them again"
        ) from None
    if array.ndim != 2 or array.shape[1] != fields.dimension:
        raise DataError(
            f"{path} has shape {array.shape}; DES space {fields.space!r} needs "
            f"{fields.dimension} columns",
            "correct the dimension in the source's YAML, or get the right file",
        )
    if len(ids) != len(array):
        raise DataError(
            f"{path} has {len(array):,} vectors and {ids_file} {len(ids):,} ids",
            "get files that belong together",
        )
    rows: dict[str, int] = {}
    rejects: list[Reject] = []
    for row, own_id in enumerate(ids):
        if own_id in rows:
            reason = f"duplicate id; line {rows[own_id] + 1} has it already"
            rejects.append(Reject(str(ids_file), row + 1, own_id, "id", own_id, reason))
        else:
            rows[own_id] = row
    return VectorFile(ids_file, rows, array, tuple(rejects))
