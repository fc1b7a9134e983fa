"""Sorted rows are cut into ranges by what they hold, so that a change stays where it is."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pyarrow as pa
import pytest

from emokg.graph.neo4j.chunks import LEAST, MOST, Chunk, chunks, fingerprint, part_of

SCHEMA = pa.schema([("id", pa.string()), ("texts", pa.list_(pa.string())), ("x", pa.float64())])


def keys(count: int) -> list[str]:
    random.seed(7)
    return sorted({f"k{random.randrange(10**9):09d}" for _ in range(count)})


def cut(ids: Sequence[str], rows: int = 1000) -> list[Chunk]:
    batches = (
        pa.RecordBatch.from_pydict(
            {"id": part, "texts": [[key] for key in part], "x": [1.5] * len(part)}, SCHEMA
        )
        for part in (ids[first : first + rows] for first in range(0, len(ids), rows))
    )
    return list(chunks(SCHEMA, batches))


def test_ranges_leave_no_gap_and_no_row_out() -> None:
    ids = keys(50_000)
    found = cut(ids)
    assert found[0].start == ""
    assert [chunk.end for chunk in found] == [*(chunk.start for chunk in found[1:]), None]
    assert [key for chunk in found for key in chunk.rows["id"].to_pylist()] == ids
    assert all(LEAST <= chunk.rows.num_rows <= MOST for chunk in found[:-1])
    assert len(found) > 6


def test_ranges_do_not_depend_on_how_rows_arrive() -> None:
    ids = keys(30_000)
    assert cut(ids, rows=777) == cut(ids, rows=30_000)


@pytest.mark.parametrize("change", ["add", "remove"])
def test_one_row_more_or_less_changes_the_ranges_beside_it_only(change: str) -> None:
    ids = keys(60_000)
    others = [*ids]
    if change == "add":
        others[30_000:30_000] = [ids[30_000 - 1] + "!"]
    else:
        del others[30_000]
    before = {(chunk.start, chunk.end, chunk.fingerprint) for chunk in cut(ids)}
    after = {(chunk.start, chunk.end, chunk.fingerprint) for chunk in cut(others)}
    assert 1 <= len(after - before) <= 2


def test_rows_of_one_key_stay_together() -> None:
    ids = ["a"] * LEAST + ["b"] * (2 * MOST) + ["c"]
    for chunk in cut(ids):
        inside = set(chunk.rows["id"].to_pylist())
        assert inside in ({"a"}, {"b"}, {"c"}, {"a", "b"}, {"b", "c"})
    assert sum("b" in chunk.rows["id"].to_pylist() for chunk in cut(ids)) == 1


def test_a_table_without_rows_is_one_empty_range() -> None:
    (only,) = chunks(SCHEMA, iter(()))
    assert (only.start, only.end, only.rows.num_rows) == ("", None, 0)


def test_a_part_of_a_range_is_cut_by_keys() -> None:
    (chunk,) = cut(["a", "b", "c", "d"])
    assert part_of(chunk, "b", "d")["id"].to_pylist() == ["b", "c"]
    assert part_of(chunk, "bb", None)["id"].to_pylist() == ["c", "d"]


ROWS = [
    {"id": "a", "texts": ["x", "y"], "x": 1.0},
    {"id": "b", "texts": [], "x": None},
    {"id": None, "texts": None, "x": 0.0},
]


def batch(rows: list[dict[str, object]]) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist(rows, schema=SCHEMA)


def test_equal_rows_have_equal_fingerprints_wherever_they_lie_in_memory() -> None:
    inside = batch([{"id": "zz", "texts": ["q"], "x": 7.0}, *ROWS, *ROWS]).slice(1, 3)
    assert fingerprint(inside) == fingerprint(batch(ROWS))


@pytest.mark.parametrize(
    ("row", "changes"),
    [
        (0, {"texts": ["xy"]}),
        (0, {"texts": ["x", "y", ""]}),
        (0, {"x": -1.0}),
        (1, {"texts": None}),
        (1, {"x": 0.0}),
        (2, {"id": ""}),
        (2, {"x": -0.0}),
        (2, {"texts": [None]}),
    ],
)
def test_any_difference_is_another_fingerprint(row: int, changes: dict[str, object]) -> None:
    others = [dict(value) for value in ROWS]
    others[row] |= changes
    assert fingerprint(batch(others)) != fingerprint(batch(ROWS))


def test_moving_a_letter_into_the_next_row_is_another_fingerprint() -> None:
    one = batch([{"id": "ab", "texts": ["a"]}, {"id": "c", "texts": ["b", "c"]}])
    two = batch([{"id": "a", "texts": ["a", "b"]}, {"id": "bc", "texts": ["c"]}])
    assert fingerprint(one) != fingerprint(two)
