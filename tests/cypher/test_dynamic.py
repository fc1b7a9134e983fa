"""Typed SQL and the functions of dynamic values must mean the same.

Every operation is asked twice: of parameters whose types the compiler knows, and of the same values
taken out of a list of mixed types, of which it knows nothing.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emokg.cypher import run
from emokg.cypher.dynamic.values import decode, encode, equals, order_key
from emokg.errors import CypherSemanticError, EmoKGError
from emokg.graph.model import GraphModel

EMPTY = GraphModel((), ())
CONNECTION = duckdb.connect()

integers = st.integers(-(2**63), 2**63 - 1) | st.integers(-3, 3)
floats = st.sampled_from([0.0, 1.0, -1.5, 2.5, 1e10, math.inf, -math.inf, math.nan])
scalars = st.none() | st.booleans() | integers | floats | st.text("ab.é'\"\\ ", max_size=3)
values = scalars | st.lists(scalars, max_size=3)

UNARY = [
    "toString($a)",
    "toInteger($a)",
    "toFloat($a)",
    "toBoolean($a)",
    "size($a)",
    "reverse($a)",
    "isEmpty($a)",
    "head($a)",
    "last($a)",
    "tail($a)",
    "-$a",
    "abs($a)",
    "toUpper($a)",
    "trim($a)",
    "$a IS NULL",
    "[x IN $a | x]",
    "any(x IN $a WHERE x = 1)",
]
BINARY = [
    *(f"$a {op} $b" for op in ("=", "<>", "<", "<=", ">", ">=", "+", "-", "*", "/", "%", "IN")),
    "$a STARTS WITH $b",
    "$a ENDS WITH $b",
    "$a CONTAINS $b",
    "$a[$b]",
    "split($a, $b)",
    "left($a, $b)",
    "substring($a, $b)",
    "replace($a, $b, 'z')",
]


def answer(text: str, parameters: dict[str, Any]) -> Any:
    try:
        (value,) = run(CONNECTION, EMPTY, text, parameters).column("x")
    except CypherSemanticError:
        return "refused before running"
    except EmoKGError:
        return "error"
    return same(value)


def same(value: Any) -> Any:
    if isinstance(value, list):
        return [same(item) for item in value]
    if isinstance(value, float):
        return repr(value)
    return value


def both_ways(expression: str, parameters: dict[str, Any]) -> None:
    typed = answer(f"RETURN {expression} AS x", parameters)
    unknown = expression
    for position, name in enumerate(parameters):
        unknown = unknown.replace(f"${name}", f"$mixed[{position}]")
    mixed = [*parameters.values(), 1, "text", 1.5]
    dynamic = answer(f"RETURN {unknown} AS x", {"mixed": mixed})
    assert typed in (dynamic, "refused before running")


@pytest.mark.parametrize("expression", UNARY)
@settings(max_examples=40, deadline=None)
@given(a=values)
def test_operations_on_one_value(expression: str, a: Any) -> None:
    both_ways(expression, {"a": a})


@pytest.mark.parametrize("expression", BINARY)
@settings(max_examples=60, deadline=None)
@given(a=values, b=values)
def test_operations_on_two_values(expression: str, a: Any, b: Any) -> None:
    both_ways(expression, {"a": a, "b": b})


nested = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["a", "$n", "$$", "b c"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(nested)
def test_values_survive_encoding(value: Any) -> None:
    assert repr(decode(encode(value))) == repr(value)


@given(nested, nested)
def test_equal_values_have_equal_keys(a: Any, b: Any) -> None:
    if equals(a, b):
        assert order_key(a) == order_key(b)


@given(st.lists(integers | st.floats(allow_nan=False), min_size=2, max_size=5))
def test_keys_sort_numbers_by_value(numbers: list[float]) -> None:
    keyed = sorted(numbers, key=order_key)
    assert all(a <= b for a, b in pairwise(keyed))
