"""The syntax tree of the reading part of Cypher 5. Every node keeps where it stood in the text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal as OneOf


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


# --- patterns


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
    """`:$(expression)`."""

    expression: Expression


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


# --- clauses


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
