"""Paths: nodes, relationships, groups, and what selects among them."""

from __future__ import annotations

from typing import Literal as OneOf

from emokg.cypher import tree
from emokg.cypher.parsing.collections import map_literal
from emokg.cypher.parsing.cursor import Cursor
from emokg.cypher.parsing.labels import label_expression
from emokg.cypher.parsing.lookahead import (
    at_group,
    at_relationship,
    at_selector,
    variable_ahead,
)
from emokg.cypher.parsing.operators import expression
from emokg.cypher.parsing.parameters import parameter
from emokg.cypher.parsing.quantifiers import length, quantifier
from emokg.cypher.parsing.selectors import selector
from emokg.errors import CypherSemanticError

_SHORTEST: dict[str, OneOf["shortestPath", "allShortestPaths"]] = {
    "SHORTESTPATH": "shortestPath",
    "ALLSHORTESTPATHS": "allShortestPaths",
}


def patterns(cursor: Cursor) -> tuple[tree.PathPattern, ...]:
    """Patterns with commas between."""
    return cursor.separated(pattern)


def pattern(cursor: Cursor) -> tree.PathPattern:
    """`p = SHORTEST 1 (a)-->(b)`."""
    start, variable = cursor.token.start, _path_variable(cursor)
    if cursor.word in _SHORTEST and cursor.ahead(1).word == "(":
        return shortest_path(cursor, variable, start)
    chosen = selector(cursor) if at_selector(cursor) else None
    elements = _elements(cursor)
    return tree.PathPattern(cursor.span(start), variable, chosen, None, elements)


def shortest_path(cursor: Cursor, variable: str | None, start: int) -> tree.PathPattern:
    """`shortestPath((a)-[*]-(b))`."""
    function = _SHORTEST[cursor.word]
    cursor.step()
    cursor.need("(")
    with cursor.nested():
        elements = _elements(cursor)
        cursor.need(")")
    return tree.PathPattern(cursor.span(start), variable, None, function, elements)


def relationship_chain(cursor: Cursor, variable: str | None, start: int) -> tree.PathPattern:
    """Nodes and at least one relationship between them, without groups."""
    elements: list[tree.PathElement] = [node(cursor)]
    while at_relationship(cursor):
        elements.append(relationship(cursor))
        elements.append(node(cursor))
    return tree.PathPattern(cursor.span(start), variable, None, None, tuple(elements))


def _path_variable(cursor: Cursor) -> str | None:
    if not cursor.is_name() or cursor.ahead(1).word != "=":
        return None
    name = cursor.name("a variable name")
    cursor.step()
    return name


def _elements(cursor: Cursor) -> tuple[tree.PathElement, ...]:
    found: list[tree.PathElement] = []
    if not cursor.at("("):
        raise cursor.failure("a graph pattern")
    while cursor.at("("):
        if at_group(cursor):
            found.append(_group(cursor))
            continue
        found.append(node(cursor))
        while at_relationship(cursor, quantified=True):
            found.append(relationship(cursor, quantified=True))
            found.append(node(cursor))
    return tuple(found)


def _group(cursor: Cursor) -> tree.GroupPattern:
    start = cursor.token.start
    cursor.need("(")
    with cursor.nested():
        variable = _path_variable(cursor)
        if at_selector(cursor) or (cursor.word in _SHORTEST and cursor.ahead(1).word == "("):
            raise cursor.error(
                CypherSemanticError,
                cursor.token.start,
                f"Path selectors such as `{cursor.token.text}` are not supported "
                "within parenthesized path patterns.",
            )
        elements = _elements(cursor)
        where = _where(cursor)
        cursor.need(")")
    return tree.GroupPattern(cursor.span(start), variable, elements, where, quantifier(cursor))


def node(cursor: Cursor) -> tree.NodePattern:
    """`(n:Image {id: 1} WHERE …)`."""
    start = cursor.token.start
    if not cursor.at("("):
        raise cursor.failure("a node pattern")
    cursor.step()
    with cursor.nested():
        variable = _variable(cursor)
        labels = _labels(cursor)
        properties = _properties(cursor)
        where = _where(cursor)
        cursor.need(")")
    return tree.NodePattern(cursor.span(start), variable, labels, properties, where)


def relationship(cursor: Cursor, *, quantified: bool = False) -> tree.RelationshipPattern:
    """`-[r:EVOKES*1..2 {rank: 1} WHERE …]->`."""
    start = cursor.token.start
    left = cursor.take("<") or cursor.take("arrow <")
    _dash(cursor)
    variable, labels, hops, properties, where = None, None, None, None, None
    if cursor.take("["):
        with cursor.nested():
            variable = _variable(cursor)
            labels = _labels(cursor)
            hops = length(cursor)
            properties = _properties(cursor)
            where = _where(cursor)
            cursor.need("]")
    _dash(cursor)
    right = cursor.take(">") or cursor.take("arrow >")
    direction: OneOf["out", "in", "both"] = "both" if left == right else "in" if left else "out"
    repeated = quantifier(cursor) if quantified else None
    return tree.RelationshipPattern(
        cursor.span(start), variable, labels, properties, where, direction, hops, repeated
    )


def _dash(cursor: Cursor) -> None:
    if not cursor.take("arrow -"):
        cursor.need("-")


def _variable(cursor: Cursor) -> str | None:
    cursor.expect("a variable name")
    return cursor.name("a variable name") if variable_ahead(cursor) else None


def _labels(cursor: Cursor) -> tree.LabelExpression | None:
    if cursor.take(":") or cursor.take("IS"):
        return label_expression(cursor)
    return None


def _properties(cursor: Cursor) -> tree.MapLiteral | tree.Parameter | None:
    if cursor.at("{"):
        return map_literal(cursor)
    cursor.expect("a parameter")
    return parameter(cursor) if cursor.word == "$" else None


def _where(cursor: Cursor) -> tree.Expression | None:
    return expression(cursor) if cursor.take("WHERE") else None
