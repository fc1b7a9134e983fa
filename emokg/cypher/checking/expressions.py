"""Expressions: is every name visible, does every function exist, may an aggregate stand here?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from emokg.cypher import tree
from emokg.cypher.checking.context import ANY, Place, undefined
from emokg.cypher.checking.functions import check_call
from emokg.cypher.checking.kinds import item_of, kind_of
from emokg.cypher.lower.aggregates import is_aggregate
from emokg.cypher.walking import children, identity, is_chance
from emokg.errors import CypherUnsupported

_LOGIC = ("AND", "OR", "XOR")
_NUMERIC = ("-", "*", "/", "%", "^")
_PATTERN = (
    "A pattern expression should only be used in order to test the existence of a pattern. "
    "It should therefore only be used in contexts that evaluate to a boolean, e.g. inside the "
    "function exists() or in a WHERE-clause."
)


def check_expression(node: tree.Expression, place: Place, *, boolean: bool = False) -> None:
    """Raise CypherSemanticError at the first thing wrong.

    `boolean` says that a truth value is asked for, so that a pattern may stand here.
    """
    if place.known and identity(node) in place.known:
        return
    if boolean and kind_of(node, place.names) == "Map":
        raise place.error(
            node, "Type mismatch: expected Boolean but was Map", "Write NOT isEmpty(…)."
        )
    match node:
        case tree.Variable():
            _variable(node.name, node, place)
        case tree.CountStar():
            _aggregate(node, "count", place)
        case tree.FunctionCall():
            _call(node, place)
        case tree.Unary(operator="NOT"):
            check_expression(node.operand, place, boolean=True)
        case tree.Binary() if node.operator in _LOGIC:
            check_expression(node.left, place, boolean=True)
            check_expression(node.right, place, boolean=True)
        case tree.Binary() if node.operator in _NUMERIC:
            _arithmetic(node, place)
        case tree.Case():
            _case(node, place)
        case tree.ListComprehension():
            check_expression(node.source, place)
            inner = _with(place, {node.variable: item_of(kind_of(node.source, place.names))})
            _maybe(node.where, inner, boolean=True)
            _maybe(node.result, inner)
        case tree.Quantifier():
            check_expression(node.source, place)
            inner = _with(place, {node.variable: item_of(kind_of(node.source, place.names))})
            check_expression(node.where, inner, boolean=True)
        case tree.Reduce():
            _reduce(node, place)
        case tree.MapProjection():
            _map_projection(node, place)
        case tree.PatternExpression():
            _pattern_expression(node, place, boolean)
        case tree.PatternComprehension():
            _pattern_comprehension(node, place)
        case tree.Subquery():
            from emokg.cypher.checking.subqueries import check_subquery

            check_subquery(node, place)
        case _:
            check_all(children(node), place)


def check_all(expressions: Iterable[tree.Expression], place: Place) -> None:
    """`check_expression` for each."""
    for expression in expressions:
        check_expression(expression, place)


def _maybe(node: tree.Expression | None, place: Place, *, boolean: bool = False) -> None:
    if node is not None:
        check_expression(node, place, boolean=boolean)


def _with(place: Place, names: dict[str, str]) -> Place:
    """Inside a list expression: its variables are visible, aggregates are not allowed."""
    return replace(
        place,
        names={**place.names, **names},
        known=frozenset(),
        aggregates="refused",
    )


def _variable(name: str, at: tree.Syntax, place: Place) -> None:
    if name in place.names:
        return
    if name in place.hidden:
        raise place.error(
            at,
            "In a WITH/RETURN with DISTINCT or an aggregation, it is not possible to access "
            f"variables declared before the WITH/RETURN: {name}",
            "Project what is needed here as a column of its own.",
        )
    raise undefined(place, name, at)


def _call(node: tree.FunctionCall, place: Place) -> None:
    check_call(node, place)
    if is_aggregate(node):
        place = _aggregate(node, node.name, place)
        if any(map(_random, node.arguments)):
            raise place.error(
                node,
                f"rand() or randomUUID() inside of {node.name}() is not supported",
                "Neo4j 5.26 refuses most of these. Compute it in a WITH and aggregate its column.",
                CypherUnsupported,
            )
    if node.name.lower() == "exists":
        check_expression(node.arguments[0], place, boolean=True)
        return
    if node.name.lower() == "size" and _is_pattern(node.arguments[0]):
        raise place.error(
            node.arguments[0],
            "A pattern expression should only be used in order to test the existence of a "
            "pattern. It can no longer be used inside the function size()",
            "Count with COUNT { (a)-->(b) }.",
        )
    check_all(node.arguments, place)


def _random(node: tree.Expression) -> bool:
    """Whether chance is asked, but for CASE and subqueries, into which Neo4j does not look."""
    if isinstance(node, (tree.Case, tree.Subquery)):
        return False
    return is_chance(node) or any(map(_random, children(node)))


def _is_pattern(node: tree.Expression) -> bool:
    return isinstance(node, tree.PatternExpression) and node.pattern.function is None


def _aggregate(node: tree.Expression, name: str, place: Place) -> Place:
    """The place inside an aggregating call."""
    if place.aggregates == "nested":
        raise place.error(
            node,
            "Can't use aggregate functions inside of aggregate functions.",
            "Aggregate in a WITH first and aggregate its column.",
        )
    if place.aggregates == "refused":
        raise place.error(
            node,
            f"Invalid use of aggregating function {name}(...) in this context",
            "Aggregate in a WITH first and use its column here.",
        )
    if place.aggregates == "ordering":
        shown = place.text[node.span.start : node.span.end]
        raise place.error(
            node,
            f"Illegal aggregation expression(s) in order by: {shown}",
            "Project it as a column and order by that column.",
        )
    return replace(place, aggregates="nested")


def _arithmetic(node: tree.Binary, place: Place) -> None:
    """An operand that is seen to be no number is refused also beside null."""
    for operand in (node.left, node.right):
        check_expression(operand, place)
        kind = kind_of(operand, place.names)
        if kind not in (ANY, "Integer", "Float"):
            raise place.error(
                operand,
                f"Type mismatch: expected Float or Integer but was {kind}",
                f"`{node.operator}` is for numbers.",
            )


def _case(node: tree.Case, place: Place) -> None:
    _maybe(node.subject, place)
    for when in node.whens:
        for test in when.tests:
            if isinstance(test, tree.CaseTest):
                _maybe(test.operand, place)
            else:
                check_expression(test, place, boolean=node.subject is None)
        check_expression(when.result, place)
    _maybe(node.otherwise, place)


def _reduce(node: tree.Reduce, place: Place) -> None:
    check_expression(node.initial, place)
    check_expression(node.source, place)
    if node.accumulator == node.variable:
        raise place.error(node, f"Variable `{node.variable}` already declared", "Rename one.")
    inner = _with(
        place,
        {node.accumulator: ANY, node.variable: item_of(kind_of(node.source, place.names))},
    )
    check_expression(node.result, inner)


def _map_projection(node: tree.MapProjection, place: Place) -> None:
    _variable(node.variable, node, place)
    for entry in node.entries:
        if entry.kind == "variable":
            _variable(entry.name, entry, place)
        elif entry.value is not None:
            check_expression(entry.value, place)


def _pattern_expression(node: tree.PatternExpression, place: Place, boolean: bool) -> None:
    from emokg.cypher.checking.patterns import check_inside, declared

    if node.pattern.function is None and not boolean:
        raise place.error(
            node, _PATTERN, "Write EXISTS { (a)-->(b) }, or a comprehension [(a)-->(b) | b]."
        )
    names, new = declared((node.pattern,), place)
    for name, at in new.items():
        if name in place.hidden:
            _variable(name, at, place)
        raise place.error(
            at,
            f"PatternExpressions are not allowed to introduce new variables: '{name}'.",
            "Leave the name out, or write EXISTS { … }.",
        )
    check_inside((node.pattern,), place.seeing(names))


def _pattern_comprehension(node: tree.PatternComprehension, place: Place) -> None:
    from emokg.cypher.checking.patterns import check_inside, declared

    names, _ = declared((node.pattern,), place)
    inner = _with(place, dict(names))
    check_inside((node.pattern,), inner)
    _maybe(node.where, inner, boolean=True)
    check_expression(node.result, inner)
