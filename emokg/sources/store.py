"""Hands what was settled to the workspace's writer, a batch at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from emokg.records import SCHEMAS, TableName, to_arrow
from emokg.records import Source as SourceRecord
from emokg.sources.description import Description, VectorFields, catalogue
from emokg.sources.settle import EXISTING, SUBJECTS, Subject
from emokg.sources.staging import VECTORS, digest
from emokg.workspace import Part, Workspace, Writer

if TYPE_CHECKING:
    import duckdb

BATCH = 65536
VECTOR_BATCH = 4096


def existing_vectors(workspace: Workspace, spaces: list[str], staged: Path) -> pa.Table:
    """Digests of the committed vectors of those images that were staged."""
    import pyarrow.parquet as pq

    wanted = pq.ParquetFile(staged).read(columns=["space", "image"])
    tables = [VECTORS.empty_table()]
    for space in sorted(set(spaces) & set(workspace.spaces())):
        images = set(wanted.filter(pc.equal(wanted["space"], space))["image"].to_pylist())
        vectors = workspace.vectors(space)
        rows = zip(vectors.ids, (row for part in vectors.batches() for row in part), strict=True)
        found = [
            {"_row": EXISTING, "space": space, "image": image, "position": 0, "digest": digest(row)}
            for image, row in rows
            if image in images
        ]
        tables.append(pa.Table.from_pylist(found, schema=VECTORS))
    return pa.concat_tables(tables)


def store(
    connection: duckdb.DuckDBPyConnection,
    writer: Writer,
    workspace: Workspace,
    source: Description,
    dimensions: dict[str, int],
) -> None:
    """Append what is new, and fill in what was null."""
    by_name = {subject.name: subject for subject in SUBJECTS}
    for table in ("images", "annotations"):
        _store_whole(connection, writer, workspace, by_name[table])
    for table in ("triplets", "regions"):
        _store_listed(connection, writer, by_name[table], "length(id), id")
    for name in ("labels", "votes"):
        _store_listed(connection, writer, by_name[name], "annotation, emotion")
    _store_vectors(connection, writer, source, dimensions)
    _store_sources(connection, writer, workspace)


def _batches(connection: duckdb.DuckDBPyConnection, sql: str) -> Iterator[pa.Table]:
    for batch in connection.sql(sql).to_arrow_reader(BATCH):
        if batch.num_rows:
            yield pa.Table.from_batches([batch])


def _store_whole(
    connection: duckdb.DuckDBPyConnection, writer: Writer, workspace: Workspace, subject: Subject
) -> None:
    table = _table(subject)
    new = ", ".join(f'"{name}".value AS "{name}"' for name in subject.columns)
    for rows in _batches(
        connection,
        f"SELECT key AS id, {new} FROM held_{subject.name} "
        f"WHERE first_said > {EXISTING} ORDER BY first_said, key",
    ):
        writer.append(table, rows)
    connection.execute(
        f"CREATE TABLE filled_{table} AS SELECT * FROM held_{subject.name} "
        f"WHERE first_said = {EXISTING} AND last_said > {EXISTING}"
    )
    filled = ", ".join(f'coalesce(old."{n}", new."{n}".value) AS "{n}"' for n in subject.columns)
    for part in writer.base.tables[table]:
        connection.read_parquet(str(workspace.root / part.file)).create_view("part", replace=True)
        ((touched,),) = connection.execute(
            f"SELECT count(*) FROM part WHERE id IN (SELECT key FROM filled_{table})"
        ).fetchall()
        if touched:
            sql = (
                f"SELECT old.id, {filled} FROM part old LEFT JOIN filled_{table} new "
                "ON old.id = new.key ORDER BY old.id"
            )
            _replace(connection, writer, table, part, sql)


def _replace(
    connection: duckdb.DuckDBPyConnection, writer: Writer, table: TableName, part: Part, sql: str
) -> None:
    for rows in _batches(connection, sql):
        writer.replace(table, part, rows)


def _store_listed(
    connection: duckdb.DuckDBPyConnection, writer: Writer, subject: Subject, order: str
) -> None:
    table = _table(subject)
    (column,) = subject.columns
    names = ", ".join(f'staged."{name}"' for name in SCHEMAS[table].names)
    sql = f"""
        SELECT {names} FROM (
            SELECT *, {subject.key} AS key FROM staged_{table} WHERE {subject.where}) staged
        JOIN held_{subject.name} held ON held.key = staged.key AND held."{column}".row = staged._row
        ORDER BY staged._row, {order}"""
    for rows in _batches(connection, sql):
        writer.append(table, rows)


def _table(subject: Subject) -> TableName:
    tables: dict[str, TableName] = {name: name for name in SCHEMAS}
    return tables[subject.table]


def _store_vectors(
    connection: duckdb.DuckDBPyConnection,
    writer: Writer,
    source: Description,
    dimensions: dict[str, int],
) -> None:
    fields: VectorFields | None = getattr(source, "des", None)
    for space, dimension in dimensions.items():
        raw = np.memmap(writer.scratch / f"{space}.f32", np.dtype("<f4"), "r")
        staged = raw.reshape(-1, dimension)
        relation = connection.sql(
            """SELECT staged.image, staged.position FROM staged_vectors staged
            JOIN held_vectors held
            ON held.key = space || ' ' || image AND held."DES".row = staged._row
            WHERE space = ? ORDER BY staged.position""",
            params=[space],
        )
        description = fields.description if fields else None
        for batch in relation.to_arrow_reader(VECTOR_BATCH):
            positions = batch.column("position").to_numpy()
            if len(positions):
                images = batch.column("image").to_pylist()
                writer.append_vectors(space, images, staged[positions], description)


def _store_sources(
    connection: duckdb.DuckDBPyConnection, writer: Writer, workspace: Workspace
) -> None:
    """A row for each data set that images come from; what `ingest/` says of it now counts."""
    described = {each.name: each for each in catalogue()}
    old = {row["id"]: row for row in workspace.read("sources").to_pylist()}
    used = connection.execute(
        "SELECT DISTINCT source.value FROM held_images WHERE source.value IS NOT NULL ORDER BY 1"
    ).fetchall()
    changed: dict[str, SourceRecord] = {}
    for (name,) in used:
        about = described.get(name)
        record = SourceRecord(
            id=name,
            name=about.title if about else None,
            license=about.license if about else None,
            url=about.url if about else None,
            citation=about.citation if about else None,
            origin=about.origin if about else None,
        )
        if old.get(name) != dict(record):
            changed[name] = record
    if not changed:
        return
    kept = [SourceRecord(**row) for name, row in old.items() if name not in changed]
    rows = to_arrow("sources", [*kept, *changed.values()])
    for part in writer.base.tables["sources"]:
        writer.replace("sources", part, rows.slice(0, 0))
    writer.append("sources", rows)
