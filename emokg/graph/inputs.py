"""What the build reads, made known to the engine: the record tables, the emotions, the vectors."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from emokg import taxonomy
from emokg.graph.statements import PHRASES, SAID_IN
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
    _show_concepts(connection)
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


def _show_concepts(connection: duckdb.DuckDBPyConnection) -> None:
    """`broader`: what the log says now of phrases that are there. `above` is a Concept's name.

    `below` names a Concept where `concept`, else a phrase. Of the wordings under a concept, only
    the one that names it says what is wider.
    """
    ((steps,),) = connection.execute("SELECT count(*) FROM concepts").fetchall()
    there = " UNION ".join(
        f"SELECT '{kind}' AS kind, {kind} AS phrase FROM {table} WHERE {kind} IS NOT NULL"
        for kind, table in SAID_IN
    )
    source = "concepts" if steps else "(FROM concepts WHERE FALSE)"
    connection.execute(f"""
        CREATE TEMP TABLE broader AS
        WITH latest AS (
            SELECT kind, phrase, link, arg_max(coalesce(concept, ''), step) AS concept,
                   arg_max(coalesce(relation, ''), step) AS relation,
                   arg_max(coalesce(score, -1), step) AS score, arg_max(method, step) AS method
            FROM {source} GROUP BY ALL),
        said AS (SELECT * FROM latest SEMI JOIN ({there}) USING (kind, phrase)
                 WHERE concept <> ''),
        matches AS (SELECT * FROM said WHERE link = 'match')
        SELECT kind, phrase AS below, false AS concept, concept AS above, relation,
               nullif(score, -1) AS score, method FROM matches
        UNION ALL
        SELECT w.kind, w.phrase, m.phrase IS NOT NULL, w.concept, w.relation,
               nullif(w.score, -1), w.method
        FROM said w LEFT JOIN matches m ON m.kind = w.kind AND m.phrase = w.phrase
        WHERE w.link = 'wider' AND (m.concept IS NULL OR m.concept = w.phrase)""")


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
