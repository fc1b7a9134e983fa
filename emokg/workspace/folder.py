"""The workspace directory: its layout, making one, finding one, and reading what is committed."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from emokg.errors import DamagedFile, DataError, UnknownName, UsageError
from emokg.records import SCHEMAS, TableName
from emokg.workspace.manifest import Manifest, check_part, read_manifest, write_manifest
from emokg.workspace.vectors import Vectors, read_vectors

if TYPE_CHECKING:
    import pyarrow as pa

    from emokg.workspace.writer import Writer

CONFIGURATION = "emokg.toml"
FORMAT = 1
ENVIRONMENT = "EMOKG_WORKSPACE"


@dataclass(frozen=True)
class Workspace:
    """One directory. It holds no state: every call reads what is committed at that moment."""

    root: Path

    @property
    def manifest_file(self) -> Path:
        """Names every committed part."""
        return self.root / "records" / "manifest.json"

    @property
    def graph_description(self) -> Path:
        """Which file beside it is the embedded graph, and what that was built from."""
        return self.root / "graph" / "graph.json"

    @property
    def rejects_folder(self) -> Path:
        """One file of rejected rows an ingest that had any."""
        return self.root / "rejects"

    def table_folder(self, table: TableName) -> Path:
        """Where the parts of a table lie."""
        return self.root / "records" / table

    def space_folder(self, space: str) -> Path:
        """Where the vectors of a DES space lie, and its index."""
        return self.root / "des" / space

    def manifest(self) -> Manifest:
        """What is committed now. Raises DamagedFile."""
        return read_manifest(self.manifest_file, self.root)

    def fingerprint(self) -> str:
        """A hash over everything committed; projections remember the one they were built from."""
        return self.manifest().fingerprint

    def parts(self, table: TableName) -> list[Path]:
        """The Parquet files of a table, each of its committed size. Raises DamagedFile."""
        manifest = self.manifest()
        for part in manifest.tables[table]:
            check_part(part, manifest, self.root, deep=False)
        return [self.root / part.file for part in manifest.tables[table]]

    def read(self, table: TableName, columns: list[str] | None = None) -> pa.Table:
        """A whole table in memory. Raises DamagedFile."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        schema = SCHEMAS[table]
        if columns is not None:
            schema = pa.schema([schema.field(name) for name in columns])
        tables = [schema.empty_table()]
        for path in self.parts(table):
            try:
                tables.append(pq.ParquetFile(path).read(columns=columns).cast(schema))
            except (pa.ArrowInvalid, OSError) as error:
                raise DamagedFile(
                    f"{path} cannot be read: {error}", "to see what is damaged: emokg graph check"
                ) from None
        return pa.concat_tables(tables)

    def folders_read(self) -> list[Path]:
        """Where pictures may lie: every folder that was read, or that a file lies in that was."""
        paths = [Path(ingest.path) for ingest in self.manifest().ingests if ingest.path]
        return list(dict.fromkeys(path if path.is_dir() else path.parent for path in paths))

    def spaces(self) -> list[str]:
        """The names of the DES spaces, sorted."""
        return sorted(self.manifest().spaces)

    def vectors(self, space: str) -> Vectors:
        """The raw vectors of a space, as memory maps. Raises UnknownName, DamagedFile."""
        manifest = self.manifest()
        if space not in manifest.spaces:
            known = ", ".join(sorted(manifest.spaces)) or "none yet"
            raise UnknownName(f"no DES space {space!r}", f"spaces of this workspace: {known}")
        return read_vectors(self.root, manifest, space)

    def check(self, *, deep: bool = True) -> None:
        """Compare every committed file with the manifest; `deep` reads all bytes.

        Raises DamagedFile on the first that differs.
        """
        manifest = self.manifest()
        for part in manifest.files():
            check_part(part, manifest, self.root, deep=deep)

    def writer(self, source: str, path: Path | None) -> Writer:
        """Start an ingest of `path`; a context manager. Raises DataError when one is under way.

        `path` is None for what is found in the records themselves: nothing is to be read again.
        """
        from emokg.workspace.writer import Writer

        return Writer(self, source, path)


def init(folder: Path) -> Workspace:
    """Make a workspace in a new or empty folder. Raises UsageError."""
    root = folder.expanduser().absolute()
    if (root / CONFIGURATION).exists():
        raise UsageError(f"{root} is a workspace already", f"use it: emokg ingest PATH -w {folder}")
    if root.exists() and not root.is_dir():
        raise UsageError(f"{root} is a file", "name a new or empty folder: emokg init DIR")
    if root.exists() and any(root.iterdir()):
        raise UsageError(f"{root} is not empty", "name a new or empty folder: emokg init DIR")
    workspace = Workspace(root)
    try:
        workspace.manifest_file.parent.mkdir(parents=True)
        write_manifest(workspace.manifest_file, Manifest.empty())
        text = f"# An EmoKG workspace.\nformat = {FORMAT}\n"
        (root / CONFIGURATION).write_text(text, encoding="utf-8")
    except OSError as error:
        raise DataError(
            f"cannot make a workspace in {root}: {error.strerror}",
            "choose a folder you may write to: emokg init DIR",
        ) from None
    return workspace


def find(folder: Path | None = None) -> Workspace:
    """The workspace that is meant: `folder`, else EMOKG_WORKSPACE, else the nearest upward.

    Raises UsageError when there is none, DamagedFile when its configuration cannot be read.
    """
    environment = os.environ.get(ENVIRONMENT)
    if folder is not None or environment:
        root = Path(folder or environment or "").expanduser().absolute()
        if not (root / CONFIGURATION).is_file():
            said_by = "" if folder is not None else f" ({ENVIRONMENT} names it)"
            raise UsageError(f"{root} is not a workspace{said_by}", f"make one: emokg init {root}")
        return _opened(root)
    here = Path.cwd()
    for root in (here, *here.parents):
        if (root / CONFIGURATION).is_file():
            return _opened(root)
    raise UsageError(
        f"there is no workspace in {here} or above it",
        f"make one with emokg init DIR, or name one with -w DIR or {ENVIRONMENT}",
    )


def _opened(root: Path) -> Workspace:
    path = root / CONFIGURATION
    try:
        configured = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DamagedFile(f"{path} is not TOML: {error}", "correct it, or make it empty") from None
    if configured.get("format", FORMAT) != FORMAT:
        raise DataError(
            f"{path} has format {configured['format']!r}; this EmoKG reads format {FORMAT}",
            "open the workspace with the EmoKG that made it",
        )
    return Workspace(root)
