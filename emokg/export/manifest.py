"""`manifest.json`: what was exported, from what, and every file with its hash.

It holds no time stamp and no path of a machine, so the same inputs give the same bytes. While an
export is under way the splits that are done stand in `.partial.json`, of the same shape.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pyarrow as pa
from pydantic import BaseModel, ConfigDict, ValidationError

from emokg.errors import DamagedFile
from emokg.table import Table
from emokg.workspace.files import replace_text, sha256_of

VERSION = 2
MANIFEST, PARTIAL = "manifest.json", ".partial.json"

Pictures = Literal["uri", "copy", "link"]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Asked(_Entry):
    """What was asked for. `task` and `prompt` are None where a format has no prompts."""

    exporter: str
    split: str
    task: str | None
    prompt: str | None
    where: dict[str, str]
    license_allow: list[str]
    pictures: Pictures


class SplitUsed(_Entry):
    """The split. `certificate` is the SHA-256 of its file, `assignment` that of who is where."""

    name: str
    kind: str
    seed: int
    certificate: str
    assignment: str
    audited: bool


class File(_Entry):
    """A file by its path below the manifest; `rows` of it are examples."""

    path: str
    sha256: str
    bytes: int
    rows: int


class SourceUsed(_Entry):
    """A data set that examples come from, as the graph knows it; None for what it does not say."""

    id: str
    name: str | None
    license: str | None
    url: str | None
    citation: str | None


class Part(_Entry):
    """One split: examples, those by licence and by the id of their source, and how many were left
    out, by reason."""

    split: str
    rows: int
    licenses: dict[str, int]
    sources: dict[str, int]
    left_out: dict[str, int]
    files: list[File]


class Manifest(_Entry):
    """`records` and `graph` are fingerprints; `sources` and `files` are of the whole export."""

    version: int = VERSION
    emokg: str
    command: str
    asked: Asked
    records: str
    graph: str
    split: SplitUsed
    sources: list[SourceUsed] = []
    parts: list[Part] = []
    files: list[File] = []

    def text(self) -> str:
        """As it is written."""
        return self.model_dump_json(indent=1) + "\n"

    @property
    def licenses(self) -> dict[str, int]:
        """Examples of all splits by licence."""
        names = sorted({name for part in self.parts for name in part.licenses})
        return {name: sum(part.licenses.get(name, 0) for part in self.parts) for name in names}

    @property
    def images_by_source(self) -> dict[str, int]:
        """Examples of all splits by the id of their source."""
        names = sorted({name for part in self.parts for name in part.sources})
        return {name: sum(part.sources.get(name, 0) for part in self.parts) for name in names}

    @property
    def left_out(self) -> dict[str, int]:
        """Images of all splits that were left out, by reason."""
        reasons = sorted({reason for part in self.parts for reason in part.left_out})
        return {why: sum(part.left_out.get(why, 0) for part in self.parts) for why in reasons}

    def table(self) -> Table:
        """A row a split: split, images, left_out, files, bytes."""
        columns = {
            "split": [part.split for part in self.parts],
            "images": [part.rows for part in self.parts],
            "left_out": [sum(part.left_out.values()) for part in self.parts],
            "files": [len(part.files) for part in self.parts],
            "bytes": [sum(file.bytes for file in part.files) for part in self.parts],
        }
        return Table(pa.table(columns))

    def same_inputs(self, other: Manifest) -> bool:
        """Whether both come from the same inputs, whatever of it is done."""
        nothing: dict[str, list[Part] | list[File] | list[SourceUsed]] = {
            "sources": [],
            "parts": [],
            "files": [],
        }
        return self.model_copy(update=nothing) == other.model_copy(update=nothing)


def read_manifest(path: Path) -> Manifest | None:
    """The manifest in a file; None where there is none. DamagedFile."""
    try:
        return Manifest.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except ValidationError as error:
        raise DamagedFile(
            f"{path} is not the manifest of an export: {str(error).splitlines()[0]}",
            f"remove {path.parent} or name another folder: --out DIR",
        ) from None


def write_manifest(path: Path, manifest: Manifest) -> None:
    """Replace it in one step."""
    replace_text(path, manifest.text())


def described(folder: Path, path: str, rows: int) -> File:
    """The entry of a file below `folder`."""
    file = folder / path
    return File(path=path, sha256=sha256_of(file), bytes=file.stat().st_size, rows=rows)


def is_whole(folder: Path, files: list[File]) -> bool:
    """Whether every file is there with the bytes it had."""
    return all(
        (folder / file.path).is_file()
        and (folder / file.path).stat().st_size == file.bytes
        and sha256_of(folder / file.path) == file.sha256
        for file in files
    )
