"""What is new, what is known already, and what contradicts: staged bundles against the records.

Two things said of one subject agree, add to each other, or contradict. A null says nothing, so a
column may be filled in later but not changed; a list (the triplets of one annotation, the own
labels of one image) is one value. Bundles are settled in the order they were read: the first to
say a thing holds, and a bundle that contradicts what holds is rejected as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from emokg.records import SCHEMAS, TableName
from emokg.sources.reject import Reject

if TYPE_CHECKING:
    import duckdb

EXISTING = -1
"""The row number of what the records hold already: before every staged row."""


@dataclass(frozen=True)
class Subject:
    """One kind of thing that something is said of: its table, its key, and the columns said.

    `key` and the columns' expressions are SQL over the table. `grouped`: the rows of one key are
    one list.
    """

    name: str
    table: str
    key: str
    columns: Mapping[str, str]
    grouped: bool = False
    where: str = "true"


def _quoted(name: str) -> str:
    return f'"{name}"'


def _whole(table: TableName) -> Subject:
    names = [name for name in SCHEMAS[table].names if name != "id"]
    return Subject(table, table, "id", {name: _quoted(name) for name in names})


def _listed(table: TableName) -> Subject:
    """Rows whose ids are `owner#t1`, `owner#t2`, …: one list an owner, in whatever order."""
    names = ", ".join(_quoted(name) for name in SCHEMAS[table].names)
    owner = "left(id, length(id) - strpos(reverse(id), '#'))"
    return Subject(table, table, owner, {table: f"bit_xor(hash({names}))"}, grouped=True)


_CERTAIN = " 1.0"
_ONE_A_ROW = (
    "; rows of one image that hold a triplet each are read together by --source table, "
    "where they follow each other"
)
_TWO_IMAGES = "; two images need two ids: give the rows an id column of their own"
_LABELS = "string_agg(emotion || ' ' || probability, ', ' ORDER BY emotion)"

# a row that contradicts in several ways is told the first of them: the label weighs most
SUBJECTS: tuple[Subject, ...] = (
    Subject("labels", "emotions", "image", {"emotion": _LABELS}, True, "annotation IS NULL"),
    _whole("images"),
    _whole("annotations"),
    Subject("votes", "emotions", "annotation", {"vote": _LABELS}, True, "annotation IS NOT NULL"),
    _listed("triplets"),
    _listed("regions"),
    Subject("vectors", "vectors", "space || ' ' || image", {"DES": "digest"}),
)


def connect(scratch: Path) -> duckdb.DuckDBPyConnection:
    """An engine of bounded memory that spills into `scratch`."""
    import duckdb

    connection = duckdb.connect()
    connection.execute("SET memory_limit = '768MB'")
    connection.execute("SET temp_directory = ?", [str(scratch / "spill")])
    connection.execute("SET enable_progress_bar = false")
    return connection


def show(
    connection: duckdb.DuckDBPyConnection, name: str, paths: list[Path], schema: pa.Schema
) -> None:
    """Make Parquet files known to the engine as one table, empty where there are none."""
    if paths:
        connection.read_parquet([str(path) for path in paths]).create_view(name)
    else:
        connection.register(name, schema.empty_table())


def collect(connection: duckdb.DuckDBPyConnection) -> None:
    """Everything said of the subjects the staged bundles speak of, staged and existing."""
    for subject in SUBJECTS:
        columns = ", ".join(f"{sql} AS {_quoted(name)}" for name, sql in subject.columns.items())
        group = "GROUP BY ALL" if subject.grouped else ""
        connection.execute(f"""
            CREATE TABLE said_{subject.name} AS
            SELECT _row, {subject.key} AS key, {columns}
            FROM staged_{subject.table} WHERE {subject.where} {group}""")
        connection.execute(f"""
            INSERT INTO said_{subject.name}
            SELECT {EXISTING} AS _row, {subject.key} AS key, {columns}
            FROM existing_{subject.table}
            WHERE {subject.where} AND {subject.key} IN (SELECT key FROM said_{subject.name})
            {group}""")
    connection.execute("CREATE TABLE rejected (_row BIGINT)")


def contradictions(connection: duckdb.DuckDBPyConnection) -> Iterator[Reject]:
    """Settle the bundles; gives those that are rejected.

    A contradiction counts only against a bundle that stands, so what a rejected one said first is
    forgotten and the rest is settled again.
    """
    while found := _against_standing(connection):
        for row, (field, value, reason) in found.items():
            for _, file, line, own_id in connection.execute(
                "SELECT * FROM staged_rows WHERE _row = ? ORDER BY line", [row]
            ).fetchall():
                yield Reject(file, line, own_id, field, value, reason)
        connection.executemany("INSERT INTO rejected VALUES (?)", [[row] for row in found])


def _against_standing(
    connection: duckdb.DuckDBPyConnection,
) -> dict[int, tuple[str, str | None, str]]:
    found: dict[int, list[_Other]] = {}
    against: dict[int, set[int]] = {}
    for subject in SUBJECTS:
        for row, key, field, value, held, holder in connection.execute(
            _differing(subject)
        ).fetchall():
            against.setdefault(row, set()).add(holder)
            found.setdefault(row, []).append(_Other(subject, key, field, value, held))
    standing = {row for row in found if not against[row] & found.keys()}
    orphans = {
        row: ("image", image, f"no image {image} is in the records or among the accepted rows")
        for row, image in connection.execute(_ORPHANS).fetchall()
        if row not in found
    }
    return {row: _worded(found[row]) for row in sorted(standing)} | orphans


@dataclass(frozen=True, slots=True)
class _Other:
    """A row says `value` of a field for which `held` holds, both as text."""

    subject: Subject
    key: str
    field: str
    value: str
    held: str

    @property
    def as_text(self) -> bool:
        return self.subject.name not in ("triplets", "regions", "vectors")

    def __str__(self) -> str:
        if not self.as_text:
            return f"other {self.field}"
        return f"{self.field} {self.held.removesuffix(_CERTAIN)!r}"


def _worded(others: list[_Other]) -> tuple[str, str | None, str]:
    first = others[0]
    held = " and ".join(str(other) for other in others if other.key == first.key)
    value = first.value.removesuffix(_CERTAIN) if first.as_text else None
    reason = f"duplicate id with different content: {first.key} has {held} already"
    hints = {"triplets": _ONE_A_ROW, "uri": _TWO_IMAGES}
    return first.field, value, reason + hints.get(first.field, "")


def _first(name: str) -> str:
    column = _quoted(name)
    return (
        f"arg_min(struct_pack(value := {column}, row := _row), _row) "
        f"FILTER (WHERE {column} IS NOT NULL) AS {column}"
    )


def _differing(subject: Subject) -> str:
    """Rows that say something else than the first that said it; `holder` is that first row."""
    cases = ", ".join(
        f"CASE WHEN said.{_quoted(name)} <> held.{_quoted(name)}.value THEN struct_pack("
        f"field := '{name}', value := said.{_quoted(name)}::VARCHAR, "
        f"held := held.{_quoted(name)}.value::VARCHAR, holder := held.{_quoted(name)}.row) END"
        for name in subject.columns
    )
    differs = " OR ".join(
        f"said.{_quoted(name)} <> held.{_quoted(name)}.value" for name in subject.columns
    )
    firsts = ", ".join(_first(name) for name in subject.columns)
    return f"""
        WITH said AS (SELECT * FROM said_{subject.name} ANTI JOIN rejected USING (_row)),
        held AS (SELECT key, {firsts} FROM said GROUP BY key HAVING count(*) > 1),
        differing AS (
            SELECT _row, key, unnest(list_filter([{cases}], lambda c: c IS NOT NULL)) AS what
            FROM said JOIN held USING (key) WHERE {differs})
        SELECT _row, key, what.field, what.value, what.held, what.holder FROM differing
        ORDER BY _row"""


_ORPHANS = """
    WITH known AS (
        SELECT id FROM existing_images
        UNION ALL SELECT id FROM staged_images ANTI JOIN rejected USING (_row))
    SELECT _row, min(image) FROM (
        SELECT _row, image FROM staged_regions UNION ALL SELECT _row, image FROM staged_vectors)
    ANTI JOIN rejected USING (_row)
    WHERE image NOT IN (SELECT id FROM known)
    GROUP BY _row ORDER BY _row"""


def hold(connection: duckdb.DuckDBPyConnection) -> int:
    """Keep, of every subject, what holds and which row said it first. Returns the accepted rows."""
    for subject in SUBJECTS:
        firsts = ", ".join(_first(name) for name in subject.columns)
        rows = ", ".join(f"{_quoted(name)}.row" for name in subject.columns)
        connection.execute(f"""
            CREATE TABLE held_{subject.name} AS
            SELECT *, list_max([{rows}]) AS last_said FROM (
                SELECT key, min(_row) AS first_said, {firsts}
                FROM said_{subject.name} ANTI JOIN rejected USING (_row) GROUP BY key)""")
    sayings = " UNION ".join(
        f"SELECT unnest([{', '.join(f'{_quoted(name)}.row' for name in subject.columns)}]) AS row "
        f"FROM held_{subject.name}"
        for subject in SUBJECTS
    )
    ((count,),) = connection.execute(
        f"SELECT count(*) FROM staged_rows WHERE _row IN (SELECT row FROM ({sayings}))"
    ).fetchall()
    return int(count)
