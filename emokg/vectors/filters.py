"""`emotion=fear attribute=eerie` as a set of images: one Cypher text over the embedded graph.

Values travel as parameters. A value that nothing in the graph has is an error, not an empty answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from emokg import taxonomy
from emokg.errors import UnknownName, UsageError
from emokg.suggest import did_you_mean, emotion, nearest_phrases
from emokg.table import Table

Ask = Callable[[str, Mapping[str, Any]], Table]
"""Answers a Cypher text with parameters."""

NODES = {
    "emotion": ("EVOKES {rank: 1}", "Emotion"),
    "attribute": ("HAS_ATTRIBUTE", "Attribute"),
    "subject": ("HAS_SUBJECT", "Subject"),
    "background": ("HAS_BACKGROUND", "Background"),
    "source": ("FROM_SOURCE", "Source"),
}
PHRASES = ("attribute", "subject", "background")
PROPERTIES = ("split", "license", "origin")
SPELLINGS = {"licence": "license"}
KEYS = (*NODES, *PROPERTIES)
SHOWN = 5


def allowed_images(ask: Ask, where: Mapping[str, str]) -> list[str]:
    """Ids of the images that have every given value. Raises UsageError, UnknownName."""
    wanted = _normalized(where)
    for key, value in wanted.items():
        _refuse_unknown(ask, key, value)
    return ask(filter_text(tuple(wanted)), wanted).column("image")


def filter_text(keys: tuple[str, ...]) -> str:
    """The Cypher text that finds images by the given keys, each a parameter of the same name."""
    paths = [
        f"(i)-[:{NODES[key][0]}]->(:{NODES[key][1]} {{id: ${key}}})" for key in keys if key in NODES
    ]
    conditions = [f"i.{key} = ${key}" for key in keys if key in PROPERTIES]
    match = ", ".join(["(i:Image)", *paths])
    return f"MATCH {match}{_where(conditions)} RETURN DISTINCT i.id AS image"


def _where(conditions: list[str]) -> str:
    return " WHERE " + " AND ".join(conditions) if conditions else ""


def _normalized(where: Mapping[str, str]) -> dict[str, str]:
    wanted: dict[str, str] = {}
    for given, value in where.items():
        key = SPELLINGS.get(given, given)
        if key not in KEYS:
            listed = f"keys: {', '.join(KEYS)}"
            near = did_you_mean(given, KEYS)
            raise UsageError(
                f"images cannot be filtered by {given!r}", f"{near} {listed}" if near else listed
            )
        if key in wanted:
            raise UsageError(f"the filter {key!r} is given twice", "give each key once")
        if key == "emotion":
            wanted[key] = emotion(value)
        elif key in PHRASES:
            wanted[key] = taxonomy.normalize_phrase(value)
        else:
            wanted[key] = value
    return wanted


def _refuse_unknown(ask: Ask, key: str, value: str) -> None:
    if key in PROPERTIES:
        text = f"MATCH (i:Image) WHERE i.{key} IS NOT NULL RETURN DISTINCT i.{key} AS value"
        known = sorted(ask(text, {}).column("value"))
        if value not in known:
            raise _unknown(key, value, known)
        return
    label = NODES[key][1]
    if len(ask(f"MATCH (n:{label} {{id: $value}}) RETURN n.id AS value", {"value": value})):
        return
    ids = ask(f"MATCH (n:{label}) RETURN n.id AS value ORDER BY value", {}).column("value")
    raise _unknown(key, value, ids)


def _unknown(key: str, value: str, known: list[str]) -> UnknownName:
    """Says what is near; of few values all; else the question that lists the most frequent."""
    near = nearest_phrases(value, known)
    if near:
        hint = f"near it: {', '.join(near)}"
    elif not known:
        hint = f"no image of this graph has a {key}"
    elif len(known) <= SHOWN:
        hint = f"there are: {', '.join(known)}"
    elif key in PHRASES:
        hint = f"the most frequent {key}s: emokg query run hubs -p kind={key}"
    else:
        hint = f"there are, for example: {', '.join(known[:SHOWN])}"
    return UnknownName(f"no image has {key} {value!r}", hint)
