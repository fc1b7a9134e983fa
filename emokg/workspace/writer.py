"""An ingest: new part files beside the committed ones, then one swap of the manifest.

A crash before the swap leaves the old records; the files it left behind are removed when the next
ingest starts, as are parts that a commit replaced (until then readers that opened them go on).
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Self

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from emokg.errors import DataError
from emokg.records import SCHEMAS, TableName
from emokg.workspace.files import sync_file, sync_folder
from emokg.workspace.lock import exclusive
from emokg.workspace.manifest import (
    Ingest,
    Manifest,
    Part,
    Space,
    VectorPart,
    describe,
    write_manifest,
)
from emokg.workspace.vectors import IDS

if TYPE_CHECKING:
    from emokg.workspace.folder import Workspace

COMPRESSION = "zstd"


class Writer:
    """Collects what an ingest adds. Nothing counts before `commit`; leaving early drops it."""

    def __init__(self, workspace: Workspace, source: str, path: Path | None) -> None:
        self._workspace = workspace
        self._ingest = None if path is None else Ingest(source=source, path=str(path))
        self._stack = ExitStack()
        self._tables: dict[TableName, _TablePart] = {}
        self._spaces: dict[str, _SpacePart] = {}
        self._replaced: set[str] = set()
        self.base = Manifest.empty()

    def __enter__(self) -> Self:
        lock = self._workspace.manifest_file.with_name(".lock")
        self._stack.enter_context(exclusive(lock, "ingest", "emokg ingest PATH"))
        try:
            self.base = self._workspace.manifest()
            self._workspace.check(deep=False)
            self._remove_leftovers()
            self.scratch.mkdir()
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            for part in self._staged():
                part.drop()
            shutil.rmtree(self.scratch, ignore_errors=True)
        finally:
            self._stack.close()

    @property
    def scratch(self) -> Path:
        """A folder for intermediate files, gone when the ingest ends."""
        return self._workspace.manifest_file.with_name(".scratch")

    def append(self, table: TableName, rows: pa.Table) -> None:
        """Add rows to a table (columns of its schema, in any order)."""
        if table not in self._tables:
            folder = self._workspace.table_folder(table)
            number = _next_number([part.file for part in self.base.tables[table]])
            self._tables[table] = _TablePart(folder, number, SCHEMAS[table])
        self._tables[table].append(rows)

    def replace(self, table: TableName, part: Part, rows: pa.Table) -> None:
        """Put `rows` in the place of a committed part."""
        self._replaced.add(part.file)
        self.append(table, rows)

    def append_vectors(
        self,
        space: str,
        ids: Sequence[str],
        vectors: NDArray[np.float32],
        description: str | None = None,
    ) -> None:
        """Add vectors (n, dimension) of the images named by `ids` to a DES space.

        Raises DataError when the dimension is not the space's.
        """
        committed = self.base.spaces.get(space)
        dimension = committed.dimension if committed else vectors.shape[1]
        if space not in self._spaces:
            number = _next_number([p.vectors.file for p in committed.parts] if committed else [])
            self._spaces[space] = _SpacePart(
                self._workspace.space_folder(space), number, dimension, description
            )
        if vectors.shape != (len(ids), self._spaces[space].dimension):
            raise DataError(
                f"vectors of shape {vectors.shape} for {len(ids)} images of DES space {space!r}, "
                f"which has dimension {self._spaces[space].dimension}",
                "vectors of another model belong into a space of their own",
            )
        self._spaces[space].append(ids, vectors)

    def commit(self) -> Manifest:
        """Make it all count. Returns the new manifest, or the old one if nothing was added."""
        if not self._tables and not self._spaces:
            return self.base
        manifest = self._finished()
        folders = [part.folder for part in self._staged()]
        for folder in {folder.parent for folder in folders} | set(folders):
            sync_folder(folder)
        write_manifest(self._workspace.manifest_file, manifest)
        self._tables.clear()
        self._spaces.clear()
        return manifest

    def _staged(self) -> list[_TablePart | _SpacePart]:
        return [*self._tables.values(), *self._spaces.values()]

    def _finished(self) -> Manifest:
        root = self._workspace.root
        tables = {
            name: [part for part in parts if part.file not in self._replaced]
            for name, parts in self.base.tables.items()
        }
        for table, staged in self._tables.items():
            tables[table].append(staged.finish(root))
        spaces = dict(self.base.spaces)
        for name, vectors in self._spaces.items():
            old = spaces.get(name)
            spaces[name] = Space(
                dimension=vectors.dimension,
                description=vectors.description or (old.description if old else None),
                parts=[*(old.parts if old else []), vectors.finish(root)],
            )
        ingests = [entry for entry in self.base.ingests if entry != self._ingest]
        if self._ingest is not None:
            ingests.append(self._ingest)
        return Manifest(tables=tables, spaces=spaces, ingests=ingests)

    def _remove_leftovers(self) -> None:
        root = self._workspace.root
        if self.scratch.exists():
            shutil.rmtree(self.scratch)
        committed = {root / part.file for part in self.base.files()}
        for pattern in ("records/*/part-*", "des/*/part-*"):
            for path in root.glob(pattern):
                if path not in committed:
                    path.unlink()


def _next_number(files: Sequence[str]) -> int:
    """One more than the highest part number, whether or not the numbers have gaps."""
    return 1 + max((int(Path(file).name[5:11]) for file in files), default=0)


class _TablePart:
    """A Parquet part that is being written."""

    def __init__(self, folder: Path, number: int, schema: pa.Schema) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._path = folder / f"part-{number:06d}.parquet"
        self._schema = schema
        self._writer = pq.ParquetWriter(self._path, schema, compression=COMPRESSION)
        self._rows = 0

    def append(self, rows: pa.Table) -> None:
        self._writer.write_table(rows.select(self._schema.names).cast(self._schema))
        self._rows += rows.num_rows

    def finish(self, root: Path) -> Part:
        self._writer.close()
        sync_file(self._path)
        return describe(self._path, root, self._rows)

    def drop(self) -> None:
        self._writer.close()
        self._path.unlink(missing_ok=True)


class _SpacePart:
    """A `.npy` part that is being written, and the ids of its rows."""

    def __init__(self, folder: Path, number: int, dimension: int, description: str | None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.dimension = dimension
        self.description = description
        self._path = folder / f"part-{number:06d}.npy"
        self._ids_path = self._path.with_suffix(".ids.parquet")
        self._file: IO[bytes] = self._path.open("wb")
        self._ids: list[str] = []
        self._write_header()

    def _write_header(self) -> None:
        # numpy pads the header so that the row count can grow without moving the data
        shape = (len(self._ids), self.dimension)
        header = {"descr": "<f4", "fortran_order": False, "shape": shape}
        np.lib.format.write_array_header_1_0(self._file, header)

    def append(self, ids: Sequence[str], vectors: NDArray[np.float32]) -> None:
        self._file.write(np.ascontiguousarray(vectors, dtype="<f4").data)
        self._ids += ids

    def finish(self, root: Path) -> VectorPart:
        self._file.seek(0)
        self._write_header()
        self._file.close()
        ids = pa.Table.from_pydict({"image": self._ids}, schema=IDS)
        pq.write_table(ids, self._ids_path, compression=COMPRESSION)
        for path in (self._path, self._ids_path):
            sync_file(path)
        rows = len(self._ids)
        return VectorPart(
            vectors=describe(self._path, root, rows), ids=describe(self._ids_path, root, rows)
        )

    def drop(self) -> None:
        self._file.close()
        self._path.unlink(missing_ok=True)
        self._ids_path.unlink(missing_ok=True)
