"""The graph → a folder of Parquet files: `nodes/LABEL.parquet`, `relationships/TYPE.parquet`.

The rows are those of a store. `manifest.json` says which graph they are of, how many there are, and
what the columns mean; it is written last, so a folder without one is not complete.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from emokg.errors import DamagedFile, DataError, UsageError
from emokg.graph.counting import differing
from emokg.graph.description import REBUILD, Description
from emokg.graph.exporting import ROOM, Exported
from emokg.graph.model import Property
from emokg.graph.row_schemas import node_schema, relationship_schema
from emokg.graph.rows import node_batches, relationship_batches
from emokg.graph.snapshot import Snapshot
from emokg.graph.store import Counts
from emokg.workspace.files import replace_text

FORMAT = 1
MANIFEST = "manifest.json"
ROWS = 50_000
"""A row group at most."""


def export(snapshot: Snapshot, folder: Path) -> Exported:
    """Write a file a label and type, then the manifest, into a new or empty folder.

    UsageError where the folder holds anything, DataError where it cannot be written; nothing is
    left behind then.
    """
    start = perf_counter()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is not empty", "name a new or empty folder: --out DIR")
    try:
        counts = _write_files(snapshot, folder)
        replace_text(folder / MANIFEST, json.dumps(_manifest(snapshot, counts), indent=1) + "\n")
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise DataError(
            f"the files cannot be written to {folder}: {error.strerror or error}", ROOM
        ) from None
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    nodes, relationships = sum(counts.nodes.values()), sum(counts.relationships.values())
    return Exported(nodes, relationships, size, perf_counter() - start)


def _write_files(snapshot: Snapshot, folder: Path) -> Counts:
    (folder / "nodes").mkdir(parents=True)
    (folder / "relationships").mkdir()
    model = snapshot.model
    written = Counts(
        {
            table.table: _write(
                folder / _node_file(table.table),
                node_schema(table),
                node_batches(snapshot, table, ROWS),
            )
            for table in model.nodes
        },
        {
            link.type: _write(
                folder / _relationship_file(link.type),
                relationship_schema(link),
                relationship_batches(snapshot, link, ROWS),
            )
            for link in model.relationships
        },
    )
    described = Counts(snapshot.description.nodes, snapshot.description.relationships)
    if wrong := differing(described, written):
        raise DamagedFile(f"{snapshot.path} is not as it was built: {', '.join(wrong)}", REBUILD)
    return written


def _node_file(label: str) -> str:
    return f"nodes/{label}.parquet"


def _relationship_file(type_: str) -> str:
    return f"relationships/{type_}.parquet"


def _write(path: Path, schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> int:
    rows = 0
    with path.open("wb") as file, pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for batch in batches:
            writer.write_batch(batch.cast(schema))
            rows += batch.num_rows
    return rows


def _manifest(snapshot: Snapshot, counts: Counts) -> dict[str, Any]:
    description: Description = snapshot.description
    return {
        "format": FORMAT,
        "graph": description.sha256,
        "records": description.records,
        "model": description.model,
        "nodes": {
            table.table: {
                "file": _node_file(table.table),
                "rows": counts.nodes[table.table],
                "properties": _types(table.properties),
            }
            for table in snapshot.model.nodes
        },
        "relationships": {
            link.type: {
                "file": _relationship_file(link.type),
                "rows": counts.relationships[link.type],
                "sources": link.sources,
                "targets": link.targets,
                "properties": _types(link.properties),
            }
            for link in snapshot.model.relationships
        },
    }


def _types(properties: Sequence[Property]) -> dict[str, str]:
    return {stored.name: stored.type.name for stored in properties}
