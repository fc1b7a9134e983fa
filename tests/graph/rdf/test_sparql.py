"""Asking in SPARQL: typed answers, and clear words for what is not answered."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import emokg
from emokg.errors import LimitExceeded, SparqlError, UsageError
from emokg.graph.rdf import RdfStore, open_store
from emokg.workspace import Workspace

SLOW = (
    "SELECT (MAX(CONCAT(STR(?a), STR(?d))) AS ?most) "
    "{ ?a a ?b . ?d dcterms:identifier ?e . ?f emokg:rank ?g }"
)


@pytest.fixture(scope="module")
def store(known: Workspace) -> Iterator[RdfStore]:
    with open_store(known) as store:
        yield store


def test_a_column_has_the_type_of_its_values(store: RdfStore) -> None:
    answer = store.sparql(
        "SELECT ?image ?id ?width ?confidence { ?image a schema:ImageObject ; "
        "dcterms:identifier ?id . OPTIONAL { ?image schema:width ?width } "
        "OPTIONAL { ?image emokg:confidence ?confidence } } ORDER BY ?id LIMIT 3"
    )
    types = [field.type for field in answer.arrow.schema]
    assert types == [pa.string(), pa.string(), pa.int64(), pa.float64()]
    assert answer.rows()[0] == {
        "image": "https://w3id.org/emokg/image/emoset%3Aamusement_00001",
        "id": "emoset:amusement_00001",
        "width": 640,
        "confidence": 0.91,
    }


@pytest.mark.parametrize(
    ("term", "value"),
    [
        ("1", 1),
        ("1.5", 1.5),
        ("1e0", 1.0),
        ("true", True),
        ('"text"', "text"),
        ('"text"@en', "text"),
        ("emotion:fear", "https://w3id.org/emokg/emotion/fear"),
        ('"2024-05-01T12:00:00Z"^^xsd:dateTime', datetime(2024, 5, 1, 12, tzinfo=UTC)),
        ('"2024-05-01T12:00:00"^^xsd:dateTime', datetime(2024, 5, 1, 12)),
        ('"2024-05-01"^^xsd:date', date(2024, 5, 1)),
        ('"[1.5,2]"^^rdf:JSON', [1.5, 2]),
        ('"no number"^^xsd:integer', "no number"),
        ("123456789012345678901234567890", 123456789012345678901234567890),
    ],
)
def test_a_literal_becomes_a_value(store: RdfStore, term: str, value: Any) -> None:
    (row,) = store.sparql(f"SELECT ({term} AS ?value) {{}}").rows()
    assert row["value"] == value
    assert type(row["value"]) is type(value)


def test_values_of_several_types_stay_as_they_are(store: RdfStore) -> None:
    answer = store.sparql('SELECT ?value { VALUES ?value { 1 "text" true UNDEF } }')
    assert answer.column("value") == [1, "text", True, None]
    assert store.sparql("SELECT ?v { VALUES ?v { 1 2.5 } }").column("v") == [1.0, 2.5]
    assert store.sparql("SELECT ?v { ?v emokg:nothing 1 }").rows() == []


def test_ask_construct_and_describe(store: RdfStore) -> None:
    assert store.sparql("ASK { emotion:fear a onyx:EmotionCategory }").rows() == [{"answer": True}]
    assert store.sparql("ASK { emotion:joy ?p ?o }").rows() == [{"answer": False}]
    (made,) = store.sparql(
        "CONSTRUCT { ?e emokg:mood ?v } WHERE { emotion:awe a ?c ; emokg:valence ?v . "
        "BIND (emotion:awe AS ?e) }"
    ).rows()
    assert made == {
        "subject": "https://w3id.org/emokg/emotion/awe",
        "predicate": "https://w3id.org/emokg/mood",
        "object": "0.4",
        "datatype": "http://www.w3.org/2001/XMLSchema#double",
        "language": None,
    }
    described = store.sparql("DESCRIBE emotion:awe")
    assert set(described.column("subject")) == {"https://w3id.org/emokg/emotion/awe"}
    assert None in described.column("datatype")
    assert store.sparql("DESCRIBE emotion:joy").columns == described.columns


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("SELECT * { ?s ?p ", 1, 18, "the text ends too early"),
        ("SELECT *\n{ ?s nope:p ?o }", 2, 12, "this prefix stands for nothing"),
        ("SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o }", 1, 40, "a variable that is unbound"),
        ("", 1, 1, "the text ends too early"),
        ("# why?\n MATCH (n) RETURN n", 2, 2, "a query begins with SELECT, ASK"),
    ],
)
def test_an_error_says_where_it_is(
    store: RdfStore, text: str, line: int, column: int, words: str
) -> None:
    with pytest.raises(SparqlError, match=words) as error:
        store.sparql(text)
    assert (error.value.line, error.value.column) == (line, column)
    assert f"(line {line}, column {column})" in str(error.value)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "ASK { ?s ?p ?o . service silent <http://127.0.0.1:9/> { ?s ?p ?o } }",
    ],
)
def test_no_other_server_is_asked(store: RdfStore, text: str) -> None:
    with pytest.raises(UsageError, match="SERVICE would ask another server") as error:
        store.sparql(text)
    assert "--endpoint URL" in str(error.value.hint)
    assert len(store.sparql("SELECT ?service WHERE { VALUES ?service { 'SERVICE' } }").rows()) == 1


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { emotion:joy a emokg:Emotion }",
        "# a comment\nDELETE WHERE { ?s ?p ?o }",
        "PREFIX a: <http://a/select>\nBASE <http://b/>\ndelete data { a:b a:b a:b }",
        "LOAD <http://example.org/>",
        "CLEAR ALL",
        "DROP GRAPH <http://a/>",
        "WITH <http://a/> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_updates_are_refused(store: RdfStore, text: str) -> None:
    with pytest.raises(UsageError, match="would change the store") as error:
        store.sparql(text)
    assert "emokg graph build" in str(error.value)


def test_words_of_updates_are_no_updates(store: RdfStore) -> None:
    text = 'PREFIX insert: <http://a/> SELECT ?load { BIND ("DELETE" AS ?load) }'
    assert store.sparql(text).rows() == [{"load": "DELETE"}]


def test_too_many_rows_and_too_much_time_are_refused(store: RdfStore) -> None:
    with pytest.raises(LimitExceeded, match="more than 5 rows"):
        store.sparql("SELECT * { ?s ?p ?o }", max_rows=5)
    with pytest.raises(LimitExceeded, match="more than 5 rows"):
        store.sparql("CONSTRUCT WHERE { ?s ?p ?o }", max_rows=5)
    assert len(store.sparql("SELECT * { ?s ?p ?o } LIMIT 5", max_rows=5)) == 5
    started = time.monotonic()
    with pytest.raises(LimitExceeded, match=r"not complete after 0\.02 seconds"):
        store.sparql(SLOW, timeout=0.02)
    waited = time.monotonic() - started
    store.sparql(SLOW)
    assert time.monotonic() - started - waited > waited


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.text(st.characters(exclude_categories=["Cs"]))
    | st.integers(-(2**63), 2**63 - 1)
    | st.booleans()
    | st.floats(allow_nan=False)
)
def test_a_parameter_arrives_as_it_is_and_is_never_syntax(store: RdfStore, value: Any) -> None:
    (row,) = store.sparql("SELECT ($value AS ?same) {}", {"value": value}).rows()
    assert row["same"] == value
    assert type(row["same"]) is type(value)


def test_parameters_are_put_in_only_where_they_stand_by_themselves(store: RdfStore) -> None:
    text = '# $a\nSELECT ?x ("$a" AS ?y) { BIND ($a AS ?x) } LIMIT $n'
    assert store.sparql(text, {"a": "b", "n": 1}).rows() == [{"x": "b", "y": "$a"}]
    with pytest.raises(UsageError, match=r"needs a value for \$b"):
        store.sparql("SELECT * { BIND ($a AS ?x) BIND ($b AS ?y) }", {"a": 1})
    with pytest.raises(UsageError, match=r"no parameter \$c"):
        store.sparql("SELECT * { BIND ($a AS ?x) }", {"a": 1, "c": 1})
    with pytest.raises(UsageError, match="parameter 'a' cannot be None"):
        store.sparql("SELECT * { BIND ($a AS ?x) }", {"a": None})  # type: ignore[dict-item]


def test_the_library_asks_too(known: Workspace) -> None:
    text = "SELECT ?id { ?image dcterms:identifier ?id ; emokg:evokesMost/dcterms:identifier $e }"
    with emokg.open(known.root, max_rows=100, timeout=60) as workspace:
        assert len(workspace.sparql(text, e="fear")) == 3
