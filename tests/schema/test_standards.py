"""The schema in the languages of others agrees with the records, the graph and the vocabulary."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, get_args

import jsonschema
import pyoxigraph
import pytest
from rdflib import OWL, RDF, RDFS, SH, Graph, URIRef
from rdflib.collection import Collection

from emokg.content import content_folder
from emokg.graph.model import emokg_model
from emokg.records.models import Annotation, Image, Verdict
from emokg.taxonomy import CES, normalize_phrase
from tests.cypher.known_graph import contents

GENERATED = content_folder("schema") / "generated"
SCHEMA = json.loads((GENERATED / "emokg.schema.json").read_text(encoding="utf-8"))
CONTEXT = json.loads((GENERATED / "emokg.context.jsonld").read_text(encoding="utf-8"))["@context"]
NOT_IN_RDF = {"bbox"}


def validator(label: str) -> jsonschema.Draft201909Validator:
    return jsonschema.Draft201909Validator(SCHEMA | {"$ref": f"#/$defs/{label}"})


def iri(name: str) -> URIRef:
    """What the JSON-LD context makes of a name."""
    own = CONTEXT[name]["@id"]
    prefix, _, rest = own.rpartition(":")
    return URIRef(CONTEXT[prefix] + rest if prefix else CONTEXT["@vocab"] + own)


def sample() -> dict[str, Any]:
    """The first photograph of the samples, as its node and what hangs on it."""
    path = content_folder("ingest") / "samples" / "photos" / "photos.jsonl"
    given = json.loads(path.read_text(encoding="utf-8").splitlines()[0])
    return {
        "id": f"photos:{given['id']}",
        "uri": given["image_path"],
        "license": given["license"],
        "credit": given["credit"],
        "description": given["description"],
        "origin": "natural",
        "sha256": None,
        "evokes": [{"emotion": given["emotion"], "probability": 1.0, "rank": 1}],
        "hasBackground": [normalize_phrase(given["background"])],
        "hasAttribute": [normalize_phrase(part["attribute"]) for part in given["triplets"]],
    }


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("EmotionName", CES),
        ("Origin", get_args(get_args(Image.model_fields["origin"].annotation)[0])),
        ("JudgeKind", get_args(Verdict.model_fields["kind"].annotation)),
        ("Decision", get_args(Verdict.model_fields["decision"].annotation)),
        (
            "AnnotatorKind",
            get_args(Annotation.model_fields["annotator_kind"].annotation)
            + get_args(Verdict.model_fields["kind"].annotation),
        ),
    ],
)
def test_allowed_values_are_those_of_the_records(name: str, allowed: tuple[str, ...]) -> None:
    assert set(SCHEMA["$defs"][name]["enum"]) == set(allowed)


def test_json_schema_is_one_and_takes_a_real_photograph() -> None:
    jsonschema.Draft201909Validator.check_schema(SCHEMA)
    validator("Image").validate(sample())


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"evokes": [{"emotion": "joy", "probability": 1.0, "rank": 1}]}, "joy"),
        ({"evokes": [{"emotion": "awe", "probability": 1.5, "rank": 1}]}, "1.5"),
        ({"origin": "painted"}, "painted"),
        ({"id": "no colon"}, "no colon"),
        ({"lisence": "CC0"}, "lisence"),
    ],
)
def test_json_schema_refuses(change: dict[str, Any], word: str) -> None:
    with pytest.raises(jsonschema.ValidationError, match=word):
        validator("Image").validate(sample() | change)


def test_json_schema_refuses_an_unknown_emotion_and_half_a_box() -> None:
    assert not validator("Emotion").is_valid({"id": "joy"})
    assert validator("Region").is_valid({"id": "r1", "bbox": [0, 0, 640, 480]})
    assert not validator("Region").is_valid({"id": "r1", "bbox": [0, 0, 640]})


def test_json_schema_takes_every_node_of_the_known_graph() -> None:
    for _, (label,), properties in contents()[0]:
        written = {
            name: value.isoformat() if isinstance(value, datetime) else value
            for name, value in properties.items()
        }
        validator(label).validate(written)


def test_ontology_shapes_and_context_name_every_label_property_and_relationship_alike() -> None:
    ontology = Graph().parse(GENERATED / "emokg.owl.ttl")
    shapes = Graph().parse(GENERATED / "emokg.shacl.ttl")
    paths: dict[str, set[Any]] = {}
    for node in emokg_model().nodes:
        label = iri(node.table)
        assert (label, RDF.type, OWL.Class) in ontology
        (shape,) = shapes.subjects(SH.targetClass, label)
        paths[node.table] = set(shapes.objects(shape, SH.property / SH.path))
        names = {of.name for of in node.properties} - NOT_IN_RDF - {"id"}
        assert {iri(name) for name in names} <= paths[node.table], node.table
        for name in names:
            assert (iri(name), RDF.type, OWL.DatatypeProperty) in ontology, name
    for link in emokg_model().relationships:
        head, *rest = link.type.lower().split("_")
        name = iri(head + "".join(word.capitalize() for word in rest))
        assert (name, RDF.type, OWL.ObjectProperty) in ontology
        assert all(name in paths[source] for source in link.sources), link.type


def test_the_ontology_has_the_eight_emotions_and_no_name_is_class_and_data_type() -> None:
    ontology = Graph().parse(GENERATED / "emokg.owl.ttl")
    (names,) = ontology.objects(URIRef("https://w3id.org/emokg/EmotionName"), OWL.oneOf)
    assert [str(name) for name in Collection(ontology, names)] == list(CES)
    types = [set(ontology.subjects(RDF.type, kind)) for kind in (OWL.Class, RDFS.Datatype)]
    assert types[0].isdisjoint(types[1])


def test_json_ld_keeps_the_order_of_a_box() -> None:
    region = {
        "@context": CONTEXT,
        "id": "https://w3id.org/emokg/region/r1",
        "@type": "Region",
        "bbox": [10.0, 0.0, 10.5, 10.0],
    }
    (box,) = (
        triple.object
        for triple in pyoxigraph.parse(json.dumps(region), pyoxigraph.RdfFormat.JSON_LD)
        if triple.predicate.value == "https://w3id.org/emokg/bbox"
    )
    assert box.datatype.value == str(RDF.JSON)
    assert json.loads(box.value) == region["bbox"]
