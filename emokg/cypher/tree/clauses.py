"""Clauses, and the queries and statements they make."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from typing import Literal as OneOf

from emokg.cypher.tree.base import Expression, Syntax

if TYPE_CHECKING:
    from emokg.cypher.tree.patterns import PathPattern


class Clause(Syntax):
    """One step of a query."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Match(Clause):
    """`[OPTIONAL] MATCH patterns WHERE …`."""

    optional: bool
    patterns: tuple[PathPattern, ...]
    where: Expression | None


@dataclass(frozen=True, slots=True)
class Unwind(Clause):
    """`UNWIND source AS variable`."""

    source: Expression
    variable: str


@dataclass(frozen=True, slots=True)
class Item(Syntax):
    """One projected column; `text` is its name where no alias is given."""

    expression: Expression
    alias: str | None
    text: str

    @property
    def name(self) -> str:
        """The column's name."""
        return self.text if self.alias is None else self.alias


@dataclass(frozen=True, slots=True)
class SortItem(Syntax):
    """One ORDER BY key."""

    expression: Expression
    descending: bool


@dataclass(frozen=True, slots=True)
class Projection(Syntax):
    """What WITH and RETURN share."""

    distinct: bool
    star: bool
    items: tuple[Item, ...]
    order: tuple[SortItem, ...]
    skip: Expression | None
    limit: Expression | None


@dataclass(frozen=True, slots=True)
class With(Clause):
    """`WITH … WHERE …`."""

    projection: Projection
    where: Expression | None


@dataclass(frozen=True, slots=True)
class Return(Clause):
    """`RETURN …`."""

    projection: Projection


@dataclass(frozen=True, slots=True)
class Finish(Clause):
    """`FINISH`: no rows, no columns."""


@dataclass(frozen=True, slots=True)
class CallSubquery(Clause):
    """`[OPTIONAL] CALL (a, b) { … }`. `imports` null: the older form, whose first WITH imports."""

    optional: bool
    imports: tuple[str, ...] | OneOf["*"] | None
    query: Query


@dataclass(frozen=True, slots=True)
class YieldItem(Syntax):
    """`name AS alias` of a procedure's YIELD."""

    name: str
    alias: str | None


@dataclass(frozen=True, slots=True)
class CallProcedure(Clause):
    """`[OPTIONAL] CALL db.labels() YIELD label WHERE …`; `arguments` null when no parentheses."""

    optional: bool
    name: str
    arguments: tuple[Expression, ...] | None
    yields: tuple[YieldItem, ...] | OneOf["*"] | None
    where: Expression | None


@dataclass(frozen=True, slots=True)
class SingleQuery(Syntax):
    """Clauses in order."""

    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Query(Syntax):
    """Single queries joined by UNION; `all_rows[i]` says whether the i-th UNION is UNION ALL."""

    parts: tuple[SingleQuery, ...]
    all_rows: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Statement(Syntax):
    """A whole text: the query and whether its plan is asked for."""

    mode: OneOf["EXPLAIN", "PROFILE"] | None
    query: Query
