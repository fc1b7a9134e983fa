"""The folder `splits/NAME/` of a workspace."""

from __future__ import annotations

import re
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import BaseModel, ValidationError

from emokg.errors import DamagedFile, UnknownName, UsageError
from emokg.splits.certificate import FORMAT, Certificate
from emokg.workspace import Workspace
from emokg.workspace.files import replace_text, sync_file, sync_folder

ASSIGNMENT, CERTIFICATE = "assignment.parquet", "certificate.json"
SCHEMA = pa.schema(
    [pa.field("image", pa.string(), nullable=False), pa.field("split", pa.string(), nullable=False)]
)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class _Format(BaseModel):
    format: int


def split_folder(workspace: Workspace, name: str) -> Path:
    """Where a split lies. UsageError for a name that is none."""
    if _NAME.fullmatch(name) is None:
        raise UsageError(
            f"{name!r} cannot be the name of a split",
            "use letters, digits, dots, hyphens and underscores: --name a",
        )
    return workspace.root / "splits" / name


def split_names(workspace: Workspace) -> list[str]:
    """The splits of a workspace, sorted."""
    return sorted(path.parent.name for path in workspace.root.glob(f"splits/*/{CERTIFICATE}"))


def write_split(folder: Path, assignment: pa.Table, certificate: Certificate) -> None:
    """Put a split in place of the one that was there. The certificate, written last, commits it."""
    folder.mkdir(parents=True, exist_ok=True)
    beside = folder / f".{ASSIGNMENT}.new"
    pq.write_table(assignment.cast(SCHEMA), beside, compression="zstd")
    sync_file(beside)
    beside.replace(folder / ASSIGNMENT)
    sync_folder(folder)
    write_certificate(folder, certificate)


def write_certificate(folder: Path, certificate: Certificate) -> None:
    """Replace the certificate."""
    replace_text(folder / CERTIFICATE, certificate.text())


def read_certificate(workspace: Workspace, name: str) -> Certificate:
    """The certificate of a split. UnknownName where there is no such split, DamagedFile."""
    path = split_folder(workspace, name) / CERTIFICATE
    try:
        written = path.read_bytes()
        found = _Format.model_validate_json(written).format
        certificate = Certificate.model_validate_json(written) if found == FORMAT else None
    except FileNotFoundError:
        known = ", ".join(split_names(workspace)) or "none yet"
        raise UnknownName(
            f"no split {name!r}",
            f"splits of this workspace: {known}; make one: emokg split make standard --name {name}",
        ) from None
    except ValidationError as error:
        detail = str(error).splitlines()[0]
        raise _damaged(f"{path} is not a certificate: {detail}", name) from None
    if certificate is None:
        raise _damaged(f"{path} has format {found}; this EmoKG reads format {FORMAT}", name)
    return certificate


def read_assignment(workspace: Workspace, name: str) -> pa.Table:
    """Columns image and split, as they are on disk. Raises UnknownName, DamagedFile."""
    read_certificate(workspace, name)
    path = split_folder(workspace, name) / ASSIGNMENT
    try:
        table = pq.ParquetFile(path).read()
    except (pa.ArrowInvalid, OSError) as error:
        raise _damaged(f"{path} cannot be read: {str(error).splitlines()[0]}", name) from None
    try:
        return table.select(SCHEMA.names).cast(SCHEMA)
    except (KeyError, ValueError, pa.ArrowInvalid):
        raise _damaged(f"{path} does not have the columns image and split", name) from None


def _damaged(message: str, name: str) -> DamagedFile:
    return DamagedFile(message, f"make the split again: emokg split make KIND --name {name}")
