"""Names that are nowhere in a graph: said, with the one that was probably meant."""

from __future__ import annotations

import pytest

from emokg.content import content_folder
from emokg.graph.rdf import open_store
from emokg.graph.rdf.naming import unknown_names
from emokg.workspace import Workspace


def unknown(text: str) -> tuple[str, ...]:
    """Of a store without anything."""
    return unknown_names(text, lambda _: False)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("emokg:evoke", "emokg:evokes"),
        ("emokg:evokesmost", "emokg:evokesMost"),
        ("emokg:triplet", "emokg:Triplet"),
        ("emokg:Image", "schema:ImageObject"),
        ("dcterms:identifer", "dcterms:identifier"),
        ("prov:wasAtributedTo", "prov:wasAttributedTo"),
        ("emotion:feer", "emotion:fear"),
        ("<https://w3id.org/emokg/Triplett>", "emokg:Triplet"),
        ("skos:narrower", None),
        ("attribute:dark%20sky", None),
    ],
)
def test_a_name_is_told_with_the_one_that_is_near(name: str, meant: str | None) -> None:
    near = f"; did you mean `{meant}`?" if meant else ""
    assert unknown(f"SELECT * {{ ?s ?p {name} . }}") == (
        f"`{name}` does not exist in this graph{near} (line 1, column 18)",
    )


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s rdfs:label ?l ; a schema:ImageObject ; emokg:evokesMost emotion:awe. }",
        "PREFIX foaf: <http://xmlns.com/foaf/0.1/> SELECT * { ?s foaf:nam ?o }",
        "PREFIX emokg: <http://example.org/> SELECT * { ?s emokg:mine ?o }",
        'SELECT * { ?s ?p \'emokg:nothing\', """a emokg:nothing""" } # emokg:nothing',
        "SELECT * { ?s ?p ?emokg . _:emokg ?q $emokg FILTER(?p<emokg:evokes && ?q>3) }",
        "CONSTRUCT { ?s emokg:mine ?o } WHERE { ?s emokg:evokes ?o }",
    ],
)
def test_what_is_no_name_of_ours_or_is_known_is_left_alone(text: str) -> None:
    assert unknown(text) == ()


def test_a_prefix_of_ones_own_stands_for_what_it_says() -> None:
    text = "PREFIX e: <https://w3id.org/emokg/>\nSELECT * { ?s e:evoke ?o ; e:evoke ?p }"
    assert unknown(text) == (
        "`e:evoke` does not exist in this graph; did you mean `emokg:evokes`? (line 2, column 15)",
    )


def test_no_question_of_the_catalogue_has_such_a_name() -> None:
    questions = sorted(content_folder("queries").glob("*.rq"))
    assert questions
    for path in questions:
        assert unknown(path.read_text(encoding="utf-8")) == (), path.name


def test_what_the_store_has_is_no_unknown_name_and_the_answer_is_the_same(known: Workspace) -> None:
    with open_store(known) as store:
        named = store.sparql("SELECT DISTINCT ?term { { ?s ?term ?o } UNION { ?s a ?term } }")
        for term in named.column("term"):
            assert store.sparql(f"ASK {{ ?s ?p <{term}> }}").notices == ()
        answer = store.sparql("SELECT (COUNT(*) AS ?n) { ?s emokg:evoke ?o }")
    assert answer.rows() == [{"n": 0}]
    assert len(answer.notices) == 1
