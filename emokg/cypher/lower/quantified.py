"""`((a)-[r]->(b) WHERE …){low,high}`: a stretch of path, repeated.

Every repetition starts where the one before ended; no relationship is used twice. The variables
inside become lists, one item a repetition.
"""

from __future__ import annotations

from dataclasses import replace

from emokg.cypher import tree
from emokg.cypher.lower.frame import Frame
from emokg.cypher.lower.labels import all_nodes
from emokg.cypher.lower.pattern_graph import Route, Step
from emokg.cypher.lower.scans import in_tables
from emokg.cypher.types import list_of
from emokg.cypher.values import Value

_FIRST, _LAST = " first", " last"


class Walk:
    """The recursive query of one quantified group, before and after its pattern is lowered."""

    def __init__(self, step: Step, group: tree.GroupPattern, frame: Frame) -> None:
        self._step = step
        self._name = frame.fresh("w")
        self._here = frame.fresh("h")
        first, *middle, last = group.elements
        if not isinstance(first, tree.NodePattern) or not isinstance(last, tree.NodePattern):
            raise frame.compilation.unsupported(
                group, "A group in a group", "Write the inner path once, without parentheses."
            )
        self._first = first.variable or _FIRST
        self._last = last.variable or _LAST
        elements = (
            replace(first, variable=self._first),
            *middle,
            replace(last, variable=self._last),
        )
        self.path = tree.PathPattern(group.span, None, None, None, elements)
        self.frame = frame.child()
        self.frame.items.append(f"CROSS JOIN {self._name} AS {self._here}")
        start = Value(f"{self._here}.x", all_nodes(frame), plain=True, nullable=False)
        self.frame.bind(self._first, start)

    def join(self, steps: list[Step], route: Route, frame: Frame) -> None:
        """Join the walk to the frame and bind the group's variables as lists."""
        step, inner, here = self._step, self.frame, self._here
        assert step.hops is not None
        used = " || ".join(
            inside.number if inside.hops is not None else f"[{inside.number}]" for inside in steps
        )
        visited = " || ".join(
            inside.nodes if inside.hops is not None else f"[{end.anchor}]"
            for inside, end in zip(route.steps, route.ends[1:], strict=True)
        )
        inner.filters.append(f"NOT list_has_any({here}.rs, {used})")
        if step.hops.high is not None:
            inner.filters.append(f"{here}.d < {step.hops.high}")
        lists = {
            name: value for name, value in inner.variables.items() if name not in (_FIRST, _LAST)
        }
        start = step.left.anchor
        seeds = [f"{start}", "0", *["CAST([] AS BIGINT[])"] * 2]
        grown = [
            inner.variables[self._last].sql,
            f"{here}.d + 1",
            f"{here}.rs || {used}",
            f"{here}.ns || {visited}",
        ]
        columns = ["x", "d", "rs", "ns"]
        for i, value in enumerate(lists.values()):
            columns.append(f"g{i}")
            seeds.append(f"CAST([] AS {list_of(value.type).sql})")
            grown.append(f"list_append({here}.g{i}, {value.sql})")
        alias = frame.fresh("v")
        text = (
            f"WITH RECURSIVE {self._name}({', '.join(columns)}) AS ("
            f"SELECT {', '.join(seeds)} WHERE {start} IS NOT NULL UNION ALL {inner.select(grown)}) "
            f"SELECT * FROM {self._name} WHERE d >= {step.hops.low or 0}"
        )
        frame.lateral(f"({text}) AS {alias}")
        step.number, step.nodes = f"{alias}.rs", f"{alias}.ns"
        self._arrive(f"{alias}.x", frame)
        for i, (name, value) in enumerate(lists.items()):
            frame.bind(name, Value(f"{alias}.g{i}", list_of(value.type), True, False))

    def _arrive(self, text: str, frame: Frame) -> None:
        end = self._step.right
        if end.anchor is None:
            end.anchor = text
        else:
            frame.filters.append(f"{end.anchor} = {text}")
        if end.tables != all_nodes(frame).tables:
            frame.filters.append(in_tables(text, end.tables))
