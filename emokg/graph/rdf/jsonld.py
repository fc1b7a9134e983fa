"""N-Quads lines in order → JSON-LD with the published context, one object a subject and line."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from typing import BinaryIO

from pyoxigraph import Literal, NamedNode, Quad

from emokg.graph.rdf.source import Chunk
from emokg.graph.rdf.stream import statements
from emokg.graph.rdf.terms import RDF, TYPE, XSD, context, iri

Json = str | int | float | list["Json"] | dict[str, "Json"]


def write_jsonld(chunks: Iterator[Chunk], file: BinaryIO) -> None:
    """Write what the lines say; numbers are JSON's where JSON has them."""
    file.write(b'{"@context": ' + _text(dict(context())) + b',\n"@graph": [')
    between = b"\n"
    for subject, quads in groupby(statements(chunks), lambda quad: quad.subject):
        assert isinstance(subject, NamedNode)  # there are no blank nodes
        file.write(between + _text(_object(subject.value, quads)))
        between = b",\n"
    file.write(b"\n]}\n")


def _text(value: Json) -> bytes:
    return json.dumps(value, ensure_ascii=False, allow_nan=False).encode()


def _object(subject: str, quads: Iterator[Quad]) -> dict[str, Json]:
    said: dict[str, list[Json]] = {}
    for quad in quads:
        key, value = _said(quad.predicate.value, quad.object)
        said.setdefault(key, []).append(value)
    return {"id": subject} | {
        key: values[0] if len(values) == 1 else values for key, values in said.items()
    }


def _said(predicate: str, value: object) -> tuple[str, Json]:
    """Key and value, short where the context has a term for just this."""
    if isinstance(value, NamedNode):
        if predicate == TYPE:
            return "@type", _terms().get((value.value, "class")) or _short(value.value)
        term = _terms().get((predicate, "@id"))
        return (term, value.value) if term else (_short(predicate), {"@id": value.value})
    assert isinstance(value, Literal)
    datatype = value.datatype.value
    term = _terms().get((predicate, datatype))
    if term:
        return term, _native(value.value, datatype)
    return _short(predicate), _value_object(value.value, datatype)


def _short(whole: str) -> str:
    """An IRI with one of the context's prefixes, where it has one for it."""
    for name, of in context().items():
        if isinstance(of, str) and name != "@vocab" and whole.startswith(of):
            return f"{name}:{whole.removeprefix(of)}"
    return whole


def _native(text: str, datatype: str) -> Json:
    if datatype == f"{RDF}JSON":
        decoded: Json = json.loads(text)
        return decoded
    if datatype == f"{XSD}integer":
        return int(text)
    if datatype == f"{XSD}double":
        number = float(text)
        return number if math.isfinite(number) else text
    return text


def _value_object(text: str, datatype: str) -> Json:
    """A value whose type no term tells."""
    if datatype == f"{XSD}string":
        return text
    if datatype == f"{RDF}JSON":
        return {"@value": json.loads(text), "@type": "@json"}
    return {"@value": text, "@type": datatype}


@cache
def _terms() -> dict[tuple[str, str], str]:
    """The context turned round: the term for a property's IRI and the type of its values.

    The type of classes is `class`, that of nodes `@id`.
    """
    turned = {}
    for name, of in context().items():
        if not isinstance(of, dict):
            continue
        kind = "class" if name[0].isupper() else _type(of.get("@type"))
        turned[iri(name), kind] = name
    return turned


def _type(given: str | None) -> str:
    if given is None:
        return f"{XSD}string"
    if given == "@json":
        return f"{RDF}JSON"
    return given if given == "@id" else iri(given)
