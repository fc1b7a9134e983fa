"""Lists and maps as dynamic values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from emokg.cypher.dynamic.values import equals, fail, group_key, refuse, type_name


def items(value: Any) -> list[Any] | None:
    """What UNWIND runs over: a list's items, another value alone, nothing of null."""
    if value is None:
        return None
    return value if isinstance(value, list) else [value]


def listed(value: Any) -> list[Any] | None:
    """A value that must be a list."""
    if value is None or isinstance(value, list):
        return value
    raise fail(f"Expected a List but was {type_name(value)}")


def distinct(values: list[Any]) -> list[Any]:
    """Each value once, where it came first."""
    seen: set[bytes] = set()
    kept = []
    for value in values:
        key = group_key(value)
        if key not in seen:
            seen.add(key)
            kept.append(value)
    return kept


def size(value: Any) -> int | None:
    """size() of a list or text."""
    if value is None:
        return None
    if isinstance(value, (list, str)):
        return len(value)
    raise fail(
        f"Invalid input for function 'size()': Expected a String or List, got: {type_name(value)}"
    )


def reverse(value: Any) -> Any:
    """reverse() of a list or text."""
    if value is None or isinstance(value, (list, str)):
        return value[::-1] if value is not None else None
    raise fail(
        f"Invalid input for function 'reverse()': Expected a String or a List, "
        f"got: {type_name(value)}"
    )


def reverse_held(value: Any) -> Any:
    """reverse() of what may be a property; that of a list fails in Neo4j 5.26."""
    if isinstance(value, list):
        raise refuse(
            "reverse() of a list that a property holds is not supported: "
            "write reverse([item IN list | item])"
        )
    return reverse(value)


def _part(take: Callable[[list[Any]], Any]) -> Callable[[Any], Any]:
    def part(value: Any) -> Any:
        found = listed(value)
        return None if found is None else take(found)

    return part


def keys(value: Any) -> list[str] | None:
    """keys() of a map."""
    if value is None:
        return None
    if isinstance(value, dict):
        return sorted(value)
    raise fail(
        f"Invalid input for function 'keys()': Expected a node, a relationship or a map, "
        f"got: {type_name(value)}"
    )


def merge(base: Any, *entries: Any) -> Any:
    """A map with the entries of several, later ones winning."""
    if base is None:
        return None
    if not isinstance(base, dict):
        raise fail(f"Expected a Map but was {type_name(base)}")
    merged = dict(base)
    for entry in entries:
        merged.update(entry)
    return merged


def empty(value: Any) -> bool | None:
    """isEmpty() of a list, map or text."""
    if value is None:
        return None
    if isinstance(value, (list, str, dict)):
        return not value
    raise fail(
        f"Invalid input for function 'isEmpty()': Expected a List, String or Map, "
        f"got: {type_name(value)}"
    )


def null_if(first: Any, second: Any) -> Any:
    """nullIf()."""
    return None if equals(first, second) else first


LISTS: dict[str, Callable[..., Any]] = {
    "items": items,
    "listed": listed,
    "distinct": distinct,
    "size": size,
    "reverse": reverse,
    "reverse_held": reverse_held,
    "head": _part(lambda found: found[0] if found else None),
    "last": _part(lambda found: found[-1] if found else None),
    "tail": _part(lambda found: found[1:]),
    "keys": keys,
    "merge": merge,
    "empty": empty,
    "null_if": null_if,
}
