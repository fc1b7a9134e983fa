"""What a graph says in RDF: as schema/RDF.md describes it, and nothing gets lost."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from hypothesis import given as for_any
from hypothesis import settings
from hypothesis import strategies as st

from emokg.content import content_folder
from emokg.errors import DataError
from emokg.graph.embedded_store import open_embedded
from emokg.graph.model import emokg_model
from emokg.graph.rdf import PREFIXES, export, open_store
from emokg.graph.rdf.reading import node_batches, relationship_batches
from emokg.graph.rdf.terms import (
    Field,
    node_forms,
    node_iri,
    node_of,
    relationship_forms,
)
from emokg.graph.rdf.texts import literal
from emokg.graph.restoring import restore
from emokg.graph.snapshot import open_snapshot
from emokg.workspace import Workspace, init
from tests.contract.made_up import MadeUp
from tests.contract.same import assert_same_graph
from tests.graph.rdf.conftest import given, known_graph

DOCUMENT = (content_folder("schema") / "RDF.md").read_text(encoding="utf-8")
PROLOGUE = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
MOMENTS = st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31), timezones=st.just(UTC))


def said(quads: Iterable[ox.Quad]) -> set[tuple[Any, ...]]:
    """Statements, numbers by value."""
    return {(quad.subject, quad.predicate, _term(quad.object)) for quad in quads}


def _term(term: Any) -> Any:
    if isinstance(term, ox.Literal) and term.datatype.value.endswith("#double"):
        return repr(float(term.value))
    return term


def short(iri: str) -> str:
    """An IRI with its longest prefix."""
    name = max((n for n, of in PREFIXES.items() if iri.startswith(of)), key=lambda n: PREFIXES[n])
    return f"{name}:{iri.removeprefix(PREFIXES[name])}"


@pytest.fixture(scope="module")
def written(known: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The known graph in every format."""
    folder = tmp_path_factory.mktemp("written")
    with open_snapshot(known) as snapshot:
        for suffix in ("nq", "ttl", "jsonld"):
            export(snapshot.path, folder / f"known.{suffix}")
    return folder


def test_every_example_of_the_documentation_is_in_the_known_graph(written: Path) -> None:
    blocks = re.findall(r"```turtle\n(.*?)```", DOCUMENT, re.DOTALL)
    examples = said(ox.parse(PROLOGUE + "".join(blocks), ox.RdfFormat.TURTLE))
    assert len(examples) > 50
    assert examples - said(ox.parse(path=written / "known.nq")) == set()


def fields_row(fields: Iterable[Field]) -> list[str]:
    return [f"{field.property.name} `{short(field.predicate)}`" for field in fields]


def test_the_documentation_names_every_label_property_and_relationship() -> None:
    for label, form in node_forms().items():
        row = next(line for line in DOCUMENT.splitlines() if line.startswith(f"| {label} |"))
        assert [f"`{short(class_)}`" for class_ in form.classes] == row.split("|")[2].split()
        if "the same" not in row:
            assert row.split(" | ")[-1].removesuffix(" |").split(", ") == fields_row(form.fields)
    for type_, link in relationship_forms().items():
        row = next(line for line in DOCUMENT.splitlines() if line.startswith(f"| {type_} |"))
        assert f"`{short(link.predicate)}`" in row
        if link.between:
            assert f"`{short(link.between.end)}`" in row
            assert all(text in DOCUMENT for text in fields_row(link.between.fields))


def test_every_prefix_of_the_documentation_is_known_and_none_is_missing() -> None:
    names = DOCUMENT.partition("These prefixes need no")[2].partition("\n\n")[0]
    assert set(re.findall(r"`(\w+):`", names)) == set(PREFIXES)


def test_within_a_label_no_two_properties_or_relationships_share_a_term() -> None:
    for label, form in node_forms().items():
        used = [field.predicate for field in form.fields]
        used += [
            link.predicate for link in relationship_forms().values() if label in link.table.sources
        ]
        assert len(used) == len(set(used)), label
    predicates = [link.predicate for link in relationship_forms().values()]
    assert len(predicates) == len(set(predicates))


def test_there_are_no_blank_nodes(written: Path) -> None:
    for quad in ox.parse(path=written / "known.nq"):
        assert isinstance(quad.subject, ox.NamedNode)
        assert isinstance(quad.object, ox.NamedNode | ox.Literal)


def test_labels_and_boxes_are_said_again_for_others(known: Workspace) -> None:
    with open_store(known) as store:
        short_cut = store.sparql(
            "SELECT ?image ?emotion { ?image emokg:evokesMost ?emotion } ORDER BY ?image"
        )
        long_way = store.sparql(
            "SELECT ?image ?emotion { ?image emokg:evokes ?one . "
            "?one emokg:rank 1 ; onyx:hasEmotionCategory ?emotion } ORDER BY ?image"
        )
        boxes = store.sparql(
            "SELECT ?image ?box { region:r1 oa:hasSource/dcterms:identifier ?image ; "
            "oa:hasSelector [ a oa:FragmentSelector ; rdf:value ?box ] }"
        )
    assert short_cut.rows() == long_way.rows()
    assert len(short_cut) > 5
    assert boxes.rows() == [{"image": "emoset:amusement_00001", "box": "xywh=pixel:10,20,101,200"}]


def test_a_term_under_a_concept_is_matched_as_skos_says_it(known: Workspace) -> None:
    with open_store(known) as store:
        found = store.sparql(
            "SELECT ?term ?relation ?concept { ?term ?how ?concept . ?concept a emokg:Concept "
            "FILTER (STRSTARTS(STR(?how), STR(skos:))) "
            "BIND (STRAFTER(STR(?how), STR(skos:)) AS ?relation) }"
        ).rows()
    wanted = [
        (node_iri(row["start_label"], row["start"]), row["relation"], row["end"])
        for row in known_graph().relationships_of["BROADER"]
    ]
    assert sorted(tuple(row.values()) for row in found) == sorted(
        (term, relation, node_iri("Concept", concept)) for term, relation, concept in wanted
    )
    assert {relation for _, relation, _ in wanted} == {"exactMatch", "closeMatch", "broadMatch"}


def test_the_known_graph_comes_back_whole(known: Workspace, tmp_path: Path) -> None:
    again = init(tmp_path / "again")
    with open_store(known) as store:
        assert_same_graph(known_graph(), store, emokg_model())
        restore(again, store, emokg_model())
    with open_embedded(again) as back:
        assert_same_graph(known_graph(), back, emokg_model())


def test_the_real_graph_comes_back_whole(real: Workspace) -> None:
    with open_embedded(real) as graph, open_store(real) as store:
        assert_same_graph(graph, store, emokg_model())


@pytest.mark.parametrize("suffix", ["nq", "ttl", "jsonld"])
def test_the_known_graph_comes_back_from_a_file_of_any_format(written: Path, suffix: str) -> None:
    store = ox.Store()
    store.load(path=written / f"known.{suffix}")
    wanted = known_graph()
    for node in emokg_model().nodes:
        rows = [row for batch in wanted.nodes(node) for row in batch.to_pylist()]
        found = node_batches(store, node_forms()[node.table])
        assert [row for batch in found for row in batch.to_pylist()] == rows
    for link in emokg_model().relationships:
        rows = [row for batch in wanted.relationships(link) for row in batch.to_pylist()]
        found = relationship_batches(store, relationship_forms()[link.table])
        assert [row for batch in found for row in batch.to_pylist()] == rows


IMAGES = st.fixed_dictionaries(
    {"id": TEXTS},
    optional={
        "description": TEXTS,
        "width": st.integers(-(2**63), 2**63 - 1),
        "confidence": st.floats(),
        "desSpaces": st.lists(st.none() | TEXTS, max_size=3),
    },
)
ANNOTATIONS = st.fixed_dictionaries(
    {"id": TEXTS}, optional={"created": MOMENTS, "cost": st.floats()}
)


@settings(max_examples=6, deadline=None)
@for_any(
    st.lists(IMAGES, max_size=30, unique_by=lambda row: row["id"]),
    st.lists(ANNOTATIONS, max_size=30, unique_by=lambda row: row["id"]),
)
def test_any_value_comes_back_exactly(
    images: list[dict[str, Any]], annotations: list[dict[str, Any]]
) -> None:
    ends = [(row["id"], images[0]["id"]) for row in annotations[: len(images) and 9]]
    links = tuple(
        {"start": start, "end": end, "start_label": "Annotation", "end_label": "Image"}
        for start, end in ends
    )
    graph = MadeUp({"Image": tuple(images), "Annotation": tuple(annotations)}, {"ANNOTATES": links})
    with TemporaryDirectory() as folder:
        workspace = given(Path(folder) / "any", graph)
        with open_snapshot(workspace) as snapshot:
            export(snapshot.path, Path(folder) / "any.nq")
        store = ox.Store()
        store.load(path=Path(folder) / "any.nq")
    for node in emokg_model().nodes:
        rows = [row for batch in graph.nodes(node) for row in batch.to_pylist()]
        found = node_batches(store, node_forms()[node.table])
        assert repr([row for batch in found for row in batch.to_pylist()]) == repr(rows)
    for link in emokg_model().relationships:
        rows = [row for batch in graph.relationships(link) for row in batch.to_pylist()]
        found = relationship_batches(store, relationship_forms()[link.table])
        assert [row for batch in found for row in batch.to_pylist()] == rows


@for_any(TEXTS)
def test_any_id_is_encoded_as_sparql_does_and_comes_back(key: str) -> None:
    iri = node_iri("Image", key)
    assert node_of(iri) == ("Image", key)
    assert re.fullmatch(r"https://w3id\.org/emokg/image/[A-Za-z0-9._~%-]*", iri)
    (row,) = ox.Store().query(f"SELECT (ENCODE_FOR_URI({literal('key', key)}) AS ?encoded) {{}}")
    assert row["encoded"].value == quote(key, safe="")


@pytest.mark.parametrize(
    "iri", ["https://w3id.org/emokg/Image", "https://w3id.org/emokg/image/a/b", "http://a/image/b"]
)
def test_what_is_no_node_is_not_taken_for_one(iri: str) -> None:
    assert node_of(iri) is None


def test_relationships_that_rdf_would_make_one_are_refused(tmp_path: Path) -> None:
    workspace = given(tmp_path / "doubled", known_graph(doubled=True))
    with (
        open_snapshot(workspace) as snapshot,
        pytest.raises(DataError, match="two NEAR_DUPLICATE_OF relationships") as error,
    ):
        export(snapshot.path, tmp_path / "doubled.nq")
    assert "emokg cypher" in str(error.value)
    assert [path.name for path in tmp_path.iterdir()] == ["doubled"]
