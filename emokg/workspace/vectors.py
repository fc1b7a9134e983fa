"""Raw DES vectors: float32 parts read as memory maps, with the image id of every row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from emokg.errors import DamagedFile
from emokg.workspace.manifest import Manifest, VectorPart, check_part

IDS = pa.schema([pa.field("image", pa.string(), nullable=False)])


@dataclass(frozen=True)
class Vectors:
    """The vectors of one space. `ids[i]` names the image of row i, counted over all parts."""

    space: str
    dimension: int
    description: str | None
    ids: list[str]
    parts: tuple[NDArray[np.float32], ...]

    def __len__(self) -> int:
        return len(self.ids)

    def batches(self, rows: int = 8192) -> Iterator[NDArray[np.float32]]:
        """The rows in order, at most `rows` at a time, (n, dimension) float32."""
        for part in self.parts:
            for start in range(0, len(part), rows):
                yield part[start : start + rows]

    def matrix(self) -> NDArray[np.float32]:
        """All rows in memory, (count, dimension) float32; a memory map where there is one part."""
        if len(self.parts) == 1:
            return self.parts[0]
        return np.concatenate([np.empty((0, self.dimension), np.float32), *self.parts])


def read_vectors(root: Path, manifest: Manifest, space: str) -> Vectors:
    """Open the committed vectors of a space. Raises DamagedFile."""
    entry = manifest.spaces[space]
    ids: list[str] = []
    arrays: list[NDArray[np.float32]] = []
    for part in entry.parts:
        for file in (part.vectors, part.ids):
            check_part(file, manifest, root, deep=False)
        arrays.append(_map(root, part, entry.dimension))
        ids += _ids(root / part.ids.file)
    return Vectors(space, entry.dimension, entry.description, ids, tuple(arrays))


def _ids(path: Path) -> list[str]:
    try:
        column: list[str] = pq.ParquetFile(path).read()["image"].to_pylist()
    except (pa.ArrowInvalid, OSError, KeyError) as error:
        raise DamagedFile(
            f"{path} cannot be read: {error}", "to see what is damaged: emokg graph check"
        ) from None
    return column


def _map(root: Path, part: VectorPart, dimension: int) -> NDArray[np.float32]:
    path = root / part.vectors.file
    try:
        array: NDArray[np.float32] = np.load(path, mmap_mode="r", allow_pickle=False)
    except (ValueError, OSError, EOFError) as error:
        raise DamagedFile(
            f"{path} cannot be read: {error}", "to see what is damaged: emokg graph check"
        ) from None
    if array.shape != (part.vectors.rows, dimension) or array.dtype != np.float32:
        raise DamagedFile(
            f"{path} holds {array.dtype} of shape {array.shape} instead of float32 of shape "
            f"{(part.vectors.rows, dimension)}",
            "to see what is damaged: emokg graph check",
        )
    return array
