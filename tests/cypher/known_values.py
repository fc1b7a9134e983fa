"""Cypher's values as the known answers keep them: what came over Bolt, without loss.

Integers and floats stay apart, NaN and the infinities are kept, entities are entities.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import neo4j.graph
import neo4j.time


@dataclass(frozen=True, slots=True)
class Node:
    """A node: its property `id`, its labels sorted, its properties."""

    id: Any
    labels: list[str]
    properties: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Relationship:
    """A relationship; the ends are the `id`s of its nodes."""

    type: str
    start: Any
    end: Any
    properties: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Path:
    """A path, nodes and relationships in walking order."""

    nodes: list[Node]
    relationships: list[Relationship]


@dataclass(frozen=True, slots=True)
class Temporal:
    """A date, time, date-time or duration as ISO 8601 text without trailing zeros."""

    text: str


_TEMPORAL = (
    neo4j.time.Date,
    neo4j.time.DateTime,
    neo4j.time.Time,
    neo4j.time.Duration,
)


def from_bolt(value: Any, ids: Mapping[str, Any]) -> Any:
    """A value of the driver; `ids` gives a node's property `id` for its element id."""
    if isinstance(value, neo4j.graph.Node):
        return Node(ids[value.element_id], sorted(value.labels), _map(value.items(), ids))
    if isinstance(value, neo4j.graph.Relationship):
        start, end = value.nodes
        assert start is not None
        assert end is not None
        ends = ids[start.element_id], ids[end.element_id]
        return Relationship(value.type, *ends, _map(value.items(), ids))
    if isinstance(value, neo4j.graph.Path):
        nodes = [from_bolt(node, ids) for node in value.nodes]
        return Path(nodes, [from_bolt(each, ids) for each in value.relationships])
    if isinstance(value, _TEMPORAL):
        return Temporal(iso(value.iso_format()))
    if isinstance(value, list):
        return [from_bolt(item, ids) for item in value]
    if isinstance(value, dict):
        return _map(value.items(), ids)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise TypeError(f"no known answer can hold a {type(value).__name__}: {value!r}")


def iso(text: str) -> str:
    """ISO 8601 text without the zeros at the end of a fraction of a second."""
    return re.sub(r"(:\d\d)\.(\d*?)0*(?=$|[^\d])", _fraction, text)


def _fraction(found: re.Match[str]) -> str:
    return f"{found[1]}.{found[2]}" if found[2] else found[1]


def _map(items: Any, ids: Mapping[str, Any]) -> dict[str, Any]:
    return {key: from_bolt(value, ids) for key, value in sorted(items)}
