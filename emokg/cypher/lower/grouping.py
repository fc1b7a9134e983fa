"""Grouping and DISTINCT.

Every item without an aggregate is a grouping key; without keys there is one group even over no
rows. Entities are grouped by their number; their properties are read after that, once a group.
Where rows had an order, groups keep the order in which they first came.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from emokg.cypher import tree
from emokg.cypher.lower.aggregates import aggregate, aggregates_in
from emokg.cypher.lower.dispatch import lower_total
from emokg.cypher.lower.frame import Frame
from emokg.cypher.lower.nesting import nest
from emokg.cypher.lower.ordering import group_key, no_nan
from emokg.cypher.types import Kind, Type
from emokg.cypher.values import Value, coerce, one_zero
from emokg.cypher.walking import children, identity


def group(items: Sequence[tree.Item], aggregates: Sequence[tree.Expression], frame: Frame) -> Frame:
    """The frame over the groups, where keys and aggregates are known expressions."""
    keys = {
        identity(item.expression): item.expression
        for item in items
        if not aggregates_in(item.expression)
    }
    calls = {identity(call): call for call in aggregates}
    if frame.parent is not None or (keys and frame.order):
        arguments = [found for call in calls.values() for found in children(call)]
        frame = _columns_first([*keys.values(), *arguments], frame, bool(keys))
    grouped = _Grouped(frame)
    values = {key: lower_total(expression, frame) for key, expression in keys.items()}
    computed = {key: aggregate(call, frame) for key, call in calls.items()}
    varies = any(not value.single for value in values.values())
    known = {
        key: grouped.same(value) if varies and value.single else grouped.key(value)
        for key, value in values.items()
    }
    alone = frame.parent is None and not varies
    known |= {key: replace(grouped.column(value), single=alone) for key, value in computed.items()}
    outer = grouped.frame(bool(keys))
    outer.known = {key: replace(value, owner=outer) for key, value in known.items()}
    for key, expression in keys.items():
        if isinstance(expression, tree.Variable):
            outer.bind(expression.name, known[key])
    return outer


def _columns_first(expressions: Sequence[tree.Expression], frame: Frame, numbered: bool) -> Frame:
    """The same rows with these expressions as columns.

    SQL takes an aggregate of nothing but outer columns for one of the outer query.
    """
    values = {identity(expression): lower_total(expression, frame) for expression in expressions}
    if numbered:
        return _numbered(frame, values)
    outer = nest(frame, values)
    outer.known, outer.variables = outer.variables, {}
    return outer


def distinct(frame: Frame, values: Mapping[str, Value]) -> Frame:
    """The frame with each combination of these values once."""
    if frame.order or frame.parent is not None:
        frame = _numbered(frame, values)
        values = dict(frame.known)
    grouped = _Grouped(frame)
    keys = {name: grouped.key(value) for name, value in values.items()}
    outer = grouped.frame(True)
    for name, value in keys.items():
        outer.bind(name, value)
    return outer


def _numbered(frame: Frame, values: Mapping[str, Value]) -> Frame:
    """The values as known columns, the order of the rows as one number to take the least of."""
    if frame.order:
        terms = frame.order_by().removeprefix(" ")
        frame.order = [(f"row_number() OVER ({terms})", "ASC")]
    outer = nest(frame, values)
    outer.known, outer.variables = outer.variables, {}
    return outer


class _Grouped:
    """A SELECT … GROUP BY while it is put together."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._alias = frame.fresh("g")
        self._columns: list[str] = []
        self._positions: list[int] = []
        self._checks: list[str] = []

    def _add(self, text: str) -> str:
        self._columns.append(f"{text} AS c{len(self._columns)}")
        return f"{self._alias}.c{len(self._columns) - 1}"

    def key(self, value: Value) -> Value:
        """A grouping key."""
        text = coerce(value, value.type)
        key = group_key(value, self._frame)
        if value.type.kind is Kind.FLOAT:
            self._checks.append(no_nan(key, "TRUE"))
        self._positions.append(len(self._columns) + 1)
        if key == value.sql:
            return _column(value, self._add(text))
        self._add(key)
        return _column(value, self._add(self._first(text, value.type)))

    def same(self, value: Value) -> Value:
        """A key that is the same in all groups: beside others nothing is grouped by it."""
        return _column(value, self._add(f"any_value({coerce(value, value.type)})"))

    def _first(self, text: str, kind: Type) -> str:
        """Of values that are one key, as 1 and 1.0: the first in order, else always the same."""
        if kind.kind is Kind.TOTAL:
            return one_zero(text)
        if not _varies(kind):
            return f"any_value({text})"
        if self._frame.order:
            return f"arg_min({text}, {self._frame.order[0][0]})"
        return f"min({text})"

    def column(self, value: Value) -> Value:
        """An aggregate."""
        return _column(value, self._add(value.sql))

    def frame(self, keyed: bool) -> Frame:
        """The frame that reads the groups."""
        order = []
        if keyed and self._frame.order:
            order = [(self._add(f"min({self._frame.order[0][0]})"), "ASC")]
        text = self._frame.select(self._columns or ["count(*) AS c0"])
        if self._positions:
            text += f" GROUP BY {', '.join(map(str, self._positions))}"
        if self._checks:
            text += f" HAVING {' AND '.join(self._checks)}"
        outer = Frame(self._frame.compilation, parent=self._frame.parent)
        outer.items.append(f"CROSS JOIN ({text}) AS {self._alias}")
        outer.order = order
        return outer


def _varies(kind: Type) -> bool:
    """Whether values of one key may differ."""
    if kind.kind is Kind.LIST:
        return _varies(kind.element)
    return kind.kind is Kind.ANY or any(_varies(field) for _, field in kind.fields)


def _column(value: Value, text: str) -> Value:
    return replace(value, sql=text, plain=True, scan=None, properties={}, owner=None)
