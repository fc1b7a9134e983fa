"""Which IRI stands for which node, label, property and relationship, and back.

The terms are read from the generated JSON-LD context; how they fit together is in schema/RDF.md.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final
from urllib.parse import quote, unquote

from emokg.content import content_folder
from emokg.graph.model import NodeTable, Property, RelationshipTable, emokg_model

BASE: Final = "https://w3id.org/emokg/"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"

_ALSO: Mapping[str, tuple[str, ...]] = {
    "Background": ("Term",),
    "Attribute": ("Term",),
    "Subject": ("Term",),
    "Concept": ("Term",),
    "Annotation": ("onyx:EmotionSet", "prov:Entity"),
    "Verdict": ("prov:Entity",),
    "Evocation": ("Feeling",),
    "Vote": ("Feeling",),
}
"""Classes of other vocabularies that a node is known by too, without reasoning."""

_BETWEEN: Mapping[str, tuple[str, str]] = {
    "EVOKES": ("Evocation", "emotion"),
    "VOTES": ("Vote", "emotion"),
    "NEAR_DUPLICATE_OF": ("NearDuplicate", "image"),
    "BROADER": ("Match", "concept"),
}
"""The class of the node that a relationship with properties becomes, and the slot of its end."""


@dataclass(frozen=True)
class Field:
    """A property and its IRI; `listed` is the IRI of the list itself, for lists of texts."""

    property: Property
    predicate: str
    listed: str


@dataclass(frozen=True)
class NodeForm:
    """How the nodes of a label are written: `path` before the id, own class first."""

    table: NodeTable
    path: str
    classes: tuple[str, ...]
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class BetweenForm:
    """The node that a relationship with properties becomes; `end` leads on to its target."""

    path: str
    classes: tuple[str, ...]
    end: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class RelationshipForm:
    """How the relationships of a type are written: `predicate` leads to the target or between."""

    table: RelationshipTable
    predicate: str
    between: BetweenForm | None


@cache
def context() -> Mapping[str, Any]:
    """The published JSON-LD context: what is under `@context`."""
    path = content_folder("schema") / "generated" / "emokg.context.jsonld"
    terms: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["@context"]
    return terms


def iri(name: str) -> str:
    """The IRI of a term of the context (`evokes`, `Image`) or of a short form (`prov:Entity`)."""
    terms = context()
    if name in terms:
        name = terms[name]["@id"]
    prefix, colon, rest = name.partition(":")
    return str(terms[prefix] + rest if colon else terms["@vocab"] + name)


IDENTIFIER: Final = iri("dcterms:identifier")
TYPE: Final = f"{RDF}type"
SHORTCUTS: Final[Mapping[str, Mapping[str, str]]] = {
    "EVOKES": {iri("evokesMost"): "t.rank = 1"},
    "BROADER": {
        iri(relation): f"t.relation = '{relation}'"
        for relation in ("exactMatch", "closeMatch", "broadMatch")
    },
}
"""Properties that lead in one step to where a relationship ends, and for which of them (SQL)."""


@cache
def node_forms() -> Mapping[str, NodeForm]:
    """A form a label."""
    return {
        node.table: NodeForm(node, _path(node.table), _classes(node.table), _fields(node))
        for node in emokg_model().nodes
    }


@cache
def relationship_forms() -> Mapping[str, RelationshipForm]:
    """A form a type."""
    return {link.table: _relationship(link) for link in emokg_model().relationships}


def _relationship(link: RelationshipTable) -> RelationshipForm:
    head, *rest = link.type.lower().split("_")
    predicate = iri(head + "".join(word.capitalize() for word in rest))
    if not link.properties:
        return RelationshipForm(link, predicate, None)
    name, end = _BETWEEN[link.type]
    between = BetweenForm(_path(name), _classes(name), iri(end), _fields(link))
    return RelationshipForm(link, predicate, between)


def _path(name: str) -> str:
    return name[0].lower() + name[1:]


def _classes(name: str) -> tuple[str, ...]:
    return (iri(name), *map(iri, _ALSO.get(name, ())))


def _fields(table: NodeTable | RelationshipTable) -> tuple[Field, ...]:
    return tuple(
        Field(stored, iri(stored.name), f"{BASE}{stored.name}List")
        for stored in table.properties
        if stored.name != "id"
    )


def node_iri(label: str, key: str) -> str:
    """The IRI of a node. Encodes as SPARQL's ENCODE_FOR_URI does."""
    return f"{BASE}{node_forms()[label].path}/{quote(key, safe='')}"


def node_of(iri_: str) -> tuple[str, str] | None:
    """Label and id of a node's IRI, None for any other."""
    path, slash, key = iri_.removeprefix(BASE).partition("/")
    label = _labels().get(path)
    if label is None or not slash or "/" in key or not iri_.startswith(BASE):
        return None
    return label, unquote(key, errors="strict")


@cache
def _labels() -> Mapping[str, str]:
    return {form.path: label for label, form in node_forms().items()}


def _prefixes() -> dict[str, str]:
    published = {
        name: of
        for name, of in context().items()
        if isinstance(of, str) and of.startswith("http") and not name.startswith("@")
    }
    core = {"rdf": RDF, "rdfs": "http://www.w3.org/2000/01/rdf-schema#"}
    forms = relationship_forms().values()
    paths = [form.path for form in node_forms().values()]
    paths += [form.between.path for form in forms if form.between]
    return published | core | {path: f"{BASE}{path}/" for path in paths}


PREFIXES: Final[Mapping[str, str]] = _prefixes()
"""Short forms that every SPARQL text may use without saying so."""
