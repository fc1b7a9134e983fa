"""Lists, comprehensions, maps and map projections."""

from __future__ import annotations

from emokg.cypher import tree
from emokg.cypher.parsing.cursor import Cursor
from emokg.cypher.parsing.lookahead import at_pattern


def list_atom(cursor: Cursor) -> tree.Expression:
    """What `[` begins: a list, a list comprehension or a pattern comprehension."""
    bracket = cursor.brackets[cursor.index]
    with cursor.nested():
        if cursor.is_name(1) and cursor.ahead(2).word == "IN" and not bracket.has_comma:
            return _list_comprehension(cursor)
        if bracket.last_bar is not None and _pattern_within(cursor):
            return _pattern_comprehension(cursor)
        return _list(cursor)


def _list(cursor: Cursor) -> tree.Expression:
    start = cursor.token.start
    cursor.need("[")
    items = () if cursor.at("]") else cursor.separated(_expression)
    cursor.need("]")
    return tree.ListLiteral(cursor.span(start), items)


def _list_comprehension(cursor: Cursor) -> tree.Expression:
    start, outer = cursor.token.start, cursor.bar
    cursor.bar = cursor.brackets[cursor.index].last_bar
    cursor.need("[")
    variable = cursor.name("a variable name")
    cursor.need("IN")
    source = _expression(cursor)
    where = _expression(cursor) if cursor.take("WHERE") else None
    result = None
    if cursor.take("|"):
        cursor.bar = None
        result = _expression(cursor)
    cursor.need("]")
    cursor.bar = outer
    return tree.ListComprehension(cursor.span(start), variable, source, where, result)


def _pattern_within(cursor: Cursor) -> bool:
    named = cursor.is_name(1) and cursor.ahead(2).word == "="
    inside = 3 if named else 1
    cursor.step(inside)
    found = at_pattern(cursor)
    cursor.step(-inside)
    return found


def _pattern_comprehension(cursor: Cursor) -> tree.Expression:
    from emokg.cypher.parsing.patterns import relationship_chain

    start, outer = cursor.token.start, cursor.bar
    cursor.bar = cursor.brackets[cursor.index].last_bar
    cursor.need("[")
    begin, variable = cursor.token.start, None
    if not cursor.at("("):
        variable = cursor.name("a variable name")
        cursor.need("=")
    pattern = relationship_chain(cursor, variable, begin)
    where = _expression(cursor) if cursor.take("WHERE") else None
    cursor.need("|")
    cursor.bar = None
    result = _expression(cursor)
    cursor.need("]")
    cursor.bar = outer
    return tree.PatternComprehension(cursor.span(start), pattern, where, result)


def map_literal(cursor: Cursor) -> tree.MapLiteral:
    """`{key: value, …}`."""
    start = cursor.token.start
    cursor.need("{")
    with cursor.nested():
        entries = () if cursor.at("}") else cursor.separated(_entry)
        cursor.need("}")
    return tree.MapLiteral(cursor.span(start), entries)


def _entry(cursor: Cursor) -> tuple[str, tree.Expression]:
    key = cursor.name("a property name")
    cursor.need(":")
    return key, _expression(cursor)


def map_projection(cursor: Cursor, variable: str, start: int) -> tree.Expression:
    """`{.*, .id, other, key: value}` after a variable."""
    cursor.need("{")
    with cursor.nested():
        entries = () if cursor.at("}") else cursor.separated(_projected)
        cursor.need("}")
    return tree.MapProjection(cursor.span(start), variable, entries)


def _projected(cursor: Cursor) -> tree.ProjectionEntry:
    start = cursor.token.start
    if cursor.take("."):
        if cursor.take("*"):
            return tree.ProjectionEntry(cursor.span(start), "all", "*", None)
        key = cursor.name("a property name")
        return tree.ProjectionEntry(cursor.span(start), "property", key, None)
    name = cursor.name("a property name")
    if cursor.take(":"):
        value = _expression(cursor)
        return tree.ProjectionEntry(cursor.span(start), "value", name, value)
    return tree.ProjectionEntry(cursor.span(start), "variable", name, None)


def _expression(cursor: Cursor) -> tree.Expression:
    from emokg.cypher.parsing.operators import expression

    return expression(cursor)
