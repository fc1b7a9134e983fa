"""EXISTS { }, COUNT { }, COLLECT { }, pattern predicates and pattern comprehensions.

Each is a correlated subquery that sees every variable around it. EXISTS is never null; COUNT of
nothing is 0 and COLLECT of nothing []; COLLECT keeps nulls and the order its query asks for.
"""

from __future__ import annotations

from dataclasses import replace

from emokg.cypher import tree
from emokg.cypher.lower.correlation import count, exists
from emokg.cypher.lower.dispatch import lower, lowers
from emokg.cypher.lower.frame import Frame
from emokg.cypher.lower.match import match
from emokg.cypher.lower.nesting import nest
from emokg.cypher.types import INTEGER, PATH, list_of
from emokg.cypher.values import Value, boolean, coerce, settled
from emokg.errors import CypherSemanticError

_PATH, _RESULT = " path", " result"


@lowers
def _subquery(node: tree.Subquery, frame: Frame) -> Value:
    from emokg.cypher.lower.query import query, rows

    frame.check_subquery()
    if not isinstance(node.query.parts[0].clauses[-1], tree.Return) and len(node.query.parts) == 1:
        inner = rows(node.query.parts[0], frame.child())
        if node.kind == "EXISTS":
            return boolean(exists(inner))
        if node.kind == "COUNT":
            return Value(count(inner, frame), INTEGER, nullable=False, counts=True)
    selected = query(node.query, [frame.child() for _ in node.query.parts])
    if node.kind == "EXISTS":
        return boolean(f"EXISTS ({selected.sql})")
    alias = frame.fresh("s")
    if node.kind == "COUNT":
        text = f"(SELECT count(*) FROM ({selected.sql}) AS {alias})"
        return Value(text, INTEGER, nullable=False, counts=True)
    if len(selected.columns) != 1:
        raise frame.compilation.error(
            CypherSemanticError, node, "COLLECT must return exactly one column"
        )
    terms = ", ".join(f"{alias}.{name} {direction}" for name, direction in selected.order)
    order = f" ORDER BY {terms}" if terms else ""
    item = settled(Value(f"{alias}.c0", selected.columns[0][1]))
    kind = list_of(item.type)
    text = f"(SELECT list({item.sql}{order}) FROM ({selected.sql}) AS {alias})"
    return Value(f"coalesce({text}, CAST([] AS {kind.sql}))", kind, nullable=False)


@lowers
def _pattern(node: tree.PatternExpression, frame: Frame) -> Value:
    frame.check_subquery()
    inner = frame.child()
    if node.pattern.function is not None:
        match((replace(node.pattern, variable=_PATH),), None, inner)
        path = inner.variables[_PATH].sql
        if node.pattern.function == "shortestPath":
            return Value(f"({inner.select([path])} LIMIT 1)", PATH)
        kind = list_of(PATH)
        text = f"({inner.select([f'list({path})'])})"
        return Value(f"coalesce({text}, CAST([] AS {kind.sql}))", kind, nullable=False)
    match((node.pattern,), None, inner)
    return boolean(exists(inner))


@lowers
def _comprehension(node: tree.PatternComprehension, frame: Frame) -> Value:
    frame.check_subquery()
    inner = frame.child()
    match((node.pattern,), node.where, inner)
    # as a column first: SQL takes an aggregate of nothing but outer columns for the outer query's
    inner = nest(inner, {_RESULT: lower(node.result, inner)})
    result = inner.variables[_RESULT]
    kind = list_of(result.type)
    text = f"(SELECT list({coerce(result, result.type)}){inner.source()})"
    return Value(f"coalesce({text}, CAST([] AS {kind.sql}))", kind, nullable=False)
