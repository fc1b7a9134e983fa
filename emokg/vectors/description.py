"""`des/<space>/index.json`: what the index file beside it holds. Writing it is the commit.

The index file is named after its content, so a crash at any moment leaves a description whose
file is whole.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from emokg.errors import DamagedFile, DataError, UnknownName
from emokg.workspace import Manifest, Space, VectorPart, Workspace
from emokg.workspace.files import sha256_of

FORMAT = 1
NAME = "index.json"


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class IndexedPart(_Entry):
    """A committed part of vectors; its row i has the number `first + i` in the index."""

    sha256: str
    first: int
    rows: int


class SelfTest(_Entry):
    """Share of the true k nearest (exact search) that the index found, over sampled images."""

    k: int
    queries: int
    recall: float


class Description(_Entry):
    """An index: of which vectors, how it is built, how good it is, and the bytes of its file."""

    format: int = FORMAT
    space: str
    model: str | None
    dimension: int
    metric: Literal["cosine"] = "cosine"
    index_factory: str
    nprobe: int | None
    """Cells looked into per search; null for an exact index."""
    count: int
    fingerprint: str
    """Of the vectors: equal to `fingerprint_of` the manifest's space while the index is current."""
    parts: list[IndexedPart]
    self_test: SelfTest
    file: str
    bytes: int
    sha256: str

    def summary(self) -> str:
        """One line for people."""
        kind = "exact" if self.nprobe is None else f"{self.index_factory}, nprobe {self.nprobe}"
        quality = f"recall@{self.self_test.k} {self.self_test.recall:.3f}"
        return f"{self.count:,} vectors of dimension {self.dimension}, {kind}, {quality}"


def part_key(part: VectorPart) -> str:
    """A hash that is equal for parts with the same vectors of the same images."""
    return hashlib.sha256(f"{part.vectors.sha256} {part.ids.sha256}".encode()).hexdigest()


def fingerprint_of(space: Space) -> str:
    """A hash over every vector and image id of a space."""
    return hashlib.sha256(" ".join(map(part_key, space.parts)).encode()).hexdigest()


def space_of(manifest: Manifest, space: str) -> Space:
    """What is committed of a space. Raises UnknownName."""
    if space not in manifest.spaces:
        known = ", ".join(sorted(manifest.spaces)) or "none yet"
        raise UnknownName(f"no DES space {space!r}", f"spaces of this workspace: {known}")
    return manifest.spaces[space]


def repair(space: str) -> str:
    """The command that makes the index anew."""
    return f"build it again: emokg index build --space {space}"


def read_description(workspace: Workspace, space: str) -> Description:
    """What `des/<space>/index.json` says. Raises DataError when absent, DamagedFile."""
    path = workspace.space_folder(space) / NAME
    try:
        description = Description.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise DataError(
            f"DES space {space!r} has no index yet", f"build it: emokg index build --space {space}"
        ) from None
    except (ValueError, ValidationError) as error:
        reason = str(error).partition("\n")[0]
        raise DamagedFile(f"{path} describes no index: {reason}", repair(space)) from None
    if description.format != FORMAT or description.space != space:
        raise DamagedFile(f"{path} describes another index than that of {space!r}", repair(space))
    return description


def check_file(folder: Path, description: Description, *, deep: bool) -> Path:
    """The index file, of its recorded size and with `deep` of its recorded bytes.

    Raises DamagedFile.
    """
    path = folder / description.file
    hint = repair(description.space)
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        raise DamagedFile(f"{path} is missing", hint) from None
    if size != description.bytes:
        message = f"{path} has {size:,} bytes instead of {description.bytes:,}"
        raise DamagedFile(message, hint)
    if deep and sha256_of(path) != description.sha256:
        raise DamagedFile(f"{path} was altered: its bytes do not have the recorded hash", hint)
    return path
