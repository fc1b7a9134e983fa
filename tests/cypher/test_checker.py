"""What is refused before a text runs, in Neo4j's words and at its place; what is only noticed."""

from __future__ import annotations

from typing import Any

import pytest

from emokg.cypher import compile as compile_text
from emokg.errors import CypherSemanticError, CypherUnsupported
from emokg.graph.model import (
    GraphModel,
    NodeTable,
    Property,
    PropertyType,
    RelationshipTable,
    emokg_model,
)

ID = Property("id", PropertyType.STRING)
WIDTH = Property("width", PropertyType.INTEGER)

MODEL = GraphModel(
    nodes=(
        NodeTable(1, "Image", ("Image",), (ID, WIDTH)),
        NodeTable(2, "Attribute", ("Attribute",), (ID,)),
        NodeTable(3, "Emotion", ("Emotion",), (ID,)),
    ),
    relationships=(
        RelationshipTable(1, "HAS_ATTRIBUTE", "HAS_ATTRIBUTE", ("Image",), ("Attribute",), ()),
        RelationshipTable(2, "EVOKES", "EVOKES", ("Image",), ("Emotion",), ()),
    ),
)


def refusal(text: str, **parameters: Any) -> CypherSemanticError:
    with pytest.raises(CypherSemanticError) as caught:
        compile_text(text, MODEL, parameters)
    return caught.value


@pytest.mark.parametrize(
    ("text", "column", "words"),
    [
        ("MATCH (i) RETURN j", 18, "Variable `j` not defined"),
        ("MATCH (i) WITH i.id AS id RETURN i", 34, "Variable `i` not defined"),
        ("WITH 1 AS x MATCH (x) RETURN x", 19, "conflicting type Integer (expected Node)"),
        ("MATCH (a)-[r*1..2]->(b), (c)-[r]->(d) RETURN r", 29, "List<Relationship>"),
        ("MATCH p = (a), p = (b) RETURN p", 16, "Variable `p` already declared"),
        ("UNWIND [1] AS x UNWIND [2] AS x RETURN x", 31, "Variable `x` already declared"),
        ("MATCH (i) RETURN i.id + count(*) AS c", 18, "implicit grouping expressions: i.id"),
        ("MATCH (i) WHERE count(*) > 1 RETURN i", 17, "Invalid use of aggregating function"),
        ("MATCH (i) RETURN count(sum(i.width)) AS c", 24, "inside of aggregate functions"),
        ("MATCH (i) WITH i.id RETURN 1 AS x", 16, "must be aliased (use AS)"),
        ("RETURN 1 AS a UNION RETURN 2 AS b", 15, "same return column names"),
        (
            "RETURN 1 AS a UNION ALL RETURN 2 AS a UNION RETURN 3 AS a",
            39,
            "Invalid combination of UNION and UNION ALL",
        ),
        ("MATCH (i) RETURN DISTINCT i.id AS d ORDER BY i.width", 46, "DISTINCT or an aggregation"),
        ("MATCH (i) RETURN i.id AS d ORDER BY count(*)", 37, "aggregation in ORDER BY"),
        ("MATCH (i) RETURN i LIMIT 1.5", 26, "Must be a non-negative integer"),
        ("MATCH (i) RETURN i SKIP i.width", 25, "refer to variables in SKIP"),
        ("MATCH (i) WHERE (i)-->(x) RETURN i", 23, "introduce new variables: 'x'"),
        ("MATCH (i) RETURN (i)-->() AS x", 18, "test the existence of a pattern"),
        ("MATCH (i) RETURN i MATCH (j) RETURN j", 11, "RETURN can only be used at the end"),
        ("MATCH (i)", 1, "cannot conclude with MATCH"),
        ("MATCH () RETURN *", 10, "no variables in scope"),
        ("RETURN substring('a') AS x", 8, "Insufficient parameters for function 'substring'"),
        ("RETURN toUpper(DISTINCT 'a') AS x", 8, "Invalid use of DISTINCT"),
        ("MATCH (i) CALL { WITH i AS k RETURN k } RETURN k", 18, "Importing WITH"),
        ("MATCH (i) CALL (i) { RETURN i } RETURN i", 29, "already declared in outer scope"),
        ("MATCH (i) RETURN EXISTS { UNWIND [1] AS i RETURN i } AS x", 41, "shadowing a variable"),
        ("MATCH (i) RETURN COLLECT { RETURN 1 AS a, 2 AS b } AS x", 18, "single return column"),
        ("MATCH ((a)-->(b)){3,2} RETURN a", 18, "lower bound"),
        ("MATCH ((a)-[r*1..2]->(b)){1,2} RETURN a", 11, "Variable length relationships"),
        ("MATCH p = shortestPath((a)-->(b)-->(c)) RETURN p", 7, "single relationship"),
        ("MATCH (a)-[r:A:B]->(b) RETURN a", 14, "may not be combined using ':'"),
    ],
)
def test_refuses_what_neo4j_refuses_and_points_at_it(text: str, column: int, words: str) -> None:
    error = refusal(text)
    assert words in error.message
    assert (error.line, error.column) == (1, column)


def test_a_place_counts_lines() -> None:
    error = refusal("MATCH (i)\nRETURN\n  j")
    assert (error.line, error.column, error.offset) == (3, 3, 19)


def test_names_what_was_probably_meant() -> None:
    assert refusal("MATCH (image) RETURN imge").hint == "Did you mean `image`?"
    assert refusal("RETURN colect(1) AS x").hint == "Did you mean collect()?"


def test_names_every_missing_parameter() -> None:
    assert refusal("RETURN $a + $b + $c AS x", b=1).message == "Expected parameter(s): a, c"


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (i:Image) RETURN i.ur",
        "MATCH (:Source)<--(i:Image) WHERE i.ur > '' RETURN i",
        "MATCH (:Image {ur: 'x'}) RETURN 1 AS one",
    ],
)
def test_a_property_of_the_label_is_meant_rather_than_one_of_another(text: str) -> None:
    (notice,) = compile_text(text, emokg_model()).notices
    assert "did you mean `uri`?" in notice
    (other,) = compile_text("MATCH (s:Source) RETURN s.ur", emokg_model()).notices
    assert "did you mean `url`?" in other


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (i:Image) WITH i.id AS o, count(*) AS c WHERE count(*) > 1 RETURN o",
        "MATCH (i:Image) RETURN i.width AS w, i.width + count(*) AS c",
        "MATCH (i:Image) RETURN i.id, count(*) AS c ORDER BY count(*) + 1, i.id",
        "MATCH (i:Image) RETURN [x IN collect(i) | x.id] AS l",
        "MATCH (i:Image) RETURN DISTINCT i ORDER BY i.id",
        "MATCH (i:Image) CALL (i) { WITH 1 AS z RETURN i.id AS k } RETURN k",
        "MATCH (i:Image) RETURN EXISTS { WITH i MATCH (i)-->(z) RETURN z } AS x",
        "MATCH (i:Image) RETURN CASE WHEN (i)-->() THEN 1 END AS x",
    ],
)
def test_lets_through_what_neo4j_answers(text: str) -> None:
    assert compile_text(text, MODEL).notices == ()


@pytest.mark.parametrize(
    ("text", "notice"),
    [
        (
            "MATCH (i:Imge) RETURN i",
            "The label `Imge` does not exist in this graph; did you mean `Image`? "
            "(line 1, column 10)",
        ),
        (
            "MATCH (:Image)-[:EVOKE]->() RETURN 1 AS x",
            "The relationship type `EVOKE` does not exist in this graph; did you mean `EVOKES`? "
            "(line 1, column 18)",
        ),
        (
            "MATCH (i:Image) RETURN i.widht",
            "The property key `widht` does not exist in this graph; did you mean `width`? "
            "(line 1, column 24)",
        ),
        (
            "MATCH (a:Attribute)-[:EVOKES]->() RETURN a",
            "No relationship in this graph connects these labels this way (line 1, column 20)",
        ),
        (
            "MATCH (e:Emotion)-[:EVOKES]->(x) RETURN x",
            "No relationship in this graph connects these labels this way; "
            "it does in the other direction (line 1, column 18)",
        ),
    ],
)
def test_answers_with_a_notice_where_the_graph_lacks_a_name(text: str, notice: str) -> None:
    assert compile_text(text, MODEL).notices == (notice,)


def test_refuses_procedures_and_says_what_to_ask() -> None:
    with pytest.raises(CypherUnsupported, match="calls no procedures") as caught:
        compile_text("CALL db.labels() YIELD label RETURN label", MODEL)
    assert caught.value.hint is not None
    assert "MATCH (n)" in caught.value.hint
