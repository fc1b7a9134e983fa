"""Aggregating functions.

Nulls are left out (also by collect). Over no rows: count and sum are 0, collect is [], the rest
null; the deviation of one value is 0.0. sum of INTEGER is an INTEGER; where it might not have been
one on the way, Neo4j goes on with a FLOAT, and it is refused here. sum of FLOAT over no values is
the INTEGER 0 too, see `Kind.TOTAL`.
min and max of unlike types go by the order of ORDER BY. collect keeps the order the rows are in;
where they have none it goes by the numbers of the entities matched, with DISTINCT by value, so that
an answer can be repeated.
Percentiles: Neo4j's formulas (PercentileContFunction, PercentileDiscFunction).
"""

from __future__ import annotations

from dataclasses import replace

from emokg.cypher import tree
from emokg.cypher.dynamic.values import INTEGER_MAX
from emokg.cypher.lower.dispatch import dynamic, lower, lower_total
from emokg.cypher.lower.frame import Frame
from emokg.cypher.lower.ordering import group_key, no_nan, sort_key
from emokg.cypher.types import ANY, FLOAT, INEXACT, INTEGER, NULL, TOTAL, Kind, list_of
from emokg.cypher.values import Value, coerce, null, settled
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
        return Value("count(*)", INTEGER, nullable=False, counts=True)
    assert isinstance(expression, tree.FunctionCall)
    name = expression.name.lower()
    argument = lower_total(expression.arguments[0], frame)
    if name != "sum":
        argument = settled(argument)
    distinct = "DISTINCT " if expression.distinct else ""
    if distinct and argument.type.kind is Kind.FLOAT:
        argument = replace(argument, sql=no_nan(argument.sql, argument.sql), plain=False)
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
    if not argument.type.numeric and argument.type.kind is not Kind.TOTAL:
        raise frame.compilation.error(
            CypherSemanticError,
            expression,
            f"Type mismatch: {expression.name}() expects numbers but was given {argument.type}",
        )
    if name.startswith("percentile"):
        return _percentile(name, argument, expression, frame)
    return _numeric(name, argument, distinct, expression)


def _count(argument: Value, distinct: str, frame: Frame) -> Value:
    if argument.type.kind is Kind.NULL:
        return Value("count(NULL)", INTEGER, nullable=False)
    text = argument.sql if not distinct else group_key(argument, frame)
    if distinct and text != argument.sql:
        text = f"CASE WHEN {argument.sql} IS NULL THEN NULL ELSE {text} END"
    return Value(f"count({distinct}{text})", INTEGER, nullable=False, counts=True)


def _collect(argument: Value, distinct: bool, frame: Frame) -> Value:
    kind = list_of(argument.type)
    if argument.type.kind is Kind.NULL:
        nothing = f"list({null(argument.type)}) FILTER (FALSE)"
        return Value(f"coalesce({nothing}, CAST([] AS {kind.sql}))", kind, nullable=False)
    ordered = bool(frame.order)
    own_key = group_key(argument, frame) == argument.sql
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
    key = group_key(item, frame)
    keys = values.sql if key == item.sql else f"list_transform({values.sql}, lambda e: {key})"
    return f"list_filter({values.sql}, lambda e, i: list_position({keys}, ({keys})[i]) = i)"


def _of_nulls(name: str) -> Value:
    """An aggregate all the same, lest the rows stay apart."""
    if name == "sum":
        return Value("count(NULL)", INTEGER, nullable=False)
    return Value(f"max({null(NULL)})", NULL)


def _extreme(name: str, argument: Value, frame: Frame) -> Value:
    key = sort_key(argument, frame)
    if argument.type.kind is Kind.FLOAT and key == argument.sql:
        return Value(_signed(name, argument.sql), argument.type)
    if key == argument.sql:
        return Value(f"{name}({argument.sql})", argument.type, counts=argument.counts)
    kept = f"CASE WHEN {argument.sql} IS NULL THEN NULL ELSE {key} END"
    return Value(f"arg_{name}({argument.sql}, {kept})", argument.type)


def _signed(name: str, text: str) -> str:
    """The least or greatest of FLOATs; -0.0 is less than 0.0, which DuckDB takes for the same."""
    wanted = f"{'NOT ' if name == 'max' else ''}signbit({text})"
    zero = f"CASE WHEN bool_or({text} = 0 AND {wanted}) THEN {{}} ELSE {{}} END"
    signs = ("CAST(0 AS DOUBLE)", "-CAST(0 AS DOUBLE)")
    zero = zero.format(*(signs if name == "max" else signs[::-1]))
    return f"CASE WHEN {name}({text}) = 0 THEN {zero} ELSE {name}({text}) END"


def _numeric(name: str, argument: Value, distinct: str, expression: tree.FunctionCall) -> Value:
    text = argument.sql
    if name == "sum":
        small = argument.counts or _is_small(expression.arguments[0])
        return _sum(argument, distinct, small=small)
    if name == "avg":
        mean = f"CAST(avg({distinct}{text}) AS DOUBLE)"
        return Value(f"CASE WHEN isinf({mean}) THEN error('{_FAR}') ELSE {mean} END", INEXACT)
    function = {"stdev": "stddev_samp", "stdevp": "stddev_pop"}[name]
    deviation = f"coalesce({function}({distinct}{text}), CAST(0 AS DOUBLE))"
    return Value(f"CASE WHEN count({text}) = 0 THEN NULL ELSE {deviation} END", INEXACT)


def _sum(argument: Value, distinct: str, *, small: bool) -> Value:
    text = argument.sql
    if argument.type.kind is not Kind.INTEGER:
        return Value(f"sum({distinct}{text})", TOTAL, nullable=False)
    total = f"coalesce(sum({distinct}{text}), 0)"
    if not small:
        # no order of adding leaves 64 bits where as many of the farthest from 0 do not
        farthest = f"greatest(CAST(max({text}) AS HUGEINT), -CAST(min({text}) AS HUGEINT))"
        passes = f"{farthest} * count({text}) > {INTEGER_MAX}"
        total = f"CASE WHEN {passes} THEN error('{_PASSED}') ELSE {total} END"
    return Value(f"CAST({total} AS BIGINT)", INTEGER, nullable=False, counts=argument.counts)


def _is_small(expression: tree.Expression) -> bool:
    """Whether an INTEGER is far too small for the sum of any number of them to overflow."""
    if isinstance(expression, tree.Literal):
        return not isinstance(expression.value, int) or abs(expression.value) < 2**31
    if isinstance(expression, tree.Case):
        results = [when.result for when in expression.whens]
        return all(_is_small(found) for found in [*results, expression.otherwise] if found)
    return isinstance(expression, tree.FunctionCall) and expression.name.lower() == "size"


_FAR = (
    "CypherUnsupported: avg() that is infinite is not supported, it depends on the order of the "
    "rows: write sum(x) / count(x)"
)
_PASSED = (
    "CypherUnsupported: sum() of integers that may pass 64 bits is not supported: "
    "write sum(toFloat(…))"
)


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
