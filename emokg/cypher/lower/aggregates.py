"""Aggregating functions.

Nulls are left out (also by collect). Over no rows: count and sum are 0, collect is [], the rest
null; the deviation of one value is 0.0. sum of INTEGER is an INTEGER and overflows with an error.
min and max of unlike types go by the order of ORDER BY. collect keeps the order the rows are in;
where they have none it goes by the numbers of the entities matched, with DISTINCT by value, so that
an answer can be repeated.
Percentiles: Neo4j's formulas (PercentileContFunction, PercentileDiscFunction).
"""

from __future__ import annotations

from emokg.cypher import tree
from emokg.cypher.lower.dispatch import dynamic, lower
from emokg.cypher.lower.frame import Frame
from emokg.cypher.lower.ordering import sort_key
from emokg.cypher.types import ANY, FLOAT, INTEGER, Kind, list_of
from emokg.cypher.values import NULL_VALUE, Value, coerce
from emokg.cypher.walking import children
from emokg.errors import CypherSemanticError

AGGREGATES = frozenset(
    [
        "count",
        "sum",
        "avg",
        "min",
        "max",
        "collect",
        "stdev",
        "stdevp",
        "percentilecont",
        "percentiledisc",
    ]
)


def is_aggregate(expression: object) -> bool:
    """Whether this is itself a call of an aggregating function."""
    return isinstance(expression, tree.CountStar) or (
        isinstance(expression, tree.FunctionCall) and expression.name.lower() in AGGREGATES
    )


def aggregates_in(expression: tree.Expression) -> list[tree.Expression]:
    """Aggregating calls in an expression, subqueries aside."""
    if isinstance(expression, tree.CountStar) or is_aggregate(expression):
        return [expression]
    if isinstance(expression, (tree.Subquery, tree.PatternComprehension)):
        return []
    return [found for child in children(expression) for found in aggregates_in(child)]


def aggregate(expression: tree.Expression, frame: Frame) -> Value:
    """The SQL aggregate of one call, over the rows of `frame`."""
    if isinstance(expression, tree.CountStar):
        return Value("count(*)", INTEGER)
    assert isinstance(expression, tree.FunctionCall)
    name = expression.name.lower()
    argument = lower(expression.arguments[0], frame)
    distinct = "DISTINCT " if expression.distinct else ""
    if name == "count":
        return _count(argument, distinct, frame)
    if name == "collect":
        return _collect(argument, expression.distinct, frame)
    if argument.type.kind is Kind.NULL:
        return _of_nulls(name)
    if name in ("min", "max"):
        return _extreme(name, argument, frame)
    if argument.type.kind is Kind.ANY:
        return _dynamic(name, argument, expression, frame)
    if not argument.type.numeric:
        raise frame.compilation.error(
            CypherSemanticError,
            expression,
            f"Type mismatch: {expression.name}() expects numbers but was given {argument.type}",
        )
    if name.startswith("percentile"):
        return _percentile(name, argument, expression, frame)
    return _numeric(name, argument, distinct)


def _count(argument: Value, distinct: str, frame: Frame) -> Value:
    if argument.type.kind is Kind.NULL:
        return Value("CAST(0 AS BIGINT)", INTEGER)
    text = argument.sql if not distinct else sort_key(argument, frame)
    if distinct and text != argument.sql:
        text = f"CASE WHEN {argument.sql} IS NULL THEN NULL ELSE {text} END"
    return Value(f"count({distinct}{text})", INTEGER)


def _collect(argument: Value, distinct: bool, frame: Frame) -> Value:
    kind = list_of(argument.type)
    if argument.type.kind is Kind.NULL:
        return Value(f"CAST([] AS {kind.sql})", kind, nullable=False)
    ordered = bool(frame.order)
    own_key = sort_key(argument, frame) == argument.sql
    word = "DISTINCT " if distinct and own_key and not ordered else ""
    kept = f"FILTER ({argument.sql} IS NOT NULL)"
    terms = [] if word else frame.natural_order()
    order = " ORDER BY " + ", ".join(map(" ".join, terms)) if terms else ""
    text = f"coalesce(list({word}{argument.sql}{order}) {kept}, CAST([] AS {kind.sql}))"
    if word:
        text = f"list_sort({text})"
    elif distinct:
        text = first_of_each(Value(text, kind), frame)
    return Value(text, kind, nullable=False)


def first_of_each(values: Value, frame: Frame) -> str:
    """A list without repetitions, each item where it came first."""
    item = Value("e", values.type.element)
    key = sort_key(item, frame)
    keys = values.sql if key == item.sql else f"list_transform({values.sql}, lambda e: {key})"
    return f"list_filter({values.sql}, lambda e, i: list_position({keys}, ({keys})[i]) = i)"


def _of_nulls(name: str) -> Value:
    if name == "sum":
        return Value("CAST(0 AS BIGINT)", INTEGER)
    return NULL_VALUE


def _extreme(name: str, argument: Value, frame: Frame) -> Value:
    key = sort_key(argument, frame)
    if key == argument.sql:
        return Value(f"{name}({argument.sql})", argument.type)
    kept = f"CASE WHEN {argument.sql} IS NULL THEN NULL ELSE {key} END"
    return Value(f"arg_{name}({argument.sql}, {kept})", argument.type)


def _numeric(name: str, argument: Value, distinct: str) -> Value:
    text = argument.sql
    if name == "sum":
        if argument.type.kind is Kind.INTEGER:
            return Value(f"CAST(coalesce(sum({distinct}{text}), 0) AS BIGINT)", INTEGER)
        return Value(f"coalesce(sum({distinct}{text}), CAST(0 AS DOUBLE))", FLOAT)
    if name == "avg":
        return Value(f"CAST(avg({distinct}{text}) AS DOUBLE)", FLOAT)
    function = {"stdev": "stddev_samp", "stdevp": "stddev_pop"}[name]
    deviation = f"coalesce({function}({distinct}{text}), CAST(0 AS DOUBLE))"
    return Value(f"CASE WHEN count({text}) = 0 THEN NULL ELSE {deviation} END", FLOAT)


def _percentile(name: str, argument: Value, expression: tree.FunctionCall, frame: Frame) -> Value:
    share = lower(expression.arguments[1], frame)
    if not share.type.numeric:
        raise frame.compilation.error(
            CypherSemanticError, expression.arguments[1], "A percentile is a number from 0.0 to 1.0"
        )
    distinct = "DISTINCT " if expression.distinct else ""
    p = f"any_value({coerce(share, FLOAT)})"
    checked = (
        f"CASE WHEN {p} BETWEEN 0 AND 1 THEN {p} ELSE error('Invalid input ''' || {p} || "
        f"''' is not a valid argument, must be a number in the range 0.0 to 1.0') END"
    )
    values = f"list_sort(list({distinct}{argument.sql}) FILTER ({argument.sql} IS NOT NULL))"
    helper = "percentile_cont" if name == "percentilecont" else "percentile_disc"
    kind = argument.type
    if name == "percentilecont" and kind == INTEGER:
        kind = ANY  # Neo4j gives the INTEGER itself where the position is exact
    listed = Value(values, list_of(argument.type))
    text = dynamic(frame, helper, listed, Value(checked, FLOAT), returns=kind)
    return Value(f"CASE WHEN count({argument.sql}) = 0 THEN NULL ELSE {text.sql} END", kind)


def _dynamic(name: str, argument: Value, expression: tree.FunctionCall, frame: Frame) -> Value:
    """Numbers of both kinds, or a type only the rows tell: collected, then computed."""
    rest = [lower(extra, frame) for extra in expression.arguments[1:]]
    listed = f"list({argument.sql}{frame.order_by()}) FILTER ({argument.sql} IS NOT NULL)"
    values = Value(f"coalesce({listed}, CAST([] AS VARCHAR[]))", list_of(argument.type))
    if expression.distinct:
        values = dynamic(frame, "distinct", values)
    shares = [Value(f"any_value({value.sql})", value.type) for value in rest]
    helper = {"percentilecont": "percentile_cont", "percentiledisc": "percentile_disc"}
    return dynamic(frame, helper.get(name, name) + "_any", values, *shares)


def contains_aggregate(expression: tree.Expression) -> bool:
    """Whether an aggregating call occurs in an expression."""
    return bool(aggregates_in(expression))
