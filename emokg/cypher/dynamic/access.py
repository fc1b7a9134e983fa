"""What lies inside dynamic values: items, entries, entities; and positions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from emokg.cypher.dynamic.temporal import part
from emokg.cypher.dynamic.values import (
    Node,
    Path,
    Relationship,
    Temporal,
    equals,
    fail,
    is_number,
    type_name,
)


def member(item: Any, items: Any) -> bool | None:
    """`item IN items`."""
    if items is None:
        return None
    unknown = False
    for other in items if isinstance(items, list) else [items]:
        same = equals(item, other)
        if same:
            return True
        unknown = unknown or same is None
    return None if unknown else False


def get(subject: Any, key: Any) -> Any:
    """`subject.key`, `subject[key]`: a map by key, a list by position."""
    if subject is None or key is None:
        return None
    if isinstance(subject, dict):
        if not isinstance(key, str):
            raise fail(f"Cannot access a map by a {type_name(key)}; a key is a String")
        return subject.get(key)
    if isinstance(subject, list):
        if not isinstance(key, int) or isinstance(key, bool):
            raise fail(f"Cannot access a list by a {type_name(key)}; a position is an Integer")
        return subject[key] if -len(subject) <= key < len(subject) else None
    if isinstance(subject, (Node, Relationship)):
        return None  # its properties are joined in by the SQL around this call
    if isinstance(subject, Temporal) and isinstance(key, str):
        return part(subject, key)
    raise fail(f"Type mismatch: expected a map but was {type_name(subject)}")


def slice_of(items: Any, low: Any, high: Any) -> Any:
    """`items[low..high]`."""
    if items is None or low is None or high is None:
        return None
    if not isinstance(items, list):
        raise fail(f"Expected a List but was {type_name(items)}")
    return items[low:high]


def node_number(value: Any) -> int | None:
    """The number of a value that must be a node."""
    return _number_of(value, Node)


def relationship_number(value: Any) -> int | None:
    """The number of a value that must be a relationship."""
    return _number_of(value, Relationship)


def _number_of(value: Any, kind: type[Node | Relationship]) -> int | None:
    if value is None:
        return None
    if not isinstance(value, kind):
        raise fail(f"Type mismatch: expected {kind.__name__} but was {type_name(value)}")
    return value.number


def node_or_null(value: Any) -> int | None:
    """The number of a node, null for anything else."""
    return value.number if isinstance(value, Node) else None


def relationship_or_null(value: Any) -> int | None:
    """The number of a relationship, null for anything else."""
    return value.number if isinstance(value, Relationship) else None


def position(value: Any) -> int | None:
    """A number where a position or length is wanted; floats are cut."""
    if value is None:
        return None
    if not is_number(value):
        raise fail(f"Expected a numeric value but got: {type_name(value)}")
    return int(value)


def path_length(path: Any) -> int | None:
    """Relationships along a path."""
    if path is None:
        return None
    if not isinstance(path, Path):
        raise fail(f"Expected a Path but was {type_name(path)}")
    return len(path.relationships)


def as_integer(value: Any) -> int:
    """A value that must be an INTEGER."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise fail(f"Expected an Integer but was {type_name(value)}")


ACCESS: dict[str, Callable[..., Any]] = {
    "member": member,
    "get": get,
    "slice": slice_of,
    "as_integer": as_integer,
    "path_length": path_length,
    "node_number": node_number,
    "relationship_number": relationship_number,
    "node_or_null": node_or_null,
    "relationship_or_null": relationship_or_null,
    "position": position,
}
