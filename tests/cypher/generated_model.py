"""The model of `known/graph.yaml` as `generated.py` sees it, and the values that are there."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from tests.cypher import known_graph

NODES: Mapping[str, int] = {
    "Image": 12,
    "Emotion": 8,
    "Attribute": 8,
    "Subject": 8,
    "Background": 6,
    "Triplet": 10,
    "Annotation": 6,
    "Region": 5,
    "Concept": 3,
    "Mask": 3,
    "Source": 3,
    "Annotator": 4,
    "Verdict": 3,
}
"""Labels and how many nodes each has."""

RELATIONSHIPS = (
    ("EVOKES", "Image", "Emotion"),
    ("HAS_ATTRIBUTE", "Image", "Attribute"),
    ("NEAR_DUPLICATE_OF", "Image", "Image"),
    ("HAS_SUBJECT", "Image", "Subject"),
    ("HAS_BACKGROUND", "Image", "Background"),
    ("HAS_TRIPLET", "Image", "Triplet"),
    ("WITH_ATTRIBUTE", "Triplet", "Attribute"),
    ("IN_BACKGROUND", "Triplet", "Background"),
    ("OF_SUBJECT", "Triplet", "Subject"),
    ("HAS_REGION", "Image", "Region"),
    ("DEPICTS", "Region", "Subject"),
    ("HAS_MASK", "Region", "Mask"),
    ("FROM_SOURCE", "Image", "Source"),
    ("BROADER", "Subject", "Concept"),
    ("BROADER", "Attribute", "Concept"),
    ("BROADER", "Background", "Concept"),
    ("ANNOTATES", "Annotation", "Image"),
    ("VOTES", "Annotation", "Emotion"),
    ("MADE_BY", "Annotation", "Annotator"),
    ("MADE_BY", "Verdict", "Annotator"),
    ("JUDGES", "Verdict", "Annotation"),
)

_PHRASE = {"id": "string", "text": "string", "aliases": "strings"}
_PROPERTIES: Mapping[str, Mapping[str, str]] = {
    "Image": {
        "id": "string",
        "width": "int",
        "height": "int",
        "confidence": "float",
        "origin": "string",
        "description": "string",
        "split": "string",
        "license": "string",
        "prompt": "string",
        "desSpaces": "strings",
    },
    "Emotion": {"id": "string", "valence": "float", "arousal": "float", "angle": "float"},
    "Attribute": _PHRASE,
    "Subject": _PHRASE,
    "Background": _PHRASE,
    "Concept": {"id": "string", "text": "string"},
    "Triplet": {"id": "string", "text": "string", "position": "int"},
    "Region": {"id": "string", "bbox": "floats", "score": "float", "area": "float"},
    "Mask": {"id": "string", "width": "int", "height": "int", "predictedIou": "float"},
    "Source": {"id": "string", "name": "string", "license": "string"},
    "Annotator": {"id": "string", "kind": "string"},
    "Annotation": {"id": "string", "dataset": "string", "cost": "float", "confidence": "float"},
    "Verdict": {"id": "string", "kind": "string", "decision": "string", "reason": "string"},
    "EVOKES": {"rank": "int", "probability": "float", "confidence": "float"},
    "VOTES": {"probability": "float", "rank": "int"},
    "NEAR_DUPLICATE_OF": {"distance": "float", "evidence": "strings"},
}
_OF_ANYTHING = {
    "id": "string",
    "width": "int",
    "text": "string",
    "confidence": "float",
    "rank": "int",
    "aliases": "strings",
    "absent": "int",
}


def properties_of(label: str | None) -> Mapping[str, str]:
    """Properties of a label or relationship type and their types; None is anything."""
    return _OF_ANYTHING if label is None else _PROPERTIES.get(label, {})


@cache
def values_of(label: str | None) -> Mapping[str, tuple[str, ...]]:
    """Literals of the values that the properties of a label or relationship type have."""
    nodes, relationships = known_graph.contents()
    holders = [(labels[0], properties) for _, labels, properties in nodes]
    holders += [(kind, properties) for _, kind, _, properties in relationships]
    found: dict[str, dict[str, None]] = {}
    for holder, properties in holders:
        for name in properties_of(label):
            if name in properties and label in (holder, None):
                found.setdefault(name, {})[literal(properties[name])] = None
    return {name: tuple(literals) for name, literals in found.items()}


def literal(value: Any) -> str:
    """A value as Cypher writes it."""
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace("'", "\\'")
        return "'" + escaped.replace("\n", "\\n").replace("\t", "\\t") + "'"
    if isinstance(value, list):
        return f"[{', '.join(map(literal, value))}]"
    return repr(value)
