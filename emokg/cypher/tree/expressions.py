"""Expressions, of which patterns and whole queries may be parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from typing import Literal as OneOf

from emokg.cypher.tree.base import Expression, Syntax

if TYPE_CHECKING:
    from emokg.cypher.tree.clauses import Query
    from emokg.cypher.tree.patterns import LabelExpression, PathPattern


# --- literals and names


@dataclass(frozen=True, slots=True)
class Literal(Expression):
    """`1`, `1.5`, `'text'`, `true`, `null`, `NaN`."""

    value: bool | int | float | str | None


@dataclass(frozen=True, slots=True)
class Parameter(Expression):
    """`$name`."""

    name: str


@dataclass(frozen=True, slots=True)
class Variable(Expression):
    """A name bound by a pattern, a projection, UNWIND or a comprehension."""

    name: str


@dataclass(frozen=True, slots=True)
class ListLiteral(Expression):
    """`[1, 2]`."""

    items: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class MapLiteral(Expression):
    """`{key: value}`; keys in the order written."""

    entries: tuple[tuple[str, Expression], ...]


# --- operators


@dataclass(frozen=True, slots=True)
class Unary(Expression):
    """`NOT x`, `-x`, `+x`."""

    operator: OneOf["NOT", "-", "+"]
    operand: Expression


@dataclass(frozen=True, slots=True)
class Binary(Expression):
    """Logic, arithmetic, strings and membership; `operator` in upper case."""

    operator: str  # OR XOR AND + - * / % ^ || IN =~ STARTS WITH, ENDS WITH, CONTAINS
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Comparison(Expression):
    """`a < b <= c`: true where every neighbouring pair is."""

    first: Expression
    rest: tuple[tuple[OneOf["=", "<>", "<", "<=", ">", ">="], Expression], ...]


@dataclass(frozen=True, slots=True)
class IsNull(Expression):
    """`x IS [NOT] NULL`."""

    operand: Expression
    negated: bool


@dataclass(frozen=True, slots=True)
class IsTyped(Expression):
    """`x IS [NOT] :: TYPE`; the type as written, upper case, single spaces."""

    operand: Expression
    type_name: str
    negated: bool


@dataclass(frozen=True, slots=True)
class IsNormalized(Expression):
    """`x IS [NOT] [NFC|NFD|NFKC|NFKD] NORMALIZED`."""

    operand: Expression
    form: OneOf["NFC", "NFD", "NFKC", "NFKD"]
    negated: bool


@dataclass(frozen=True, slots=True)
class HasLabels(Expression):
    """`n:Image`, `r:EVOKES`, `n IS Image|Mask`."""

    operand: Expression
    labels: LabelExpression


@dataclass(frozen=True, slots=True)
class Property(Expression):
    """`x.name`."""

    subject: Expression
    name: str


@dataclass(frozen=True, slots=True)
class Index(Expression):
    """`x[i]`: list by position, map or entity by key."""

    subject: Expression
    index: Expression


@dataclass(frozen=True, slots=True)
class Slice(Expression):
    """`x[low..high]`."""

    subject: Expression
    low: Expression | None
    high: Expression | None


@dataclass(frozen=True, slots=True)
class CaseTest(Syntax):
    """`WHEN > 5`, `WHEN IS NULL` in a simple CASE; operand null for IS NULL / IS NOT NULL."""

    operator: str
    operand: Expression | None


@dataclass(frozen=True, slots=True)
class When(Syntax):
    """One WHEN: any of the tests, then the result."""

    tests: tuple[Expression | CaseTest, ...]
    result: Expression


@dataclass(frozen=True, slots=True)
class Case(Expression):
    """`CASE [subject] WHEN … THEN … ELSE … END`."""

    subject: Expression | None
    whens: tuple[When, ...]
    otherwise: Expression | None


# --- functions, comprehensions, subqueries


@dataclass(frozen=True, slots=True)
class FunctionCall(Expression):
    """`name(arguments)`; the name as written, dots included."""

    name: str
    arguments: tuple[Expression, ...]
    distinct: bool


@dataclass(frozen=True, slots=True)
class CountStar(Expression):
    """`count(*)`."""


@dataclass(frozen=True, slots=True)
class ListComprehension(Expression):
    """`[x IN source WHERE … | result]`."""

    variable: str
    source: Expression
    where: Expression | None
    result: Expression | None


@dataclass(frozen=True, slots=True)
class Quantifier(Expression):
    """`all|any|none|single(x IN source WHERE …)`."""

    kind: OneOf["all", "any", "none", "single"]
    variable: str
    source: Expression
    where: Expression


@dataclass(frozen=True, slots=True)
class Reduce(Expression):
    """`reduce(accumulator = initial, x IN source | result)`."""

    accumulator: str
    initial: Expression
    variable: str
    source: Expression
    result: Expression


@dataclass(frozen=True, slots=True)
class MapProjection(Expression):
    """`n {.*, .id, other, key: value}`."""

    variable: str
    entries: tuple[ProjectionEntry, ...]


@dataclass(frozen=True, slots=True)
class ProjectionEntry(Syntax):
    """`.*` (all), `.key` (property), `name` (variable), `key: value` (value)."""

    kind: OneOf["all", "property", "variable", "value"]
    name: str
    value: Expression | None


@dataclass(frozen=True, slots=True)
class PatternComprehension(Expression):
    """`[p = (a)-->(b) WHERE … | result]`."""

    pattern: PathPattern
    where: Expression | None
    result: Expression


@dataclass(frozen=True, slots=True)
class PatternExpression(Expression):
    """A pattern as a predicate, `(a)-->(b)`, or `shortestPath(…)` as a value."""

    pattern: PathPattern


@dataclass(frozen=True, slots=True)
class Subquery(Expression):
    """`EXISTS { … }`, `COUNT { … }`, `COLLECT { … }`. A bare pattern inside becomes one MATCH."""

    kind: OneOf["EXISTS", "COUNT", "COLLECT"]
    query: Query
