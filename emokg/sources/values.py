"""Single values: text, numbers, emotions, confidences, boxes, vectors. Each is taken or Unfit."""

from __future__ import annotations

import ast
import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from emokg.sources.reject import Unfit
from emokg.taxonomy import CES, normalize_phrase

Box = tuple[float, float, float, float]
_CORNERS = ("x1", "y1", "x2", "y2")


def pick(values: Mapping[str, Any], fields: Sequence[str] | None) -> tuple[str, Any]:
    """The first of the aliases that has a value, and the value; else the first alias and None."""
    if fields is None:
        return "", None
    for field in fields:
        value = values.get(field)
        if value is None and "." in field:
            value = values
            for part in field.split("."):
                value = value.get(part) if isinstance(value, dict) else None
        if value is not None:
            return field, value
    return fields[0], None


def text(value: Any, field: str) -> str | None:
    """Text as given; None for nothing or only spaces."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise Unfit(field, value, f"is {_kind(value)}, not text")
    if not value.strip():
        return None
    try:
        value.encode()
    except UnicodeEncodeError:
        raise Unfit(field, value, "has half of a surrogate pair, which is no character") from None
    return value


def phrase(value: str, field: str) -> str:
    """The normal form of a phrase."""
    normal = normalize_phrase(value)
    if not normal:
        raise Unfit(field, value, "is a phrase without a letter or digit")
    return normal


def number(value: Any, field: str, *, as_text: bool = False) -> float:
    """A finite number. With `as_text` (CSV), the text of one."""
    if type(value) is float and math.isfinite(value):
        return value
    if as_text and isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            raise Unfit(field, value, "is not a number") from None
    if isinstance(value, bool) or not isinstance(value, int | float | np.number):
        raise Unfit(field, value, f"is {_kind(value)}, not a number")
    try:
        finite = float(value)
    except OverflowError:
        finite = math.inf
    if not math.isfinite(finite):
        raise Unfit(field, finite, "is not a finite number")
    return finite


def pixels(value: Any, field: str, *, as_text: bool = False) -> int | None:
    """A positive whole number of pixels; None for nothing."""
    if value is None:
        return None
    count = number(value, field, as_text=as_text)
    if count != int(count) or not 0 < count < 2**31:
        raise Unfit(field, value, "is not a number of pixels")
    return int(count)


def emotion(value: Any, field: str) -> str:
    """One of the eight emotions, whatever its case."""
    given = text(value, field)
    if given is None:
        raise Unfit(field, value, "a required field is missing")
    name = given.strip().lower()
    if name not in CES:
        raise Unfit(field, value, f"unknown emotion; the eight are {', '.join(CES)}")
    return name


def confidence(value: float, scale: tuple[float, float], field: str) -> dict[str, float]:
    """The confidence as a fraction of its scale, beside the raw value and the scale."""
    low, high = scale
    if not low <= value <= high:
        raise Unfit(field, value, f"is outside its scale, {low:g} to {high:g}")
    return {
        "confidence": (value - low) / (high - low),
        "confidence_raw": value,
        "confidence_min": low,
        "confidence_max": high,
    }


def scale(value: Any, field: str, *, as_text: bool = False) -> tuple[float, float]:
    """The two ends of a scale."""
    ends = nested(value, field, as_text=as_text)
    if not isinstance(ends, list | tuple) or len(ends) != 2:
        raise Unfit(field, value, "is not the two ends of a scale")
    low, high = (number(end, field) for end in ends)
    if low >= high:
        raise Unfit(field, value, "a scale runs from its lower to its upper end")
    return low, high


def nested(value: Any, field: str, *, as_text: bool = False) -> Any:
    """A list or object; with `as_text` (CSV), the JSON or the Python literal of one."""
    if isinstance(value, np.ndarray):
        return value.tolist()
    if not (as_text and isinstance(value, str)):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        try:
            return ast.literal_eval(value)
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            raise Unfit(field, value, "is not a list or object written as JSON") from None


def boxes(value: Any, field: str, size: tuple[int, int] | None, slack: float = 0.0) -> list[Box]:
    """Boxes as x1, y1, x2, y2 in pixels, inside an image of `size` (width, height) if it is known.

    Given as one or more objects of x1, y1, x2 and y2, lists of four, or one flat list of numbers.
    """
    if isinstance(value, dict):
        value = [value]
    if not isinstance(value, list | tuple):
        raise Unfit(field, value, f"is {_kind(value)}, not boxes")
    if value and isinstance(value[0], int | float):
        if len(value) % 4:
            raise Unfit(field, value, f"has {len(value)} numbers, which is not a multiple of four")
        value = [value[start : start + 4] for start in range(0, len(value), 4)]
    return [_box(part, field, size, slack) for part in value]


def _box(value: Any, field: str, size: tuple[int, int] | None, slack: float) -> Box:
    if isinstance(value, dict):
        if missing := [corner for corner in _CORNERS if value.get(corner) is None]:
            raise Unfit(field, value, f"a box lacks {', '.join(missing)}")
        value = [value[corner] for corner in _CORNERS]
    if not isinstance(value, list | tuple) or len(value) != 4:
        raise Unfit(field, value, "a box is x1, y1, x2 and y2")
    x1, y1, x2, y2 = [number(part, field) for part in value]
    if x1 >= x2 or y1 >= y2:
        raise Unfit(field, [x1, y1, x2, y2], "the box is empty or inverted")
    if x1 < 0 or y1 < 0:
        raise Unfit(field, [x1, y1, x2, y2], "the box lies outside the image")
    if size is not None and (x2 > size[0] + slack or y2 > size[1] + slack):
        raise Unfit(
            field,
            [x1, y1, x2, y2],
            f"the box lies outside the image of {size[0]} × {size[1]} pixels",
        )
    return x1, y1, x2, y2


def vector(value: Any, dimension: int, field: str) -> NDArray[np.float32]:
    """A finite vector of the right dimension that is not zero, as float32."""
    if isinstance(value, list) and any(isinstance(number, bool) for number in value):
        raise Unfit(field, value, "is not a list of numbers")
    try:
        raw = np.asarray(value)
    except ValueError:
        raise Unfit(field, value, "is not a list of numbers") from None
    if raw.dtype.kind not in "iuf":  # truth values, texts and complex numbers would be converted
        raise Unfit(field, value, "is not a list of numbers")
    if raw.ndim != 1 or len(raw) != dimension:
        shape = " × ".join(str(length) for length in raw.shape) or "one value"
        raise Unfit(field, shape, f"the DES vector has the wrong length; it needs {dimension}")
    with np.errstate(over="ignore"):  # what float32 cannot hold becomes infinite, refused below
        array: NDArray[np.float32] = raw.astype(np.float32)
    if not np.isfinite(array).all():
        raise Unfit(field, None, "the DES vector has a value that is not a finite number")
    if not array.any():
        raise Unfit(field, None, "the DES vector is zero")
    return array


def _kind(value: Any) -> str:
    names = {bool: "true or false", dict: "an object", list: "a list", str: "text"}
    return names.get(
        type(value), "a number" if isinstance(value, int | float) else "something else"
    )
