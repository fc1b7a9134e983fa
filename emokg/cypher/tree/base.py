"""What every node of the tree is."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open character offsets into the query text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Syntax:
    """Anything in the tree."""

    span: Span = field(compare=False, repr=False)


class Expression(Syntax):
    """Anything that has a value."""

    __slots__ = ()
