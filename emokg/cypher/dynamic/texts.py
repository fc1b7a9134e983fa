"""Conversions and text functions over dynamic values."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from emokg.cypher.dynamic.access import position
from emokg.cypher.dynamic.java import SPACES, WHITESPACE, double_text, is_integer, parse_double
from emokg.cypher.dynamic.temporal import written
from emokg.cypher.dynamic.values import (
    INTEGER_MAX,
    INTEGER_MIN,
    Temporal,
    fail,
    is_number,
    type_name,
)


def _invalid(name: str, expected: str, value: Any) -> Exception:
    return fail(
        f"Invalid input for function '{name}()': Expected {expected}, got: {type_name(value)}"
    )


def to_string(value: Any) -> str | None:
    """toString()."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return double_text(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Temporal):
        return written(value)
    raise _invalid("toString", "a String, Float, Integer, Boolean or Temporal value", value)


def to_integer(value: Any) -> int | None:
    """toInteger(): floats and texts of floats are cut towards zero."""
    if value is None:
        return None
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return _cut(value)
    if isinstance(value, str):
        if is_integer(value):
            number = int(value)
            if INTEGER_MIN <= number <= INTEGER_MAX:
                return number
            raise fail(f"integer, {value}, is too large")
        parsed = None if value != value.strip(SPACES) else parse_double(value)
        return None if parsed is None or parsed != parsed else _cut(parsed)
    raise _invalid("toInteger", "a String, Float, Integer or Boolean", value)


def _cut(value: float) -> int:
    if value != value:
        return 0
    return (
        max(INTEGER_MIN, min(INTEGER_MAX, int(value)))
        if math.isfinite(value)
        else (INTEGER_MAX if value > 0 else INTEGER_MIN)
    )


def to_float(value: Any) -> float | None:
    """toFloat()."""
    if value is None:
        return None
    if is_number(value):
        return float(value)
    if isinstance(value, str):
        return parse_double(value)
    raise _invalid("toFloat", "a String, Float or Integer", value)


def to_boolean(value: Any) -> bool | None:
    """toBoolean()."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value != 0
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.strip(SPACES).lower())
    raise _invalid("toBoolean", "a Boolean, Integer or String", value)


def _or_null(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    from emokg.errors import CypherRuntimeError

    def convert(value: Any) -> Any:
        try:
            return function(value)
        except CypherRuntimeError:
            return None

    return convert


def _each(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    tolerant = _or_null(function)

    def convert(values: Any) -> Any:
        if values is None:
            return None
        if not isinstance(values, list):
            raise fail(f"Expected a List but was {type_name(values)}")
        return [tolerant(value) for value in values]

    return convert


def text_function(name: str, apply: Callable[..., Any]) -> Callable[..., Any]:
    """A function of a text: null for null, an error for anything else."""

    def call(value: Any, *rest: Any) -> Any:
        if value is None or any(argument is None for argument in rest):
            return None
        if not isinstance(value, str):
            raise _invalid(name, "a String", value)
        return apply(value, *rest)

    return call


def substring(text: str, first: Any, *rest: Any) -> str:
    """substring(): 0-based."""
    start, *length = (position(value) or 0 for value in (first, *rest))
    if start < 0 or (length and length[0] < 0):
        raise fail("Invalid input: start and length of substring() must not be negative")
    return text[start : start + length[0]] if length else text[start:]


def left(text: str, count: Any) -> str:
    """left()."""
    length = position(count) or 0
    if length < 0:
        raise fail("Invalid input: the length of left() must not be negative")
    return text[:length]


def right(text: str, count: Any) -> str:
    """right()."""
    length = position(count) or 0
    if length < 0:
        raise fail("Invalid input: the length of right() must not be negative")
    return text[max(0, len(text) - length) :]


def split(text: str, delimiters: Any) -> list[str]:
    """split() by a text or by any of several; the empty text splits into characters."""
    words = [_word(word) for word in (delimiters if isinstance(delimiters, list) else [delimiters])]
    if "" in words:
        return list(text) if text else [""]
    parts, current, position = [], 0, 0
    while position < len(text):
        found = next((word for word in words if text.startswith(word, position)), None)
        if found is None:
            position += 1
            continue
        parts.append(text[current:position])
        position += len(found)
        current = position
    return [*parts, text[current:]]


def replace(text: str, search: Any, replacement: Any) -> str:
    """replace()."""
    return text.replace(_word(search), _word(replacement))


def _word(value: Any) -> str:
    if not isinstance(value, str):
        raise fail(f"Expected a String but was {type_name(value)}")
    return value


TEXTS: dict[str, Callable[..., Any]] = {
    "to_string": to_string,
    "to_integer": to_integer,
    "to_float": to_float,
    "to_boolean": to_boolean,
    "to_string_or_null": _or_null(to_string),
    "to_integer_or_null": _or_null(to_integer),
    "to_float_or_null": _or_null(to_float),
    "to_boolean_or_null": _or_null(to_boolean),
    "to_string_list": _each(to_string),
    "to_integer_list": _each(to_integer),
    "to_float_list": _each(to_float),
    "to_boolean_list": _each(to_boolean),
    "substring": text_function("substring", substring),
    "left": text_function("left", left),
    "right": text_function("right", right),
    "split": text_function("split", split),
    "replace": text_function("replace", replace),
    "to_upper": text_function("toUpper", str.upper),
    "to_lower": text_function("toLower", str.lower),
    "trim": text_function("trim", lambda text: text.strip(WHITESPACE)),
    "ltrim": text_function("ltrim", lambda text: text.lstrip(WHITESPACE)),
    "rtrim": text_function("rtrim", lambda text: text.rstrip(WHITESPACE)),
}
