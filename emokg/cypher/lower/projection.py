"""WITH and RETURN: projection, DISTINCT, ORDER BY, SKIP, LIMIT.

ORDER BY and WHERE see the new names and, without DISTINCT or aggregation, the old variables too.
The order holds for what follows: for collect(), for LIMIT, for the rows returned. A WITH that only
renames is no boundary: the next MATCH joins into the same SELECT.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from emokg.cypher import tree
from emokg.cypher.lower.aggregates import aggregates_in
from emokg.cypher.lower.dispatch import dynamic, lower, lower_total
from emokg.cypher.lower.frame import Frame
from emokg.cypher.lower.grouping import distinct, group
from emokg.cypher.lower.logic import condition
from emokg.cypher.lower.nesting import nest
from emokg.cypher.lower.numbered import numbered
from emokg.cypher.lower.ordering import direction, sort_key
from emokg.cypher.types import INTEGER, Kind
from emokg.cypher.values import Value
from emokg.cypher.walking import identity, variable_names
from emokg.errors import CypherSemanticError


def project(
    projection: tree.Projection,
    frame: Frame,
    *,
    last: bool = False,
    where: tree.Expression | None = None,
) -> Frame:
    """The frame after a projection; the values of the `last` one may be any expressions."""
    items = _items(projection, frame)
    _refuse_twins(items, frame)
    ordering = [item.expression for item in projection.order]
    aggregates = [found for item in items for found in aggregates_in(item.expression)]
    if aggregates:
        aggregates += [found for expression in ordering for found in aggregates_in(expression)]
        frame = group(items, aggregates, frame)
    numbers: dict[str, Value] = {}
    if projection.order and not projection.distinct:
        found = {item.name: numbered(item.expression, frame) for item in items}
        numbers = {name: node for name, node in found.items() if node is not None}
    values = {item.name: lower_total(item.expression, frame) for item in items}
    if projection.distinct:
        known = {identity(item.expression): item.name for item in items}
        frame = distinct(frame, values)
        values = dict(frame.variables)
        frame.known.update({expression: values[name] for expression, name in known.items()})
    before = {} if projection.distinct else dict(frame.variables)
    _order(projection, frame, {**before, **values}, numbers)
    if projection.skip is not None or projection.limit is not None:
        hidden = _hidden(before, values, where)
        frame = nest(frame, {**values, **hidden}, frame.order_by() + _bounds(projection, frame))
        values = {name: frame.variables[name] for name in values}
        before = dict(frame.variables)
    elif where is not None and not all(values[name].plain for name in _asked(where, values)):
        # worked out once, not again where WHERE asks for it
        frame = nest(frame, {**values, **_hidden(before, values, where)})
        values = {name: frame.variables[name] for name in values}
        before = dict(frame.variables)
    if where is not None:
        frame.variables = {**before, **values}
        frame.filters.append(condition(where, frame).sql)
    if last or all(value.plain for value in values.values()):
        frame.variables = {
            name: value if value.owner is not None else replace(value, owner=frame)
            for name, value in values.items()
        }
        frame.known = {}
        return frame
    return nest(frame, values)


def _asked(where: tree.Expression, values: Mapping[str, Value]) -> set[str]:
    return variable_names(where) & set(values)


def _hidden(
    before: Mapping[str, Value], values: Mapping[str, Value], where: tree.Expression | None
) -> dict[str, Value]:
    """Variables that WHERE still sees and nothing after it."""
    seen = variable_names(where) if where is not None else set()
    return {name: value for name, value in before.items() if name in seen - set(values)}


def _refuse_twins(items: list[tree.Item], frame: Frame) -> None:
    seen: set[str] = set()
    for item in items:
        if item.name in seen:
            raise frame.compilation.error(
                CypherSemanticError,
                item,
                "Multiple result columns with the same name are not supported",
            )
        seen.add(item.name)


def _items(projection: tree.Projection, frame: Frame) -> list[tree.Item]:
    items: list[tree.Item] = []
    if projection.star:
        for name in sorted(frame.variables):
            variable = tree.Variable(projection.span, name)
            items.append(tree.Item(projection.span, variable, name, name))
    return items + list(projection.items)


def _order(
    projection: tree.Projection,
    frame: Frame,
    visible: dict[str, Value],
    numbers: Mapping[str, Value],
) -> None:
    """Give the rows the order asked for; ties keep the order they had.

    `numbers` are nodes that sort as the items of these names do.
    """
    before, frame.variables = frame.variables, visible
    keys = []
    for item in projection.order:
        node = _sorting(item.expression, frame, numbers)
        value = lower_total(item.expression, frame) if node is None else node
        if value.type.kind is not Kind.NULL and not _CONSTANT.fullmatch(value.sql):
            keys.append((sort_key(value, frame), direction(item.descending)))
    frame.variables = before
    frame.order = keys + [term for term in frame.order if term not in keys]


_CONSTANT = re.compile(r"(?:TRUE|FALSE|NOT|AND|OR|[() ])+|\(?(?:'(?:[^']|'')*'|\d+)(?:::\w+)?\)?")
"""Literals, by which DuckDB does not order."""


def _sorting(
    expression: tree.Expression, frame: Frame, numbers: Mapping[str, Value]
) -> Value | None:
    if isinstance(expression, tree.Variable):
        return numbers.get(expression.name)
    return numbered(expression, frame)


def _bounds(projection: tree.Projection, frame: Frame) -> str:
    text = ""
    if projection.limit is not None:
        text += f" LIMIT {_bound(projection.limit, 'LIMIT', frame)}"
    if projection.skip is not None:
        text += f" OFFSET {_bound(projection.skip, 'SKIP', frame)}"
    return text


def _bound(expression: tree.Expression, word: str, frame: Frame) -> str:
    value = lower(expression, Frame(frame.compilation))
    if value.type.kind is Kind.ANY:
        value = dynamic(frame, "as_integer", value, returns=INTEGER)
    if value.type.kind is not Kind.INTEGER:
        raise frame.compilation.error(
            CypherSemanticError,
            expression,
            f"Invalid input for {word}: expected an Integer but was {value.type}",
        )
    if isinstance(expression, tree.Literal) and expression.value is not None:
        if int(expression.value) < 0:
            raise frame.compilation.error(
                CypherSemanticError,
                expression,
                f"Invalid input. '{expression.value}' is not a valid value for {word}. "
                "Must be a non-negative integer.",
            )
        return value.sql
    given = frame.compilation.constant(expression)
    if isinstance(given, int) and not isinstance(given, bool) and given >= 0:
        return value.sql  # DuckDB keeps only the first rows while it sorts where this is a constant
    complaint = f"error('{word}: must be a non-negative integer')"
    return f"(CASE WHEN {value.sql} >= 0 THEN {value.sql} ELSE {complaint} END)"
