"""Operators and access over dynamic values."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

from emokg.cypher.dynamic.java import double_text
from emokg.cypher.dynamic.temporal import combined, scaled, written
from emokg.cypher.dynamic.values import (
    INTEGER_MAX,
    INTEGER_MIN,
    Temporal,
    compare,
    equals,
    fail,
    group_key,
    is_number,
    order_key,
    type_name,
)


def differs(left: Any, right: Any) -> bool | None:
    """`<>`."""
    same = equals(left, right)
    return None if same is None else not same


def _ordered(accepted: set[int]) -> Callable[[Any, Any], bool | None]:
    def test(left: Any, right: Any) -> bool | None:
        comparison = compare(left, right)
        return None if comparison is None else comparison in accepted

    return test


def truth(value: Any) -> bool | None:
    """A value used as a condition."""
    if value is None or isinstance(value, bool):
        return value
    raise fail(f"Expected a Boolean but was {type_name(value)}")


def checked(value: int) -> int:
    """An INTEGER, or the error of an overflow."""
    if not INTEGER_MIN <= value <= INTEGER_MAX:
        raise fail("long overflow")
    return value


def add(left: Any, right: Any) -> Any:
    """`+`."""
    if left is None or right is None:
        return None
    if isinstance(left, list):
        return left + right if isinstance(right, list) else [*left, right]
    if isinstance(right, list):
        return [left, *right]
    if is_number(left) and is_number(right):
        return _arithmetic(left, right, lambda a, b: a + b)
    moved = combined(left, right, 1)
    if moved is not None:
        return moved
    if isinstance(left, str) or isinstance(right, str):
        return _joined(left) + _joined(right)
    raise fail(f"Cannot add `{type_name(left)}` and `{type_name(right)}`")


def _joined(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return double_text(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Temporal) and value.tag == "$d":
        return written(value)
    raise fail(f"Cannot add `{type_name(value)}` to a `String`")


def concatenate(left: Any, right: Any) -> Any:
    """`||`."""
    if left is None or right is None:
        return None
    if type(left) is type(right) and isinstance(left, (str, list)):
        return left + right
    raise fail(f"Cannot join `{type_name(left)}` and `{type_name(right)}`")


def _arithmetic(left: Any, right: Any, operation: Callable[[Any, Any], Any]) -> Any:
    if isinstance(left, int) and isinstance(right, int):
        return checked(operation(left, right))
    return operation(float(left), float(right))


def _numeric(name: str, operation: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def apply(left: Any, right: Any) -> Any:
        if left is None or right is None:
            return None
        if not (is_number(left) and is_number(right)):
            raise fail(f"Cannot {name} `{type_name(left)}` and `{type_name(right)}`")
        return _arithmetic(left, right, operation)

    return apply


def subtract(left: Any, right: Any) -> Any:
    """`-`."""
    moved = combined(left, right, -1)
    return _minus(left, right) if moved is None else moved


def multiply(left: Any, right: Any) -> Any:
    """`*`."""
    for value, factor in ((left, right), (right, left)):
        found = scaled(value, factor, divide=False) if is_number(factor) else None
        if found is not None:
            return found
    return _times(left, right)


def divide(left: Any, right: Any) -> Any:
    """`/`."""
    if (left is None or is_number(left)) and _is_zero(right):
        raise fail("/ by zero")
    found = scaled(left, right, divide=True) if is_number(right) else None
    return _over(left, right) if found is None else found


def _is_zero(value: Any) -> bool:
    """Whether this is the INTEGER 0."""
    return is_number(value) and isinstance(value, int) and value == 0


def _quotient(left: Any, right: Any) -> Any:
    if isinstance(left, int) and isinstance(right, int):
        quotient = abs(left) // abs(right)
        if quotient > INTEGER_MAX:
            return INTEGER_MIN  # the least INTEGER by -1, as in Java
        return quotient if (left < 0) == (right < 0) else -quotient
    if right == 0:
        sign = math.copysign(1.0, right)
        return math.nan if left == 0 or left != left else math.copysign(math.inf, left) * sign
    return left / right


def _remainder(left: Any, right: Any) -> Any:
    if isinstance(left, int) and isinstance(right, int):
        if right == 0:
            raise fail("/ by zero")
        return int(math.copysign(1, left)) * (abs(left) % abs(right))
    return math.nan if right == 0 or math.isinf(left) else math.fmod(left, right)


_minus = _numeric("subtract", lambda a, b: a - b)
_times = _numeric("multiply", lambda a, b: a * b)
_over = _numeric("divide", _quotient)


def power(left: Any, right: Any) -> Any:
    """`^`, always a FLOAT."""
    if left is None or right is None:
        return None
    if not (is_number(left) and is_number(right)):
        raise fail(f"Cannot raise `{type_name(left)}` to the power of `{type_name(right)}`")
    try:
        return math.pow(left, right)
    except OverflowError:
        return math.inf
    except ValueError:
        return math.inf if left == 0 else math.nan


def negate(value: Any) -> Any:
    """`-x`."""
    if value is None:
        return None
    if not is_number(value):
        raise fail(f"Expected a number but was {type_name(value)}")
    return checked(-value) if isinstance(value, int) else 0 - value


def plus(value: Any) -> Any:
    """`+x`."""
    if value is not None and not is_number(value):
        raise fail(f"Expected a number but was {type_name(value)}")
    return value


def contains(left: Any, right: Any) -> bool | None:
    """`CONTAINS`."""
    return right in left if _texts(left, right) else None


def starts_with(left: Any, right: Any) -> bool | None:
    """`STARTS WITH`."""
    return left.startswith(right) if _texts(left, right) else None


def ends_with(left: Any, right: Any) -> bool | None:
    """`ENDS WITH`."""
    return left.endswith(right) if _texts(left, right) else None


def matches(left: Any, right: Any) -> bool | None:
    """`=~`. Python's syntax is Java's in all but corners, which are refused."""
    if not _texts(left, right):
        return None
    try:
        return re.fullmatch(right, left, re.ASCII) is not None
    except re.error as error:
        raise fail(f"Invalid Regex: {error} in {right!r}") from error


def _texts(left: Any, right: Any) -> bool:
    return isinstance(left, str) and isinstance(right, str)


OPERATORS: dict[str, Callable[..., Any]] = {
    "equals": equals,
    "differs": differs,
    "less": _ordered({-1}),
    "less_or_equal": _ordered({-1, 0}),
    "greater": _ordered({1}),
    "greater_or_equal": _ordered({1, 0}),
    "order_key": order_key,
    "group_key": group_key,
    "truth": truth,
    "add": add,
    "concatenate": concatenate,
    "subtract": subtract,
    "multiply": multiply,
    "divide": divide,
    "modulo": _numeric("take the remainder of", _remainder),
    "power": power,
    "negate": negate,
    "plus": plus,
    "contains": contains,
    "starts_with": starts_with,
    "ends_with": ends_with,
    "matches": matches,
}
