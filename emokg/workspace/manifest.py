"""`records/manifest.json`: which files are committed. Whatever it does not name does not exist.

The fingerprint is a hash over the hashes of every part, so it changes when, and only when, the
committed bytes do. A table that the file does not name has no parts, so that tables may be added.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from emokg.errors import DamagedFile
from emokg.records import TABLES, TableName
from emokg.workspace.files import replace_text, sha256_of

FORMAT = 1


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class Part(_Entry):
    """One committed file; `file` is relative to the workspace, with forward slashes."""

    file: str
    rows: int
    bytes: int
    sha256: str


class VectorPart(_Entry):
    """Vectors (`.npy`, float32, rows by dimension) and the image ids of their rows."""

    vectors: Part
    ids: Part


class Space(_Entry):
    """A DES space: vectors of one model, all of one dimension."""

    dimension: int
    description: str | None = None
    parts: list[VectorPart]


class Ingest(_Entry):
    """What was read into the workspace, so that it can be read again."""

    source: str
    path: str


class Manifest(_Entry):
    """Everything that is committed."""

    format: int = FORMAT
    tables: dict[TableName, list[Part]]
    spaces: dict[str, Space]
    ingests: list[Ingest]

    @classmethod
    def empty(cls) -> Manifest:
        """Of a new workspace."""
        return cls(tables={name: [] for name in TABLES}, spaces={}, ingests=[])

    @property
    def fingerprint(self) -> str:
        """SHA-256 over what is committed."""
        content = {
            "tables": {
                name: [part.sha256 for part in parts]
                for name, parts in sorted(self.tables.items())
                if parts
            },
            "spaces": {
                name: [[part.vectors.sha256, part.ids.sha256] for part in space.parts]
                for name, space in sorted(self.spaces.items())
            },
        }
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()

    def files(self) -> Iterator[Part]:
        """Every committed file."""
        for parts in self.tables.values():
            yield from parts
        for space in self.spaces.values():
            for part in space.parts:
                yield part.vectors
                yield part.ids

    def rows(self, table: TableName) -> int:
        """How many rows a table has."""
        return sum(part.rows for part in self.tables[table])


def read_manifest(path: Path, root: Path) -> Manifest:
    """The manifest at `path`. Raises DamagedFile."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        fingerprint = document.pop("fingerprint")
        document["tables"] = Manifest.empty().tables | document["tables"]
        manifest = Manifest.model_validate(document)
    except FileNotFoundError:
        raise DamagedFile(
            f"{path} is missing, so nothing in {root} counts as committed",
            "restore it from a copy, or start a new workspace: emokg init DIR",
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedFile(
            f"{path} is not a manifest: {_first_line(error)}",
            "restore it from a copy, or start a new workspace: emokg init DIR",
        ) from None
    if manifest.format != FORMAT:
        raise DamagedFile(
            f"{path} has format {manifest.format}; this EmoKG reads format {FORMAT}",
            "use the EmoKG that wrote it, or ingest again into a new workspace: emokg init DIR",
        )
    if fingerprint != manifest.fingerprint:
        raise DamagedFile(
            f"{path} was altered: its fingerprint does not fit what it lists",
            "restore it from a copy, or start a new workspace: emokg init DIR",
        )
    return manifest


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__


def write_manifest(path: Path, manifest: Manifest) -> None:
    """Swap the manifest in: the moment at which an ingest is committed."""
    document = manifest.model_dump() | {"fingerprint": manifest.fingerprint}
    replace_text(path, json.dumps(document, indent=1) + "\n")


def describe(path: Path, root: Path, rows: int) -> Part:
    """The manifest's entry for a finished file."""
    return Part(
        file=path.relative_to(root).as_posix(),
        rows=rows,
        bytes=path.stat().st_size,
        sha256=sha256_of(path),
    )


def check_part(part: Part, manifest: Manifest, root: Path, *, deep: bool) -> None:
    """Compare a file with its entry: its size, and with `deep` its bytes. Raises DamagedFile."""
    path = root / part.file
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        raise _damaged(f"{path} is missing", manifest) from None
    if size != part.bytes:
        raise _damaged(f"{path} has {size:,} bytes instead of {part.bytes:,}", manifest)
    if deep and sha256_of(path) != part.sha256:
        raise _damaged(f"{path} was altered: its bytes do not have the recorded hash", manifest)


def _damaged(message: str, manifest: Manifest) -> DamagedFile:
    again = "; ".join(f"emokg ingest {i.path} --source {i.source}" for i in manifest.ingests)
    return DamagedFile(
        message,
        "restore it from a copy, or read the data again into a new workspace: emokg init DIR"
        + (f"; {again}" if again else ""),
    )
