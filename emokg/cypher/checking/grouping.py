"""Beside an aggregate, a column may use only what is a grouping key by itself."""

from __future__ import annotations

from collections.abc import Iterable

from emokg.cypher import tree
from emokg.cypher.checking.context import Place
from emokg.cypher.lower.aggregates import aggregates_in, is_aggregate
from emokg.cypher.walking import children, identity


def check_grouping(items: Iterable[tree.Item], starred: Iterable[str], place: Place) -> None:
    """Raise CypherSemanticError for a column that mixes an aggregate with what is no key."""
    every = list(items)
    keys = {
        identity(item.expression)
        for item in every
        if _simple(item.expression) and not aggregates_in(item.expression)
    }
    keys |= {identity(tree.Variable(tree.Span(0, 0), name)) for name in starred}
    for item in every:
        if not aggregates_in(item.expression):
            continue
        illegal = list(_ungrouped(item.expression, keys, frozenset()))
        if illegal:
            shown = ", ".join(place.text[at.span.start : at.span.end] for at in illegal)
            raise place.error(
                item,
                f"Aggregation column contains implicit grouping expressions: {shown}",
                "Project it as a column of its own, or compute it in a WITH before.",
            )


def _simple(expression: tree.Expression) -> bool:
    """A variable, or a property of one."""
    if isinstance(expression, tree.Property):
        return isinstance(expression.subject, tree.Variable)
    return isinstance(expression, tree.Variable)


def _ungrouped(
    expression: tree.Expression, keys: set[str], local: frozenset[str]
) -> Iterable[tree.Expression]:
    if is_aggregate(expression) or isinstance(
        expression, (tree.Subquery, tree.PatternComprehension, tree.PatternExpression)
    ):
        return
    if _simple(expression):
        variable = expression.subject if isinstance(expression, tree.Property) else expression
        assert isinstance(variable, tree.Variable)
        if variable.name not in local and not {identity(expression), identity(variable)} & keys:
            yield expression
        return
    source: tree.Expression | None = None
    if isinstance(expression, (tree.ListComprehension, tree.Quantifier)):
        source = expression.source
        yield from _ungrouped(source, keys, local)
        local |= {expression.variable}
    elif isinstance(expression, tree.Reduce):
        local |= {expression.variable, expression.accumulator}
    for child in children(expression):
        if child is not source:
            yield from _ungrouped(child, keys, local)
