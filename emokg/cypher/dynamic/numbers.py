"""Aggregates over collected dynamic numbers, and percentiles."""

from __future__ import annotations

import decimal
import math
from collections.abc import Callable
from typing import Any

from emokg.cypher.dynamic.durations import TAG as DURATION
from emokg.cypher.dynamic.durations import Duration, sum_of
from emokg.cypher.dynamic.temporal import duration_of
from emokg.cypher.dynamic.values import (
    INTEGER_MAX,
    INTEGER_MIN,
    Temporal,
    fail,
    is_number,
    refuse,
    type_name,
)


def _numbers(values: list[Any], name: str) -> list[Any]:
    for value in values:
        if not is_number(value):
            raise fail(
                f"{name}() can only handle numerical values, duration, and null, "
                f"not {type_name(value)}"
            )
    return values


def total(values: list[Any]) -> Any:
    """sum(): INTEGER while all are and none of the sums on the way overflows."""
    durations = _durations(values)
    if durations is not None:
        return durations.value()
    result: Any = 0
    for value in _numbers(values, "sum"):
        result += value
        if isinstance(result, int) and not INTEGER_MIN <= result <= INTEGER_MAX:
            result = float(result)
    return result


def _durations(values: list[Any]) -> Duration | None:
    """The sum of values that are all durations; null where one is not."""
    found = Duration()
    for value in values:
        if not isinstance(value, Temporal) or value.tag != DURATION:
            return None
        found = sum_of(found, duration_of(value))
    return found if values else None


def mean(values: list[Any]) -> Any:
    """avg()."""
    if _durations(values) is not None:
        raise refuse("avg() of durations is not supported: add them and divide")
    numbers = _numbers(values, "avg")
    return math.fsum(numbers) / len(numbers) if numbers else None


def _deviation(name: str, lost: int) -> Callable[[list[Any]], float | None]:
    def compute(values: list[Any]) -> float | None:
        numbers = _numbers(values, name)
        if not numbers:
            return None
        if len(numbers) == 1:
            return 0.0
        centre = math.fsum(numbers) / len(numbers)
        squares = math.fsum((number - centre) ** 2 for number in numbers)
        return math.sqrt(squares / (len(numbers) - lost))

    return compute


def percentile_cont(values: list[Any], share: float) -> Any:
    """percentileCont(): linear between the two nearest; `values` sorted."""
    if not values:
        return None
    position = share * (len(values) - 1)
    low, high = math.floor(position), math.ceil(position)
    if low == high:
        return values[low]
    return float(values[low] * (high - position) + values[high] * (position - low))


def percentile_disc(values: list[Any], share: float) -> Any:
    """percentileDisc(): the nearest value that is there; `values` sorted."""
    if not values:
        return None
    position = share * len(values)
    low = int(position)
    return values[low if low != position or low == 0 else low - 1]


def _sorted(name: str, function: Callable[[list[Any], float], Any]) -> Callable[..., Any]:
    def compute(values: list[Any], share: Any) -> Any:
        if not is_number(share) or not 0 <= share <= 1:
            raise fail(
                f"Invalid input '{share}' is not a valid argument, "
                "must be a number in the range 0.0 to 1.0"
            )
        return function(sorted(_numbers(values, name)), share)

    return compute


def number(value: Any) -> float | None:
    """A numeric argument as FLOAT."""
    if value is None:
        return None
    if not is_number(value):
        raise fail(f"Expected a number but was {type_name(value)}")
    return float(value)


def absolute(value: Any) -> Any:
    """abs()."""
    if value is None:
        return None
    if not is_number(value):
        raise fail(f"Expected a number but was {type_name(value)}")
    return value if value == INTEGER_MIN else abs(value)


_MODES = {
    "UP": decimal.ROUND_UP,
    "DOWN": decimal.ROUND_DOWN,
    "CEILING": decimal.ROUND_CEILING,
    "FLOOR": decimal.ROUND_FLOOR,
    "HALF_UP": decimal.ROUND_HALF_UP,
    "HALF_DOWN": decimal.ROUND_HALF_DOWN,
    "HALF_EVEN": decimal.ROUND_HALF_EVEN,
}


def rounded(value: float | None, *options: Any) -> float | None:
    """round(value, precision, mode)."""
    if value is None or any(option is None for option in options):
        return None
    if not math.isfinite(value):
        return value
    precision = int(options[0]) if options else 0
    if precision < 0:
        raise fail("Precision argument to 'round()' cannot be negative")
    if precision == 0 and len(options) < 2:
        return float(math.floor(value) + (value - math.floor(value) >= 0.5))
    mode = str(options[1]).upper() if len(options) > 1 else "HALF_UP"
    if mode not in _MODES:
        raise fail(f"Unknown rounding mode {mode}. Valid values are: {', '.join(_MODES)}.")
    with decimal.localcontext() as context:
        context.prec = 400
        step = decimal.Decimal(1).scaleb(-precision)
        number = float(decimal.Decimal(repr(value)).quantize(step, rounding=_MODES[mode]))
        return number + 0.0  # a BigDecimal has no -0.0


NUMBERS: dict[str, Callable[..., Any]] = {
    "number": number,
    "absolute": absolute,
    "round": rounded,
    "sum_any": total,
    "avg_any": mean,
    "stdev_any": _deviation("stDev", 1),
    "stdevp_any": _deviation("stDevP", 0),
    "percentile_cont": percentile_cont,
    "percentile_disc": percentile_disc,
    "percentile_cont_any": _sorted("percentileCont", percentile_cont),
    "percentile_disc_any": _sorted("percentileDisc", percentile_disc),
}
