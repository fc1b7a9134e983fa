"""Running a text: limits that bite with a clear word, errors by class, entities in Arrow."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from emokg.cypher import compile as compile_text
from emokg.cypher import run
from emokg.cypher.execute import translated
from emokg.errors import (
    CypherRuntimeError,
    CypherSemanticError,
    CypherUnsupported,
    LimitExceeded,
)
from emokg.graph.model import GraphModel
from tests.cypher.people import NODES, RELATIONSHIPS
from tests.cypher.small_graph import build

Store = tuple[duckdb.DuckDBPyConnection, GraphModel]


@pytest.fixture
def store() -> Iterator[Store]:
    connection = duckdb.connect()
    yield connection, build(connection, NODES, RELATIONSHIPS)
    connection.close()


def rows(store: Store, text: str, **parameters: Any) -> list[dict[str, Any]]:
    return run(store[0], store[1], text, parameters).rows()


def test_an_answer_has_the_columns_asked_for_in_order(store: Store) -> None:
    table = run(*store, "MATCH (n:City) RETURN n.name, count(*) AS c, n.`size` ORDER BY n.name")
    assert table.columns == ["n.name", "c", "n.`size`"]
    assert table.rows()[1] == {"n.name": "Rome", "c": 1, "n.`size`": 2.5}


def test_a_node_is_its_id_labels_and_the_properties_it_has(store: Store) -> None:
    assert rows(store, "MATCH (n:Person {id: 'c'}) RETURN n") == [
        {
            "n": {
                "id": "c",
                "labels": ["Person"],
                "properties": {"id": "c", "name": "Cid", "score": -2.0},
            }
        }
    ]


def test_a_relationship_names_its_ends_by_id(store: Store) -> None:
    assert rows(store, "MATCH (:City)<-[r:ADMINS]-() RETURN r") == [
        {"r": {"type": "ADMINS", "start": "d", "end": "x", "properties": {"level": "high"}}}
    ]


def test_a_path_lists_nodes_and_relationships_as_walked(store: Store) -> None:
    (row,) = rows(store, "MATCH p = (:City {id: 'y'})<-[:LIVES]-() RETURN p")
    assert [node["id"] for node in row["p"]["nodes"]] == ["y", "d"]
    assert [step["start"] for step in row["p"]["relationships"]] == ["d"]


def test_nodes_of_one_label_are_typed_structs_in_arrow(store: Store) -> None:
    field = run(*store, "MATCH (n:City) RETURN n").arrow.schema.field("n")
    assert [field.type.field(i).name for i in range(3)] == ["id", "labels", "properties"]
    assert field.type.field("properties").type.field("size").type == pa.float64()


def test_nodes_whose_properties_differ_in_type_are_still_read(store: Store) -> None:
    found = {row["n"]["id"]: row["n"]["properties"] for row in rows(store, "MATCH (n) RETURN n")}
    assert found["t"] == {"id": "t", "name": 7}
    assert found["y"] == {"id": "y", "name": "Oslo"}


def test_entities_inside_lists_and_maps_are_read_too(store: Store) -> None:
    (row,) = rows(store, "MATCH (n:Tag) RETURN {tag: n, all: [n, 1]} AS m")
    assert row["m"]["tag"]["id"] == "t"
    assert row["m"]["all"][0]["labels"] == ["Tag"]


def test_dates_pass_in_and_out(store: Store) -> None:
    assert rows(store, "RETURN $d AS d, [$d, 1] AS l", d=date(2024, 2, 29)) == [
        {"d": date(2024, 2, 29), "l": ["2024-02-29", 1]}
    ]


def test_more_rows_than_the_cap_is_an_error_and_never_a_part_of_the_answer(store: Store) -> None:
    with pytest.raises(LimitExceeded, match="more than 3 rows") as caught:
        run(*store, "UNWIND range(1, 4) AS x RETURN x", max_rows=3)
    assert caught.value.exit_code == 3
    assert "LIMIT" in str(caught.value.hint)


def test_as_many_rows_as_the_cap_are_fine(store: Store) -> None:
    assert len(run(*store, "UNWIND [3, 1, 2] AS x RETURN x", max_rows=3)) == 3


def test_the_cap_keeps_the_order(store: Store) -> None:
    table = run(*store, "UNWIND [3, 1, 2] AS x RETURN x ORDER BY x", max_rows=10)
    assert table.column("x") == [1, 2, 3]


def test_a_text_that_takes_too_long_is_stopped(store: Store) -> None:
    text = "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN sum(a * b % 7)"
    with pytest.raises(LimitExceeded, match=r"not complete after 0\.2 seconds") as caught:
        run(*store, text, timeout=0.2)
    assert caught.value.exit_code == 3
    assert rows(store, "RETURN 1 AS x") == [{"x": 1}]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("UNWIND [1, 0] AS x RETURN 1 / x", "/ by zero"),
        ("UNWIND [1, 0] AS x RETURN 1 % x", "/ by zero"),
        ("UNWIND [9223372036854775807] AS x RETURN x + 1", "long overflow"),
        ("UNWIND [1, 'a'] AS x RETURN x - 1", "Cannot subtract `String` and `Long`"),
        ("UNWIND [1, 'a'] AS x WITH x WHERE x RETURN x", "Expected a Boolean but was"),
        ("UNWIND ['a'] AS x RETURN substring(x, -1)", "must not be negative"),
        ("UNWIND [0] AS s RETURN range(1, 5, s)", "the step of range() can't be zero"),
    ],
)
def test_a_value_the_query_cannot_work_with(store: Store, text: str, message: str) -> None:
    with pytest.raises(CypherRuntimeError) as caught:
        rows(store, text)
    assert message in caught.value.message
    assert caught.value.exit_code == 3


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (
            "MATCH (c), p = shortestPath((a)-[:KNOWS*]->(b)) WHERE length(p) > 1 RETURN p",
            "A WHERE on the path that shortestPath() looks for",
        ),
        (f"MATCH (){'-->()' * 101} RETURN 1", "A MATCH of more than 100 relationships"),
        ("RETURN 'ab' =~ '(?=a).*' AS x", "look-around"),
        ("RETURN 'aa' =~ '(a)\\\\1' AS x", "back-references"),
    ],
)
def test_what_cannot_be_made_right_is_refused_by_name(store: Store, text: str, what: str) -> None:
    with pytest.raises(CypherUnsupported) as caught:
        rows(store, text)
    assert what in caught.value.message
    assert caught.value.hint
    assert caught.value.line == 1
    assert caught.value.exit_code == 2


def test_sums_of_floats_are_floats_unless_one_had_nothing_to_add(store: Store) -> None:
    text = "MATCH (n:City) WHERE n.id IN $ids RETURN n.id, sum(n.size) AS s ORDER BY s DESC"
    one, both, none = (run(*store, text, {"ids": ids}) for ids in (["x"], ["x", "y"], ["y"]))
    assert one.arrow.schema.field("s").type == pa.float64()
    assert none.arrow.schema.field("s").type == pa.int64()
    assert [repr(s) for s in both.column("s")] == ["2.5", "0"]


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("MATCH (n:City {id: 'y'}) RETURN [sum(n.size)]", "write sum(…) + 0.0"),
        ("UNWIND [9223372036854775807, 1] AS x RETURN sum(x)", "write sum(toFloat(…))"),
        ("UNWIND [sqrt(-1), 1.0] AS x RETURN DISTINCT x", "WHERE NOT isNaN(x)"),
        ("UNWIND [1e308, 1e308] AS x RETURN avg(x)", "write sum(x) / count(x)"),
        ("UNWIND range(1, 1000000000) AS x RETURN count(x)", "write a shorter one"),
    ],
)
def test_what_only_the_rows_can_bring_about_is_refused_by_name(
    store: Store, text: str, instead: str
) -> None:
    with pytest.raises(CypherUnsupported) as caught:
        rows(store, text)
    assert instead in caught.value.message


def test_explain_shows_the_sql(store: Store) -> None:
    text = "MATCH (n {name: 'Ann'}) RETURN n.name AS name"
    table = run(*store, f"EXPLAIN {text}")
    assert table.columns == ["sql"]
    assert table.column("sql") == [compile_text(text, store[1]).sql]


def test_profile_is_refused(store: Store) -> None:
    with pytest.raises(CypherUnsupported, match="PROFILE is not supported"):
        run(*store, "PROFILE RETURN 1")


def test_a_parameter_that_is_not_given_is_named(store: Store) -> None:
    with pytest.raises(CypherSemanticError, match=r"Expected parameter\(s\): emotion") as caught:
        rows(store, "MATCH (n {id: $emotion}) RETURN n")
    assert "-p emotion=" in str(caught.value.hint)


def test_a_parameter_that_is_no_cypher_value_is_refused(store: Store) -> None:
    with pytest.raises(CypherSemanticError, match="holds a set"):
        rows(store, "RETURN $x AS x", x={1, 2})


@pytest.mark.parametrize(
    "nasty",
    ["'; DROP TABLE x; --", 'a"b', "a\\'b", "$p0", "{}", "\x00", "ü\n\t", "%s", "cy_equals(1)"],
)
def test_text_of_any_kind_comes_back_as_it_was(store: Store, nasty: str) -> None:
    assert rows(store, "RETURN $x AS x, [$x, 1] AS l, {k: $x} AS m", x=nasty) == [
        {"x": nasty, "l": [nasty, 1], "m": {"k": nasty}}
    ]
    literal = nasty.replace("\\", "\\\\").replace("'", "\\'")
    assert rows(store, f"RETURN '{literal}' AS x, ['{literal}', 1][0] AS y") == [
        {"x": nasty, "y": nasty}
    ]


@pytest.mark.parametrize("nasty", ["a b", 'a"b', "a'b", "$p0", "select", "a``b", "Ä", "a;--"])
def test_names_of_any_kind_are_names(store: Store, nasty: str) -> None:
    text = f"WITH 1 AS `{nasty}` WITH *, `{nasty}` + 1 AS y RETURN {{`{nasty}`: y}} AS m"
    assert rows(store, text) == [{"m": {nasty.replace("``", "`"): 2}}]
    assert rows(store, f"MATCH (`{nasty}`:Tag) RETURN `{nasty}`.`{nasty}` AS x") == [{"x": None}]


def test_parameters_stay_bound_values(store: Store) -> None:
    compiled = compile_text(
        "MATCH (n:Person) WHERE n.name = $name RETURN n.age", store[1], {"name": "needle"}
    )
    assert "needle" not in compiled.sql
    assert list(compiled.parameters.values()) == ["needle"]


def test_compiling_touches_no_data() -> None:
    connection = duckdb.connect()
    model = build(connection, NODES, RELATIONSHIPS)
    connection.close()
    assert compile_text("MATCH (n:Person) RETURN n", model).columns[0][0] == "n"


def test_the_store_may_be_read_only_and_shared(tmp_path: Path) -> None:
    path = str(tmp_path / "graph.duckdb")
    with duckdb.connect(path) as writer:
        model = build(writer, NODES, RELATIONSHIPS)
    text = "MATCH (n) WITH n.name AS name ORDER BY name RETURN collect(name) AS names"
    first, second = (duckdb.connect(path, read_only=True) for _ in range(2))
    expected = run(first, model, text).rows()
    first.close()
    assert run(second, model, text).rows() == expected
    second.close()


def test_a_text_that_grows_without_end_is_a_limit() -> None:
    """As `RETURN reduce(t = 'a', x IN range(1, 33) | t + t)` ends, which takes 6 GB."""
    told = 'INTERNAL Error: Scalar function "||" threw: Cannot create a string of size: 4294967296'
    with pytest.raises(LimitExceeded, match="more than 4 GiB"), translated():
        raise duckdb.InternalException(told)
    with pytest.raises(duckdb.InternalException), translated():
        raise duckdb.InternalException("INTERNAL Error: something else")


def test_half_of_a_surrogate_pair_is_a_value_that_cannot_be_worked_with(store: Store) -> None:
    with pytest.raises(CypherRuntimeError, match="half of a surrogate pair"):
        rows(store, "RETURN $x AS x", x="\ud800")


def test_a_whole_number_beyond_64_bits_is_named(store: Store) -> None:
    with pytest.raises(CypherSemanticError, match="a whole number of more than 64 bits"):
        rows(store, "RETURN $x AS x", x=2**63)


def test_too_little_memory_is_a_limit() -> None:
    with duckdb.connect(config={"memory_limit": "20MB"}) as connection:
        connection.execute("SET max_temp_directory_size = '1MB'")
        text = "UNWIND range(1, 1500000) AS x WITH x ORDER BY toString(x) RETURN collect(x) AS l"
        with pytest.raises(LimitExceeded, match="more memory"):
            run(connection, build(connection, NODES, RELATIONSHIPS), text)


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Python's own answer to SIGINT, also where the tests run in the background, deaf to it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_ctrl_c_is_a_keyboard_interrupt(store: Store) -> None:
    text = "UNWIND range(1, 1000000) AS x UNWIND range(1, 1000000) AS y RETURN sum(x % y)"
    timer = threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        run(*store, text, timeout=60)
    timer.join()
