"""Names in a SPARQL text that neither the vocabulary nor the store has.

They are no errors: such a pattern has no rows. It is said all the same, as for Cypher.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from typing import NamedTuple

from emokg.graph.rdf.terms import (
    BASE,
    IDENTIFIER,
    PREFIXES,
    SHORTCUTS,
    TYPE,
    BetweenForm,
    NodeForm,
    context,
    iri,
    node_forms,
    node_iri,
    relationship_forms,
)
from emokg.taxonomy import CES

_NAMES = re.compile(
    r"""(?P<declared>\bPREFIX\s+(?P<of>[\w.-]*):\s*<(?P<as>[^<>]*)>)
        |<(?P<iri>[^<>"{}|^`\\\x00-\x20]*)>
        |\#[^\n]*
        |\"{3}(?:[^\\]|\\.)*?\"{3}|'{3}(?:[^\\]|\\.)*?'{3}
        |"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'
        |(?<![\w?$@:])(?P<prefix>(?:[a-z][\w.-]*)?):(?P<local>(?:[\w.:-]|%[0-9a-f]{2}|\\.)*)
        |(?P<template>\bCONSTRUCT\s*\{[^}]*\})""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_FOREIGN = frozenset(("rdf", "rdfs", "xsd"))
"""Vocabularies whose names mean something in a text without being in any graph."""


class _Name(NamedTuple):
    """A name as it is written, what it stands for, and where it begins."""

    written: str
    iri: str
    start: int


def unknown_names(text: str, has: Callable[[str], bool]) -> tuple[str, ...]:
    """What is worth saying of a text that can be asked, each name once.

    `has` tells whether an IRI is anywhere in the store. Names of vocabularies that the graph does
    not use are left alone, as is the template of CONSTRUCT: it may make new ones.
    """
    found: dict[str, str] = {}
    for name in _names(text):
        space = _namespace(name.iri)
        if space is None or name.iri in _vocabulary() or name.iri in found or has(name.iri):
            continue
        line = text.count("\n", 0, name.start) + 1
        column = name.start - text.rfind("\n", 0, name.start)
        near = _nearest(name.iri.removeprefix(PREFIXES[space]), space)
        meant = f"; did you mean `{near}`?" if near else ""
        found[name.iri] = (
            f"`{name.written}` does not exist in this graph{meant} (line {line}, column {column})"
        )
    return tuple(found.values())


def _names(text: str) -> Iterator[_Name]:
    prefixes = dict(PREFIXES)
    for token in _NAMES.finditer(text):
        if token["declared"]:
            prefixes[token["of"]] = token["as"]
        elif token["iri"] is not None:
            yield _Name(token[0], token["iri"], token.start())
        elif token["local"]:
            local = token["local"].rstrip(".")
            if local and token["prefix"] in prefixes:
                written = f"{token['prefix']}:{local}"
                whole = prefixes[token["prefix"]] + re.sub(r"\\(.)", r"\1", local)
                yield _Name(written, whole, token.start())


def _namespace(whole: str) -> str | None:
    """The prefix of the namespace that an IRI is in; None for one that is not looked at."""
    spaces = [
        name
        for name, space in PREFIXES.items()
        if name not in _FOREIGN and whole.startswith(space) and whole != space
    ]
    return max(spaces, key=lambda name: len(PREFIXES[name]), default=None)


def _nearest(local: str, space: str) -> str | None:
    """The name that was probably meant, in short; letter case does not matter."""
    start = PREFIXES[space]
    found = (known.removeprefix(start) for known in _vocabulary() if known.startswith(start))
    have = {name: f"{space}:{name}" for name in sorted(found) if name and "/" not in name}
    if start == BASE:  # a class or property may be one of another vocabulary: Image
        have |= {name: _short(known) for name, known in _terms().items()}
    for other, short in have.items():
        if other.casefold() == local.casefold() and other[0].isupper() == local[0].isupper():
            return short
    near = get_close_matches(local, have, n=1, cutoff=0.7)
    return have[near[0]] if near else None


def _short(known: str) -> str:
    space = max(
        (name for name, start in PREFIXES.items() if known.startswith(start)),
        key=lambda name: len(PREFIXES[name]),
    )
    return f"{space}:{known.removeprefix(PREFIXES[space])}"


def _terms() -> dict[str, str]:
    """What the classes and properties of the graph are in RDF."""
    return {name: iri(name) for name, of in context().items() if isinstance(of, Mapping)}


@cache
def _vocabulary() -> frozenset[str]:
    """Classes, properties, and the eight emotions: what a graph may have, and what it has."""
    terms = set(_terms().values())
    links = relationship_forms().values()
    betweens = [link.between for link in links if link.between]
    forms: list[NodeForm | BetweenForm] = [*node_forms().values(), *betweens]
    for form in forms:
        terms.update(form.classes)
        terms.update(each for field in form.fields for each in (field.predicate, field.listed))
    terms |= {link.predicate for link in links} | {form.end for form in betweens}
    terms |= {shortcut for shortcuts in SHORTCUTS.values() for shortcut in shortcuts}
    terms |= {iri(f"oa:{name}") for name in ("hasSource", "hasSelector", "FragmentSelector")}
    terms |= {node_iri("Emotion", name) for name in CES}
    return frozenset(terms | {IDENTIFIER, TYPE, iri("dcterms:conformsTo")})
