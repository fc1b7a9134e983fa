"""The SQL a text becomes: which tables it reads, and where."""

from __future__ import annotations

from dataclasses import replace
from math import isnan

import duckdb
import pytest

from emokg.cypher import compile as compile_text
from emokg.cypher.dynamic.numbers import rounded
from emokg.graph.model import (
    GraphModel,
    NodeTable,
    Property,
    PropertyType,
    RelationshipTable,
    emokg_model,
)

TEXT = Property("text", PropertyType.STRING)
ID = Property("id", PropertyType.STRING)
RANK = Property("rank", PropertyType.INTEGER)

MODEL = GraphModel(
    nodes=(
        NodeTable(1, "Image", ("Image",), (ID,)),
        NodeTable(2, "Attribute", ("Attribute",), (ID, TEXT)),
        NodeTable(3, "Emotion", ("Emotion",), (ID,)),
    ),
    relationships=(
        RelationshipTable(1, "HAS_ATTRIBUTE", "HAS_ATTRIBUTE", ("Image",), ("Attribute",), ()),
        RelationshipTable(2, "EVOKES", "EVOKES", ("Image",), ("Emotion",), (RANK,)),
    ),
)


def sql(text: str) -> str:
    return compile_text(text, MODEL).sql


def test_ends_of_a_typed_relationship_need_no_node_table() -> None:
    text = sql("MATCH (i:Image)-[:HAS_ATTRIBUTE]->(a:Attribute) RETURN count(*) AS c")
    assert '"HAS_ATTRIBUTE"' in text
    assert '"Image"' not in text
    assert '"Attribute"' not in text
    assert ">>" not in text


def test_properties_are_joined_after_the_aggregation() -> None:
    text = sql("MATCH (a)<-[:HAS_ATTRIBUTE]-(i) WITH a, count(i) AS c RETURN a.text, c")
    assert text.index('"Attribute"') > text.index("GROUP BY")


def test_only_tables_that_the_pattern_allows_are_read() -> None:
    text = sql("MATCH (i)-[r]->(e:Emotion) RETURN count(r) AS c")
    assert '"EVOKES"' in text
    assert '"HAS_ATTRIBUTE"' not in text


def test_a_renaming_with_is_no_boundary() -> None:
    text = sql("MATCH (i)-[:EVOKES]->(e) WITH i AS x MATCH (x)-[:HAS_ATTRIBUTE]->(a) RETURN a")
    assert text.count("SELECT") == 1


def test_relationships_of_different_types_are_not_compared() -> None:
    text = sql("MATCH (e)<-[:EVOKES]-(i)-[:HAS_ATTRIBUTE]->(a) RETURN count(*) AS c")
    assert "<>" not in text


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (a:Attribute)-[:EVOKES]->(e) RETURN e",
        "MATCH (x:Nothing) RETURN x",
        "MATCH (i:Image)-[:NOTHING]->(x) RETURN x",
        "MATCH (i:Image&Emotion) RETURN i",
    ],
)
def test_an_impossible_pattern_reads_nothing(text: str) -> None:
    assert "WHERE (FALSE)" in sql(text)


def test_the_same_text_gives_the_same_sql() -> None:
    text = "MATCH (i)-[r]->(x) WHERE r.rank = 1 RETURN x.id, collect(i.id) AS l ORDER BY x.id"
    assert sql(text) == sql(text)


SORTED = replace(MODEL, nodes=tuple(replace(table, sorted_by="id") for table in MODEL.nodes))


def sorted_sql(text: str) -> str:
    return compile_text(text, SORTED, {"p": "x", "q": None}).sql


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (a)<-[:HAS_ATTRIBUTE]-(i)-[:HAS_ATTRIBUTE]->(b) WHERE a.id < b.id RETURN count(*)",
        "MATCH (i)-[:HAS_ATTRIBUTE]->(a) RETURN count(*) AS c, i ORDER BY i.id LIMIT 3",
    ],
)
def test_numbers_stand_for_the_property_that_sorts_them(text: str) -> None:
    assert '"id"' not in sorted_sql(text)
    assert '"id"' in sql(text)


def test_a_node_with_a_given_id_is_looked_up_once() -> None:
    text = sorted_sql("MATCH (i)-[:EVOKES]->(e) RETURN count(CASE WHEN e.id = $p THEN 1 END)")
    assert '(SELECT _n FROM "Emotion" WHERE "id" = ' in text


def test_what_a_null_parameter_leaves_open_is_not_read() -> None:
    text = sorted_sql("MATCH (i)-[:EVOKES]->(e) WHERE $q IS NULL OR e.id = $q RETURN count(*)")
    assert '"Emotion"' not in text


def test_an_order_that_nobody_sees_is_not_kept() -> None:
    start = "MATCH (i)-[:EVOKES]->(e) WITH e, i ORDER BY e LIMIT 9 WITH e, count(i) AS c "
    assert "row_number" not in sql(f"{start} RETURN c ORDER BY c")
    assert "row_number" in sql(f"{start} RETURN collect(c)")


@pytest.mark.parametrize("number", [2.675, -2.675, 0.125, 1.005, 1e17, 123456.785, float("nan")])
def test_round_is_done_in_sql(number: float) -> None:
    compiled = compile_text("RETURN round($x, 2) AS r", MODEL, {"x": number})
    assert not compiled.functions
    answer = duckdb.connect().execute(compiled.sql, dict(compiled.parameters)).fetchall()
    ((got,),) = answer
    assert got == rounded(number, 2) or (isnan(got) and isnan(number))


def whole(text: str) -> str:
    return compile_text(text, emokg_model()).sql


BOTH = "MATCH (x)-[:ANNOTATES]->(i)<-[:ANNOTATES]-(y), (x)-[v:VOTES {rank: 1}]->(), (y)-[w:VOTES"


def test_what_is_asked_of_two_nodes_alike_is_joined_once() -> None:
    text = whole(f"{BOTH} {{rank: 1}}]->() RETURN i, v.probability, w.probability")
    assert (text.count('"VOTES"'), text.count('"ANNOTATES"')) == (1, 1)


@pytest.mark.parametrize(
    "rest",
    [
        "{rank: 2}]->() RETURN i",
        "{rank: 1}]->() MATCH (y)-[:MADE_BY]->() RETURN i",
        "{rank: 1}]->() WHERE y.id = 'one' RETURN i",
    ],
)
def test_what_is_asked_of_them_differently_is_not(rest: str) -> None:
    assert whole(f"{BOTH} {rest}").count('"VOTES"') == 2


def test_nothing_is_grouped_by_what_is_the_same_in_all_rows() -> None:
    text = whole("MATCH (i:Image) WITH count(*) AS n MATCH (e:Emotion) RETURN e, n, count(*)")
    assert "any_value(" in text
    assert "GROUP BY 1)" in text


def test_short_chains_in_one_direction_are_joins() -> None:
    assert "RECURSIVE" not in whole("MATCH (:Attribute)-[:BROADER*1..2]->(c) RETURN c")
    assert "RECURSIVE" in whole("MATCH (:Attribute)-[:BROADER*1..3]->(c) RETURN c")
    assert "RECURSIVE" in whole("MATCH (:Attribute)-[:BROADER*1..2]-(c) RETURN c")


def test_a_node_is_narrowed_before_chains_start_from_it() -> None:
    text = whole("MATCH p = shortestPath((a:Image {id: 'x'})-[*..3]-(b:Image {id: 'y'})) RETURN p")
    assert text.index("\"id\" = 'x'") < text.index("LATERAL")
