"""Making a frame the subquery of the next one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from emokg.cypher.lower.frame import Frame
from emokg.cypher.values import Value, coerce


class Columns:
    """Columns of a subquery while it is put together: each SQL expression under a short alias."""

    def __init__(self, alias: str) -> None:
        self.alias = alias
        self.texts: list[str] = []
        self._names: dict[str, str] = {}

    def add(self, text: str) -> str:
        """How the enclosing query names the column."""
        if text not in self._names:
            self._names[text] = f"c{len(self._names)}"
            self.texts.append(f"{text} AS {self._names[text]}")
        return f"{self.alias}.{self._names[text]}"

    def carry(self, name: str, value: Value, frame: Frame) -> Value:
        """The value as the enclosing query sees it, with those properties it will be asked for."""
        text = self.add(coerce(value, value.type))
        carried: dict[str, Value] = {}
        if value.type.entity:
            for wanted in sorted(frame.compilation.demanded.get(name, ())):
                found = value.properties.get(wanted)
                scan = frame.lookups.get(value.sql) if value.nullable else value.scan
                scan = scan or frame.lookups.get(value.sql)
                if found is None and scan is not None:
                    found = scan.property(wanted)
                if found is not None:
                    column = self.add(coerce(found, found.type))
                    carried[wanted] = Value(column, found.type, plain=True)
        return replace(value, sql=text, plain=True, scan=None, properties=carried, owner=None)


def nest(frame: Frame, variables: Mapping[str, Value], tail: str = "") -> Frame:
    """A new frame that reads `frame` as a subquery, with these variables visible.

    `tail` is what follows WHERE: ORDER BY and LIMIT. The order of the rows is carried along.
    """
    alias = frame.fresh("q")
    columns = Columns(alias)
    carried = {name: columns.carry(name, value, frame) for name, value in variables.items()}
    order = [(columns.add(text), direction) for text, direction in frame.order]
    texts = columns.texts or ["1 AS c0"]
    outer = Frame(frame.compilation, parent=frame.parent)
    outer.items.append(f"CROSS JOIN ({frame.select(texts)}{tail}) AS {alias}")
    outer.order = order
    for name, value in carried.items():
        outer.bind(name, value)
    return outer
