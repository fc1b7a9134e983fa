"""An opened index: the nearest images to a vector, among all images or the allowed ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from emokg.errors import DamagedFile, DataError, UnknownName, UsageError
from emokg.vectors import engine
from emokg.vectors.description import (
    Description,
    IndexedPart,
    check_file,
    fingerprint_of,
    part_key,
    read_description,
    repair,
    space_of,
)
from emokg.vectors.nearest import Searchable, nearest
from emokg.vectors.rows import Numbers, take
from emokg.vectors.unit import Rows, unit_vector
from emokg.workspace import Space, Vectors, Workspace
from emokg.workspace.vectors import read_vectors


@dataclass(frozen=True)
class Hits:
    """Images found, nearest first, and their cosine similarities (float32)."""

    images: list[str]
    similarities: Rows


@dataclass(frozen=True)
class Index:
    """The index of one DES space. `notices` say what it does not know yet."""

    description: Description
    notices: tuple[str, ...]
    _where: Searchable

    @property
    def vectors(self) -> Vectors:
        """The raw vectors that are indexed."""
        return self._where.vectors

    def vector(self, images: Sequence[str]) -> Rows:
        """The mean of the images' vectors at length one, (dimension,).

        Raises UnknownName for an image without a vector in this space, DataError when the mean
        has no direction.
        """
        missing = [image for image in images if image not in self._rows]
        if missing:
            raise UnknownName(
                f"image {missing[0]!r} has no vector in DES space {self.description.space!r}",
                "images with a vector are, for example: " + ", ".join(self.vectors.ids[:3]),
            )
        rows = np.array([self._rows[image] for image in images])
        mean = take(self.vectors, rows).mean(axis=0)
        return unit_vector(mean, "the mean of the given images", "give other images")

    def search(
        self,
        vector: np.ndarray,
        k: int,
        allowed: Iterable[str] | None = None,
        *,
        without: Sequence[str] = (),
    ) -> Hits:
        """The k images nearest to a vector (dimension,), of those `allowed` and not `without`.

        Exactly k where k images are allowed, else as many as are. Raises UsageError for k < 1,
        DataError for a vector of another dimension, of zeros, or not finite.
        """
        if k < 1:
            raise UsageError(f"{k} neighbours were asked for", "ask for at least one: -k 10")
        query = self._query(vector)
        mask = self._mask(allowed, without)
        rows, similarities = nearest(self._where, query, k, self.description.nprobe, mask)
        return Hits([self.vectors.ids[row] for row in rows], similarities)

    def _query(self, vector: np.ndarray) -> Rows:
        dimension = self.description.dimension
        hint = f"DES space {self.description.space!r} holds vectors of dimension {dimension}"
        if vector.shape != (dimension,) or vector.dtype.kind not in "fiu":
            raise DataError(
                f"a vector of shape {vector.shape} and type {vector.dtype} cannot be compared", hint
            )
        return unit_vector(vector, "the question", hint)

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {image: row for row, image in enumerate(self.vectors.ids)}

    def _mask(
        self, allowed: Iterable[str] | None, without: Sequence[str]
    ) -> NDArray[np.bool_] | None:
        if allowed is None and not without:
            return None
        mask = np.full(len(self.vectors), allowed is None)
        if allowed is not None:
            mask[[self._rows[image] for image in allowed if image in self._rows]] = True
        mask[[self._rows[image] for image in without if image in self._rows]] = False
        return mask


def open_index(workspace: Workspace, space: str) -> Index:
    """Open the index of a space.

    Raises UnknownName for the space, DataError for an index that is not there or holds vectors
    that are gone, DamagedFile. Vectors that came since are counted in the notices.
    """
    manifest = workspace.manifest()
    committed = space_of(manifest, space)
    description = read_description(workspace, space)
    path = check_file(workspace.space_folder(space), description, deep=False)
    known = {part.sha256 for part in description.parts}
    indexed = committed.model_copy(
        update={"parts": [part for part in committed.parts if part_key(part) in known]}
    )
    if fingerprint_of(indexed) != description.fingerprint:
        raise DataError(
            f"{path} is stale: it holds vectors that are no longer in the records", repair(space)
        )
    only_indexed = manifest.model_copy(update={"spaces": {space: indexed}})
    vectors = read_vectors(workspace.root, only_indexed, space)
    try:
        index = engine.read(path, mapped=True)
    except ValueError as error:
        raise DamagedFile(f"{path} cannot be read: {error}", repair(space)) from None
    if (index.ntotal, index.d) != (len(vectors), vectors.dimension):
        raise DamagedFile(f"{path} does not hold what its description says", repair(space))
    cells = engine.cells_of(description.index_factory)
    where = Searchable(index, cells, vectors, numbers_of(description.parts))
    return Index(description, _notices(committed, description, space), where)


def numbers_of(parts: Sequence[IndexedPart]) -> Numbers:
    """The number in the index of every row."""
    ranges = [np.arange(part.first, part.first + part.rows, dtype=np.int64) for part in parts]
    return np.concatenate([np.empty(0, np.int64), *ranges])


def _notices(committed: Space, description: Description, space: str) -> tuple[str, ...]:
    newer = sum(part.vectors.rows for part in committed.parts) - description.count
    if not newer:
        return ()
    return (f"the index of DES space {space!r} lacks {newer:,} newer vectors; {repair(space)}",)
