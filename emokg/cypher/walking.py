"""Looking through a syntax tree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from emokg.cypher import tree


def walk(node: Any) -> Iterator[tree.Syntax]:
    """Every syntax node in `node`, itself first, in the order written."""
    waiting = [node]
    while waiting:
        found = waiting.pop()
        if isinstance(found, tree.Syntax):
            yield found
            waiting.extend(getattr(found, name) for name in reversed(_fields(found)))
        elif isinstance(found, tuple):
            waiting.extend(reversed(found))


def children(node: Any) -> list[tree.Expression]:
    """The nearest expressions below an expression."""
    found: list[tree.Expression] = []
    for name in _fields(node):
        _nearest(getattr(node, name), found)
    return found


def _nearest(value: Any, found: list[tree.Expression]) -> None:
    if isinstance(value, tree.Expression):
        found.append(value)
    elif isinstance(value, tree.Syntax):
        for name in _fields(value):
            _nearest(getattr(value, name), found)
    elif isinstance(value, tuple):
        for item in value:
            _nearest(item, found)


def _fields(node: Any) -> tuple[str, ...]:
    """Names of a node's fields but its span, which is the first."""
    names: tuple[str, ...] = type(node).__match_args__
    return names[1:]


def identity(expression: tree.Expression) -> str:
    """What two expressions share that are written alike; `1`, `1.0` and `true` are not."""
    return repr(expression)


def is_chance(node: tree.Syntax) -> bool:
    """Whether this is itself a call that gives something else each time."""
    return isinstance(node, tree.FunctionCall) and node.name.lower() in ("rand", "randomuuid")


def variable_names(node: Any) -> set[str]:
    """Names of the variables that occur in `node`."""
    names = {found.name for found in walk(node) if isinstance(found, tree.Variable)}
    return names | {found.variable for found in walk(node) if isinstance(found, tree.MapProjection)}


def demanded_properties(node: tree.Syntax) -> dict[str, frozenset[str]]:
    """Which properties are read of each variable name, anywhere in the text.

    Names are not resolved: a subquery carries a property along when some variable of that name
    needs it, which costs nothing where it turns out unused.
    """
    demanded: dict[str, set[str]] = defaultdict(set)
    for found in walk(node):
        if isinstance(found, tree.Property) and isinstance(found.subject, tree.Variable):
            demanded[found.subject.name].add(found.name)
        elif isinstance(found, tree.MapProjection):
            names = (entry.name for entry in found.entries if entry.kind == "property")
            demanded[found.variable].update(names)
    return {name: frozenset(properties) for name, properties in demanded.items()}
