"""WITH and RETURN: names of columns, what ORDER BY and WHERE may see, SKIP and LIMIT."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from emokg.cypher import tree
from emokg.cypher.checking.context import Place
from emokg.cypher.checking.expressions import check_expression
from emokg.cypher.checking.grouping import check_grouping
from emokg.cypher.checking.kinds import kind_of
from emokg.cypher.lower.aggregates import aggregates_in
from emokg.cypher.walking import identity, walk


def check_projection(
    clause: tree.With | tree.Return, place: Place, *, aliased: str | None = None
) -> dict[str, str]:
    """The columns with their kinds. `aliased` names the clause if columns need an alias."""
    projection = clause.projection
    items = projection.items
    if projection.star and isinstance(clause, tree.Return) and not place.names and not items:
        raise place.error(
            clause,
            "RETURN * is not allowed when there are no variables in scope",
            "Name something in a pattern, or return an expression.",
        )
    starred = dict(place.names) if projection.star else {}
    inside = replace(place, aggregates="allowed")
    for item in items:
        check_expression(item.expression, inside)
    _check_names(items, starred, place, aliased)
    grouped = any(aggregates_in(item.expression) for item in items)
    if grouped:
        check_grouping(items, {**place.outer, **starred}, place)
    columns = {
        **starred,
        **{item.name: kind_of(item.expression, place.names) for item in items},
    }
    after = _after(projection, place, columns, grouped)
    for key in projection.order:
        if aggregates_in(key.expression) and not grouped:
            word = "WITH" if isinstance(clause, tree.With) else "RETURN"
            raise place.error(
                aggregates_in(key.expression)[0],
                "Cannot use aggregation in ORDER BY if there are no aggregate expressions in "
                f"the preceding {word}",
                f"Aggregate in a column of {word} and order by that column.",
            )
        check_expression(key.expression, after)
    for word, bound in (("SKIP", projection.skip), ("LIMIT", projection.limit)):
        if bound is not None:
            _check_bound(word, bound, place)
    if isinstance(clause, tree.With) and clause.where is not None:
        where = after if grouped else replace(after, aggregates="refused")
        check_expression(clause.where, where, boolean=True)
    return columns


def _after(
    projection: tree.Projection, place: Place, columns: dict[str, str], grouped: bool
) -> Place:
    """Where ORDER BY and WHERE stand."""
    if not grouped and not projection.distinct:
        return place.seeing({**place.names, **columns})
    return replace(
        place,
        names={**place.outer, **columns},
        hidden=frozenset(place.names) - set(place.outer) - set(columns),
        known=frozenset(identity(item.expression) for item in projection.items),
        aggregates="ordering" if grouped else "refused",
    )


def _check_names(
    items: Sequence[tree.Item], starred: dict[str, str], place: Place, aliased: str | None
) -> None:
    seen = set(starred)
    for item in items:
        bare = item.alias is None and not isinstance(item.expression, tree.Variable)
        if bare and aliased is not None:
            raise place.error(
                item,
                f"Expression in {aliased} must be aliased (use AS)",
                f"As in {item.text} AS name.",
            )
        if item.name in seen:
            raise place.error(
                item,
                "Multiple result columns with the same name are not supported",
                f"Give one of the columns `{item.name}` another name with AS.",
            )
        seen.add(item.name)
        if item.name in place.outer and not isinstance(item.expression, tree.Variable):
            raise shadowing(place, item.name, item)


def shadowing(place: Place, name: str, at: tree.Syntax | int) -> Exception:
    """A name of the enclosing query is given another meaning."""
    what = (
        "an imported variable with the same name"
        if place.imported
        else ("a variable with the same name from the outer scope")
    )
    return place.error(at, f"The variable `{name}` is shadowing {what} and needs to be renamed")


def _check_bound(word: str, bound: tree.Expression, place: Place) -> None:
    if isinstance(bound, tree.Literal):
        value = bound.value
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise place.error(
                bound,
                f"Invalid input. '{place.text[bound.span.start : bound.span.end].strip(chr(39))}' "
                f"is not a valid value for {word}. Must be a non-negative integer.",
            )
        return
    for found in walk(bound):
        if isinstance(found, (tree.Variable, tree.MapProjection)):
            raise place.error(
                found,
                f"It is not allowed to refer to variables in {word}, "
                f"so that the value for {word} can be statically calculated.",
                "Use a number or a parameter.",
            )
        if isinstance(found, (tree.Subquery, tree.PatternExpression, tree.PatternComprehension)):
            raise place.error(
                found,
                f"It is not allowed to use patterns in the expression for {word}, "
                f"so that the value for {word} can be statically calculated.",
                "Use a number or a parameter.",
            )
    check_expression(bound, place.seeing({}))
