"""A query: its clauses in order, and UNION.

UNION keeps each row once, UNION ALL keeps all; columns go by name, and a column whose parts differ
in type holds both.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from emokg.cypher import tree
from emokg.cypher.lower.call import call
from emokg.cypher.lower.frame import Frame
from emokg.cypher.lower.grouping import distinct
from emokg.cypher.lower.match import match as join_patterns
from emokg.cypher.lower.optional import optional
from emokg.cypher.lower.ordering import order_matters
from emokg.cypher.lower.projection import project
from emokg.cypher.lower.shared import share, shared_clauses
from emokg.cypher.lower.unwind import unwind
from emokg.cypher.types import Type, join_all
from emokg.cypher.values import Value, coerce
from emokg.errors import CypherSemanticError


@dataclass(frozen=True, slots=True)
class Selected:
    """A whole query as SQL with columns c0, c1, …, and o0, o1, … that its rows are ordered by."""

    sql: str
    columns: tuple[tuple[str, Type], ...]
    order: tuple[tuple[str, str], ...]

    @property
    def ordered(self) -> str:
        """The text with its ORDER BY."""
        terms = ", ".join(f"{name} {direction}" for name, direction in self.order)
        return f"{self.sql} ORDER BY {terms}" if terms else self.sql


def query(node: tree.Query, frames: list[Frame]) -> Selected:
    """The query with one starting frame for each of its parts."""
    shared, parts = "", node.parts
    if common := shared_clauses(parts, frames):
        start = replace(parts[0], clauses=parts[0].clauses[:common])
        shared, frames = share(rows(start, frames[0]), frames)
        parts = tuple(replace(part, clauses=part.clauses[common:]) for part in parts)
    results = [rows(part, frame) for part, frame in zip(parts, frames, strict=True)]
    if len(results) == 1:
        return select(results[0])
    names = list(results[0].variables)
    for part, result in zip(node.parts, results, strict=True):
        if set(result.variables) != set(names):
            raise result.compilation.error(
                CypherSemanticError,
                part,
                "All sub queries in an UNION must have the same return column names",
            )
    united = _unite(results, names, shared)
    if not all(node.all_rows):
        united = distinct(united, dict(united.variables))
    return select(united)


def _unite(results: list[Frame], names: list[str], shared: str) -> Frame:
    kinds = {name: join_all(result.variables[name].type for result in results) for name in names}
    texts = []
    for result in results:
        columns = [
            f"{coerce(result.variables[name], kinds[name])} AS c{i}" for i, name in enumerate(names)
        ]
        texts.append(f"({result.select(columns or ['1 AS c0'])}{result.order_by()})")
    first = results[0]
    outer = Frame(first.compilation, parent=first.parent)
    alias = outer.fresh("u")
    outer.items.append(f"CROSS JOIN ({shared}{' UNION ALL '.join(texts)}) AS {alias}")
    for i, name in enumerate(names):
        outer.bind(name, Value(f"{alias}.c{i}", kinds[name], plain=True))
    return outer


def rows(part: tree.SingleQuery, frame: Frame) -> Frame:
    """The frame after all clauses of a single query."""
    for position, clause in enumerate(part.clauses):
        last = position == len(part.clauses) - 1
        if frame.order and not order_matters(part.clauses[position:]):
            frame.order = []
        frame = _clause(clause, frame, last)
    return frame


def _clause(clause: tree.Clause, frame: Frame, last: bool) -> Frame:
    match clause:
        case tree.Match(optional=True):
            return optional(clause, frame)
        case tree.Match():
            join_patterns(clause.patterns, clause.where, frame)
            return frame
        case tree.Unwind():
            return unwind(clause, frame)
        case tree.With():
            return project(clause.projection, frame, where=clause.where)
        case tree.Return():
            return project(clause.projection, frame, last=last)
        case tree.CallSubquery():
            return call(clause, frame)
        case tree.Finish():
            frame.filters.append("FALSE")
            frame.variables = {}
            return frame
    raise frame.compilation.unsupported(
        clause,
        f"The clause {type(clause).__name__}",
        "Procedures are not part of the embedded store; ask with MATCH.",
    )


def select(frame: Frame) -> Selected:
    """The text of a frame whose variables are the columns."""
    columns = [
        f"{coerce(value, value.type)} AS c{i}" for i, value in enumerate(frame.variables.values())
    ]
    order = []
    for i, (text, direction) in enumerate(frame.order):
        columns.append(f"{text} AS o{i}")
        order.append((f"o{i}", direction))
    named = tuple((name, value.type) for name, value in frame.variables.items())
    return Selected(frame.select(columns or ["1 AS c0"]), named, tuple(order))
