"""The small graph that the recorded answers are about: people, cities, a tag."""

from __future__ import annotations

from typing import Any

from tests.cypher.small_graph import Node, Relationship

NODES: list[Node] = [
    ("a", ["Person"], {"id": "a", "name": "Ann", "age": 30, "tags": ["x", "y"]}),
    ("b", ["Person"], {"id": "b", "name": "Bob", "age": 25, "score": 1.5}),
    ("c", ["Person"], {"id": "c", "name": "Cid", "score": -2.0}),
    ("d", ["Person", "Admin"], {"id": "d", "name": "Dée", "age": 41}),
    ("x", ["City"], {"id": "x", "name": "Rome", "size": 2.5}),
    ("y", ["City"], {"id": "y", "name": "Oslo"}),
    ("t", ["Tag"], {"id": "t", "name": 7}),
]

RELATIONSHIPS: list[Relationship] = [
    ("a", "KNOWS", "b", {"since": 2000}),
    ("b", "KNOWS", "c", {"since": 2010}),
    ("c", "KNOWS", "a", {}),
    ("a", "LIVES", "x", {}),
    ("b", "LIVES", "x", {"w": 1.5}),
    ("a", "KNOWS", "a", {"since": 1}),
    ("a", "TAGGED", "t", {}),
    ("x", "TAGGED", "t", {}),
    ("d", "LIVES", "y", {"w": 0.5}),
    ("a", "KNOWS", "b", {"since": 2005}),
    ("d", "ADMINS", "x", {"level": "high"}),
]

PARAMETERS: dict[str, Any] = {
    "p": "Ann",
    "l": [1, 2, None],
    "rows": [{"k": "a", "v": 1}, {"k": "b", "v": 2}],
    "m": {"x": 1, "y": "z"},
    "mixed": [1, "a", None, 2.5],
    "n": None,
    "f": 0.5,
    "i": 2,
    "e": [],
    "me": {},
    "names": ["Ann", "Bob"],
    "mm": {"x": [1, "a"], "y": None, "z": {"w": 1.5}},
    "mr": [{"a": 1, "b": [1, "x"]}, {"a": 2, "b": []}, {"b": 1, "a": None}],
}
