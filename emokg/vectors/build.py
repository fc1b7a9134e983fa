"""Building the index of a space, or bringing it up to date; either replaces it in one step."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from emokg.errors import DataError
from emokg.vectors import engine
from emokg.vectors.description import (
    NAME,
    Description,
    IndexedPart,
    check_file,
    fingerprint_of,
    part_key,
    read_description,
    space_of,
)
from emokg.vectors.index import numbers_of
from emokg.vectors.nearest import Searchable
from emokg.vectors.rows import batches, refuse_repeated, take
from emokg.vectors.selftest import tune
from emokg.vectors.unit import Rows
from emokg.workspace import Vectors, Workspace
from emokg.workspace.files import replace_text, sha256_of, sync_file, sync_folder
from emokg.workspace.lock import exclusive
from emokg.workspace.vectors import read_vectors

SEED = 0
UNFINISHED = ".index.new"


def build_index(workspace: Workspace, space: str) -> Description:
    """Make the index of a space current: by adding and removing where little changed, else anew.

    An index that is current and sound is left alone. Raises UnknownName for the space, DataError
    for vectors that cannot be compared, DamagedFile for damaged vectors.
    """
    space_of(workspace.manifest(), space)
    folder = workspace.space_folder(space)
    command = f"emokg index build --space {space}"
    with exclusive(folder / ".lock", "index build", command):
        manifest = workspace.manifest()
        committed = space_of(manifest, space)
        vectors = read_vectors(workspace.root, manifest, space)
        if not len(vectors):
            raise DataError(f"DES space {space!r} has no vectors", "ingest some: emokg ingest PATH")
        refuse_repeated(vectors)
        fingerprint = fingerprint_of(committed)
        old = _sound(workspace, space)
        if old is not None and old.fingerprint == fingerprint:
            return old
        keys = [part_key(part) for part in committed.parts]
        index, parts = _made(folder, old, vectors, keys)
        return _commit(folder, index, parts, vectors, fingerprint)


def _sound(workspace: Workspace, space: str) -> Description | None:
    """The description of the present index, or None where there is none that can be built on."""
    try:
        description = read_description(workspace, space)
        check_file(workspace.space_folder(space), description, deep=True)
    except DataError:
        return None
    return description


def _made(
    folder: Path, old: Description | None, vectors: Vectors, keys: list[str]
) -> tuple[Any, list[IndexedPart]]:
    """An index of all vectors, made from the old one where that pays."""
    factory = engine.factory_for(len(vectors))
    kept = [part for part in old.parts if part.sha256 in keys] if old else []
    pays = 2 * sum(part.rows for part in kept) >= len(vectors)
    in_order = [part.sha256 for part in kept] == keys[: len(kept)]
    if old is None or not (pays and in_order and old.index_factory == factory):
        index = engine.make(factory, vectors.dimension, _training(vectors, factory))
        return index, _added(index, vectors, keys, [], first=0)
    index = engine.read(folder / old.file, mapped=False)
    for part in old.parts:
        if part not in kept:
            engine.remove(index, part.first, part.rows)
    first = max(part.first + part.rows for part in old.parts)
    return index, _added(index, vectors, keys, kept, first)


def _training(vectors: Vectors, factory: str) -> Rows:
    count = min(len(vectors), engine.TRAINING_ROWS_PER_CELL * engine.cells_of(factory))
    rows = np.random.default_rng(SEED).choice(len(vectors), count, replace=False)
    return take(vectors, np.sort(rows))


def _added(
    index: Any, vectors: Vectors, keys: list[str], kept: list[IndexedPart], first: int
) -> list[IndexedPart]:
    """Add the parts after the kept ones, numbered from `first`; returns all parts."""
    parts = list(kept)
    for key, array in zip(keys[len(kept) :], vectors.parts[len(kept) :], strict=True):
        parts.append(IndexedPart(sha256=key, first=first, rows=len(array)))
        first += len(array)
    numbers = numbers_of(parts)
    indexed = sum(part.rows for part in kept)
    for start, batch in batches(vectors):  # a batch never reaches over the end of a part
        if start >= indexed:
            engine.add(index, batch, numbers[start : start + len(batch)])
    return parts


def _commit(
    folder: Path, index: Any, parts: list[IndexedPart], vectors: Vectors, fingerprint: str
) -> Description:
    factory = engine.factory_for(len(vectors))
    cells = engine.cells_of(factory)
    nprobe, self_test = tune(
        Searchable(index, cells, vectors, numbers_of(parts)), engine.FEWEST_PROBES
    )
    unfinished = folder / UNFINISHED
    _write(index, unfinished, vectors.space)
    sha256 = sha256_of(unfinished)
    description = Description(
        space=vectors.space,
        model=vectors.description,
        dimension=vectors.dimension,
        index_factory=factory,
        nprobe=nprobe,
        count=len(vectors),
        fingerprint=fingerprint,
        parts=parts,
        self_test=self_test,
        file=f"index-{sha256[:12]}.faiss",
        bytes=unfinished.stat().st_size,
        sha256=sha256,
    )
    unfinished.replace(folder / description.file)
    sync_folder(folder)
    replace_text(folder / NAME, description.model_dump_json(indent=1) + "\n")
    for path in folder.glob("index-*.faiss"):
        if path.name != description.file:
            path.unlink()
    return description


def _write(index: Any, path: Path, space: str) -> None:
    try:
        engine.write(index, path)
        sync_file(path)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise DataError(
            f"the index of DES space {space!r} could not be written to {path.parent}: {error}",
            f"make room, then: emokg index build --space {space}",
        ) from None
