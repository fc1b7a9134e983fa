"""Patterns: nodes, relationships and paths, and the labels and types they ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from typing import Literal as OneOf

from emokg.cypher.tree.base import Expression, Syntax

if TYPE_CHECKING:
    from emokg.cypher.tree.expressions import MapLiteral, Parameter


class LabelExpression(Syntax):
    """Which labels a node has, or which type a relationship has."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class LabelName(LabelExpression):
    """`:Image`."""

    name: str


@dataclass(frozen=True, slots=True)
class LabelAnd(LabelExpression):
    """`:A&B`, `:A:B`."""

    left: LabelExpression
    right: LabelExpression


@dataclass(frozen=True, slots=True)
class LabelOr(LabelExpression):
    """`:A|B`, `:A|:B`."""

    left: LabelExpression
    right: LabelExpression


@dataclass(frozen=True, slots=True)
class LabelNot(LabelExpression):
    """`:!A`."""

    operand: LabelExpression


@dataclass(frozen=True, slots=True)
class LabelAny(LabelExpression):
    """`:%`."""


@dataclass(frozen=True, slots=True)
class LabelDynamic(LabelExpression):
    """`:$(expression)`, `:$all(…)`, `:$any(…)`: `every` label of the list, or any."""

    expression: Expression
    every: bool


@dataclass(frozen=True, slots=True)
class Hops(Syntax):
    """`*low..high`, `{low,high}`, `+`: null low means 1 after `*`; null high means no bound."""

    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class NodePattern(Syntax):
    """`(n:Image {id: 1} WHERE …)`."""

    variable: str | None
    labels: LabelExpression | None
    properties: MapLiteral | Parameter | None
    where: Expression | None


@dataclass(frozen=True, slots=True)
class RelationshipPattern(Syntax):
    """`-[r:EVOKES*1..2 {rank: 1} WHERE …]->`. `length` is the starred form, `quantifier` braced."""

    variable: str | None
    types: LabelExpression | None
    properties: MapLiteral | Parameter | None
    where: Expression | None
    direction: OneOf["out", "in", "both"]
    length: Hops | None
    quantifier: Hops | None


@dataclass(frozen=True, slots=True)
class GroupPattern(Syntax):
    """`(p = (a)-->(b) WHERE …){1,3}`: a parenthesised, perhaps quantified, stretch of path."""

    variable: str | None
    elements: tuple[PathElement, ...]
    where: Expression | None
    quantifier: Hops | None


@dataclass(frozen=True, slots=True)
class Selector(Syntax):
    """`ANY 2`, `ALL`, `SHORTEST 2`, `ANY SHORTEST`, `ALL SHORTEST`, `SHORTEST 2 GROUPS`."""

    kind: OneOf["ANY", "ALL", "SHORTEST", "ALL SHORTEST", "SHORTEST GROUPS"]
    count: int


@dataclass(frozen=True, slots=True)
class PathPattern(Syntax):
    """`p = SHORTEST 1 (a)-[r]->(b)`; elements alternate nodes and relationships, or are groups."""

    variable: str | None
    selector: Selector | None
    function: OneOf["shortestPath", "allShortestPaths"] | None
    elements: tuple[PathElement, ...]


PathElement = NodePattern | RelationshipPattern | GroupPattern
