"""Records → the embedded graph: built beside the old one, verified, then swapped in."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import duckdb

from emokg.errors import DamagedFile, DataError, UsageError
from emokg.graph import expected, statements
from emokg.graph.description import (
    Description,
    model_fingerprint,
    read_description,
    write_description,
)
from emokg.graph.inputs import show_inputs
from emokg.graph.labelled import Labelled, count_labelled
from emokg.graph.model import (
    LABEL_BITS,
    GraphModel,
    NodeTable,
    Property,
    RelationshipTable,
    emokg_model,
)
from emokg.workspace import Workspace
from emokg.workspace.files import sha256_of, sync_file, sync_folder
from emokg.workspace.lock import exclusive
from emokg.workspace.manifest import Manifest

MEMORY = "900MB"
_CANNOT_WRITE = re.compile(r"^IO Error|Could not write|Could not (f?sync|truncate)|No space left")

Made = tuple[dict[str, int], dict[str, int]]
"""Nodes per label, and relationships per type."""


@dataclass(frozen=True)
class Built:
    """What a build made, and the seconds it took."""

    nodes: int
    relationships: int
    seconds: float


def build(workspace: Workspace) -> Built:
    """Build the graph and swap it in; until then, and if anything fails, the old one answers.

    DamagedFile where a record file was truncated or altered, DataError where another build is
    under way or the result does not have the counts the records call for, UsageError where the
    graph was not made of records and would be lost.
    """
    _keep_what_came_without_records(workspace)

    def fill(connection: duckdb.DuckDBPyConnection) -> Made:
        workspace.check()
        show_inputs(connection, workspace)
        _fill(connection, emokg_model())
        return _verified(connection, emokg_model())

    return replace_graph(workspace, fill)


def _keep_what_came_without_records(workspace: Workspace) -> None:
    try:
        description = read_description(workspace)
    except DataError:
        return
    images = description.nodes.get("Image", 0)
    if images and description.records == Manifest.empty().fingerprint:
        raise UsageError(
            f"the graph of {workspace.root} was made without records (graph pull): a build would "
            f"lose its {images:,} images",
            "build in a workspace of its own: emokg init DIR; or remove "
            f"{workspace.graph_description.parent} first",
        )


def replace_graph(workspace: Workspace, fill: Callable[[duckdb.DuckDBPyConnection], Made]) -> Built:
    """Swap in what `fill` makes in the attached database `g`; it returns counts per table.

    DataError where another build is under way, and what `fill` raises.
    """
    start = perf_counter()
    folder = workspace.graph_description.parent
    folder.mkdir(exist_ok=True)
    with exclusive(folder / ".lock", "build", "emokg graph build"):
        records = workspace.fingerprint()
        _remove_leftovers(workspace, folder)
        beside = folder / "next.duckdb.new"
        (nodes, relationships), labelled = _write(beside, fill)
        digest = sha256_of(beside)
        description = Description(
            file=f"graph-{digest[:12]}.duckdb",
            bytes=beside.stat().st_size,
            sha256=digest,
            records=records,
            model=model_fingerprint(emokg_model()),
            nodes=nodes,
            relationships=relationships,
            labelled=labelled,
        )
        beside.replace(folder / description.file)
        sync_folder(folder)
        write_description(workspace.graph_description, description)
        _remove_leftovers(workspace, folder)
    seconds = perf_counter() - start
    return Built(sum(nodes.values()), sum(relationships.values()), seconds)


def _remove_leftovers(workspace: Workspace, folder: Path) -> None:
    """Files of builds that did not end, and of graphs that were replaced."""
    try:
        current = read_description(workspace).file
    except DataError:
        current = ""
    for path in folder.glob("*.duckdb*"):
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != current:
            path.unlink()


def _write(path: Path, fill: Callable[[duckdb.DuckDBPyConnection], Made]) -> tuple[Made, Labelled]:
    try:
        counts = _write_tables(path, fill)
        sync_file(path)
    except (duckdb.Error, OSError) as error:
        path.unlink(missing_ok=True)
        if not isinstance(error, OSError) and not _CANNOT_WRITE.search(str(error)):
            raise
        raise DataError(
            f"the new graph cannot be written to {path.parent}: {str(error).splitlines()[0]}",
            "what was there before is as it was; make room there, then: emokg graph build",
        ) from None
    return counts


def _write_tables(
    path: Path, fill: Callable[[duckdb.DuckDBPyConnection], Made]
) -> tuple[Made, Labelled]:
    with duckdb.connect() as connection:
        connection.execute(f"SET memory_limit = '{MEMORY}'")
        connection.execute("SET temp_directory = ?", [str(path.with_suffix(".spill"))])
        connection.execute("SET enable_progress_bar = false")
        connection.execute(f"ATTACH '{_quoted(path)}' AS g")
        counts = fill(connection), count_labelled(connection)
        connection.execute("CHECKPOINT g")
        connection.execute("DETACH g")
    return counts


def _fill(connection: duckdb.DuckDBPyConnection, model: GraphModel) -> None:
    for node in model.nodes:
        select = statements.NODES.get(node.table)
        create_table(connection, node, select, ("_n",), "id")
    for name, select in statements.STAGES.items():
        connection.execute(f"CREATE TEMP TABLE {name} AS {select}")
    for relationship in model.relationships:
        select = statements.RELATIONSHIPS.get(relationship.table)
        create_table(connection, relationship, select, ("_r", "_s", "_d"), "_s, _d")


def create_table(
    connection: duckdb.DuckDBPyConnection,
    table: NodeTable | RelationshipTable,
    select: str | None,
    keys: tuple[str, ...],
    order: str,
) -> None:
    """One table, numbered in its order. Tables that no record speaks of are empty."""
    number, *ends = keys
    columns = [f"CAST({end} AS BIGINT) AS {end}" for end in ends]
    columns += map(_column, table.properties)
    if select is None:
        nothing = [f"NULL AS {end}" for end in ends]
        nothing += [f'NULL AS "{stored.name}"' for stored in table.properties]
        select = f"SELECT {', '.join(nothing)} WHERE FALSE"
    connection.execute(
        f'CREATE TABLE g."{table.table}" AS '
        f"SELECT {table.number << LABEL_BITS} + row_number() OVER () - 1 AS {number}, "
        f"{', '.join(columns)} FROM (SELECT * FROM ({select}) ORDER BY {order})"
    )


def _column(stored: Property) -> str:
    return f'CAST("{stored.name}" AS {stored.type.value}) AS "{stored.name}"'


def _verified(connection: duckdb.DuckDBPyConnection, model: GraphModel) -> Made:
    """Counts per table. DataError where one differs from what the records call for."""
    nodes = {table.table: _count(connection, f'FROM g."{table.table}"') for table in model.nodes}
    relationships = {
        table.table: _count(connection, f'FROM g."{table.table}"') for table in model.relationships
    }
    _compare(connection, nodes, expected.NODES)
    _compare(connection, relationships, expected.RELATIONSHIPS)
    return nodes, relationships


def _compare(
    connection: duckdb.DuckDBPyConnection, made: Mapping[str, int], wanted: Mapping[str, str]
) -> None:
    for name, count in made.items():
        right = _count(connection, f"FROM ({wanted[name]})", "*") if name in wanted else 0
        if count != right:
            raise DamagedFile(
                f"the new graph has {count:,} {name} where the records call for {right:,}",
                "what was there before is as it was; look at the records: emokg graph check",
            )


def _count(connection: duckdb.DuckDBPyConnection, source: str, what: str = "count(*)") -> int:
    ((count,),) = connection.execute(f"SELECT {what} {source}").fetchall()
    return int(count)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
