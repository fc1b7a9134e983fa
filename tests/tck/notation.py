"""The TCK's notation of values: `(:A {x: 1})`, `[:T]`, `<(:A)-[:T]->(:B)>`, lists, maps, …"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<text>'(?:\\.|[^'\\])*')
    | (?P<float>[+-]?(?:\d+\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\.\d+))
    | (?P<integer>[+-]?\d+)
    | (?P<word>`[^`]+`|[A-Za-z_][\w.]*|-Inf)
    | (?P<symbol><-|->|[()\[\]{}<>:,-])
    )""",
    re.VERBOSE,
)
_WORDS = {
    "null": None,
    "true": True,
    "false": False,
    "NaN": float("nan"),
    "Inf": float("inf"),
    "-Inf": float("-inf"),
}
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}


@dataclass(frozen=True, slots=True)
class Node:
    """A node without an identity."""

    labels: frozenset[str]
    properties: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Relationship:
    """A relationship without ends."""

    type: str
    properties: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Path:
    """Nodes, relationships, and whether each is walked along its direction."""

    nodes: tuple[Node, ...]
    relationships: tuple[Relationship, ...]
    forward: tuple[bool, ...]


def value(cell: str) -> Any:
    """The value a cell of an expected table holds."""
    reader = _Reader(cell)
    found = reader.value()
    if reader.kind != "end":
        raise ValueError(f"unread rest {reader.text!r} in {cell!r}")
    return found


class _Reader:
    def __init__(self, cell: str) -> None:
        self._cell = cell
        self._tokens = self._split(cell)
        self._next()

    @staticmethod
    def _split(cell: str) -> Any:
        position, end = 0, len(cell.rstrip())
        while position < end:
            found = _TOKEN.match(cell, position)
            if found is None:
                raise ValueError(f"cannot read {cell!r} at {position}")
            position = found.end()
            assert found.lastgroup is not None
            yield found.lastgroup, found[found.lastgroup]

    def _next(self) -> str:
        passed = getattr(self, "text", "")
        self.kind, self.text = next(self._tokens, ("end", ""))
        return passed

    def _take(self, symbol: str) -> bool:
        if self.kind == "symbol" and self.text == symbol:
            self._next()
            return True
        return False

    def _need(self, symbol: str) -> None:
        if not self._take(symbol):
            raise ValueError(f"expected {symbol!r} before {self.text!r} in {self._cell!r}")

    def value(self) -> Any:
        if self.kind == "text":
            return _unescaped(self._next()[1:-1])
        if self.kind == "integer":
            return int(self._next())
        if self.kind == "float":
            return float(self._next())
        if self.kind == "word":
            return _WORDS[self._next()]
        if self._take("["):
            return self._relationship() if self.text == ":" else self._list()
        if self._take("{"):
            return self._map()
        if self._take("("):
            return self._node()
        self._need("<")
        return self._path()

    def _list(self) -> list[Any]:
        items: list[Any] = []
        while not self._take("]"):
            items.append(self.value())
            self._take(",")
        return items

    def _map(self) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        while not self._take("}"):
            key = self._name()
            self._need(":")
            entries[key] = self.value()
            self._take(",")
        return entries

    def _name(self) -> str:
        return self._next().strip("`")

    def _node(self) -> Node:
        labels = set()
        while self._take(":"):
            labels.add(self._name())
        properties = self._map() if self._take("{") else {}
        self._need(")")
        return Node(frozenset(labels), properties)

    def _relationship(self) -> Relationship:
        self._need(":")
        name = self._name()
        properties = self._map() if self._take("{") else {}
        self._need("]")
        return Relationship(name, properties)

    def _path(self) -> Path:
        self._need("(")
        nodes, relationships, forward = [self._node()], [], []
        while not self._take(">"):
            backward = self._take("<-")
            if not backward:
                self._need("-")
            self._need("[")
            relationships.append(self._relationship())
            self._need("-" if backward else "->")
            self._need("(")
            nodes.append(self._node())
            forward.append(not backward)
        return Path(tuple(nodes), tuple(relationships), tuple(forward))


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), text)
