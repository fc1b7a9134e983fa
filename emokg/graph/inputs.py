"""What the build reads, made known to the engine: the record tables, the emotions, the vectors."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from emokg import taxonomy
from emokg.graph.statements import PHRASES
from emokg.records import SCHEMAS, TABLES
from emokg.workspace import Workspace


def show_inputs(connection: duckdb.DuckDBPyConnection, workspace: Workspace) -> None:
    """Views and tables under the names that the statements use. Raises DamagedFile."""
    for table in TABLES:
        paths = [str(path) for path in workspace.parts(table)]
        if paths:
            connection.read_parquet(paths).create_view(table)
        else:
            connection.register(table, SCHEMAS[table].empty_table())
    connection.register("emotion_nodes", _emotions())
    _show_vectors(connection, workspace)
    _show_spellings(connection)


def _emotions() -> pa.Table:
    return pa.table(
        {
            "id": list(taxonomy.CES),
            "valence": [taxonomy.valence(name) for name in taxonomy.CES],
            "arousal": pa.nulls(len(taxonomy.CES), pa.float64()),
            "angle": [taxonomy.angle(name) for name in taxonomy.CES],
        }
    )


def _show_vectors(connection: duckdb.DuckDBPyConnection, workspace: Workspace) -> None:
    """`vectors_of`: the DES spaces in which an image has a vector, sorted."""
    manifest = workspace.manifest()
    connection.execute("CREATE TEMP TABLE placed (image VARCHAR, space VARCHAR)")
    for name, space in manifest.spaces.items():
        paths = [str(workspace.root / part.ids.file) for part in space.parts]
        if paths:
            connection.execute(
                "INSERT INTO placed SELECT DISTINCT image, ? FROM read_parquet(?)", [name, paths]
            )
    connection.execute(
        "CREATE TEMP VIEW vectors_of AS "
        "SELECT image, list(space ORDER BY space) AS spaces FROM placed GROUP BY image"
    )


def _show_spellings(connection: duckdb.DuckDBPyConnection) -> None:
    """`odd_spellings`: given texts that differ from their phrase in more than case."""
    pairs = " UNION ".join(
        f"SELECT DISTINCT {column}_text AS spelling, {column} AS phrase FROM triplets "
        f"WHERE lower({column}_text) <> {column}"
        for column in PHRASES.values()
    )
    found = connection.sql(pairs).to_arrow_table()
    said = zip(found["spelling"].to_pylist(), found["phrase"].to_pylist(), strict=True)
    same = [taxonomy.normalize_phrase(spelling) == phrase for spelling, phrase in said]
    connection.register("odd_spellings", found.filter(pa.array(same, pa.bool_())))
