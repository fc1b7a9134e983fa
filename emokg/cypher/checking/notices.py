"""Names the graph does not have, and patterns its shape makes impossible.

They are no errors: such a pattern has no rows, such a property is null. It is said all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from emokg.cypher import tree
from emokg.cypher.checking.context import nearest, position
from emokg.cypher.checking.shape import Shape
from emokg.cypher.walking import walk
from emokg.graph.model import GraphModel


def notices(statement: tree.Statement, text: str, model: GraphModel) -> tuple[str, ...]:
    """What is worth saying, in the order of the text, each once."""
    shape = Shape.of(model)
    entities = _own_keys(statement, shape)
    found: dict[str, None] = {}
    for node in walk(statement):
        for at, message in _of(node, shape, entities):
            line, column = position(text, at.span.start)
            found.setdefault(f"{message} (line {line}, column {column})")
    return tuple(found)


def _own_keys(statement: tree.Statement, shape: Shape) -> Mapping[str, frozenset[str]]:
    """The variables of patterns, each with the property keys of the labels or types it is given."""
    found: dict[str, frozenset[str]] = {}
    for node in walk(statement):
        match node:
            case tree.NodePattern(variable=str(name), labels=given):
                found[name] = found.get(name, frozenset()) | shape.keys_of(given)
            case tree.RelationshipPattern(variable=str(name), types=given):
                found[name] = found.get(name, frozenset()) | shape.keys_of(given)
    return found


def _of(
    node: tree.Syntax, shape: Shape, entities: Mapping[str, frozenset[str]]
) -> Iterator[tuple[tree.Syntax, str]]:
    match node:
        case tree.NodePattern():
            yield from _names(node.labels, "label", shape.labels)
            yield from _keys(node.properties, shape, shape.keys_of(node.labels))
        case tree.RelationshipPattern():
            yield from _names(node.types, "relationship type", shape.types)
            yield from _keys(node.properties, shape, shape.keys_of(node.types))
        case tree.HasLabels():
            both = shape.labels | shape.types
            yield from _names(node.labels, "label", both)
        case tree.Property(subject=tree.Variable(name=name)) if name in entities:
            yield from _key(node, node.name, shape, entities[name])
        case tree.PathPattern() | tree.GroupPattern():
            yield from _impossible(node, shape)


def _names(
    labels: tree.LabelExpression | None, what: str, have: frozenset[str]
) -> Iterator[tuple[tree.Syntax, str]]:
    for found in walk(labels):
        if isinstance(found, tree.LabelName) and found.name not in have:
            yield found, _missing(what, found.name, have)


def _keys(
    properties: tree.MapLiteral | tree.Parameter | None, shape: Shape, own: frozenset[str]
) -> Iterator[tuple[tree.Syntax, str]]:
    if isinstance(properties, tree.MapLiteral):
        for name, _ in properties.entries:
            yield from _key(properties, name, shape, own)


def _key(
    at: tree.Syntax, name: str, shape: Shape, own: frozenset[str]
) -> Iterator[tuple[tree.Syntax, str]]:
    if name not in shape.keys:
        yield at, _missing("property key", name, shape.keys, own)


def _missing(what: str, name: str, have: frozenset[str], own: frozenset[str] = frozenset()) -> str:
    """`own` are the names that are probably meant, of all that there are."""
    near = nearest(name, sorted(own)) or nearest(name, sorted(have))
    meant = f"; did you mean `{near}`?" if near else ""
    return f"The {what} `{name}` does not exist in this graph{meant}"


def _impossible(
    pattern: tree.PathPattern | tree.GroupPattern, shape: Shape
) -> Iterator[tuple[tree.Syntax, str]]:
    elements = pattern.elements
    for left, step, right in zip(elements, elements[1:], elements[2:], strict=False):
        if (
            isinstance(left, tree.NodePattern)
            and isinstance(step, tree.RelationshipPattern)
            and isinstance(right, tree.NodePattern)
            and not (step.length or step.quantifier)
            and shape.knows(left.labels, step.types, right.labels)
            and not shape.connects(left.labels, step.types, right.labels, step.direction)
        ):
            yield step, _never(left, step, right, shape)


def _never(
    left: tree.NodePattern, step: tree.RelationshipPattern, right: tree.NodePattern, shape: Shape
) -> str:
    message = "No relationship in this graph connects these labels this way"
    if step.direction != "both" and shape.connects(left.labels, step.types, right.labels, "both"):
        return f"{message}; it does in the other direction"
    return message
