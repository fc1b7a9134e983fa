"""From values to places, and the ticks in between."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from `low` to `high` onto `start` to `end`; `log` for powers of ten."""

    low: float
    high: float
    start: float
    end: float
    log: bool = False

    def __call__(self, value: float) -> float:
        """The place of a value."""
        low, high, at = self.low, self.high, value
        if self.log:
            low, high, at = math.log10(low), math.log10(high), math.log10(value)
        share = (at - low) / (high - low) if high > low else 0.5
        return self.start + share * (self.end - self.start)

    def ticks(self) -> list[float]:
        """Round values inside, four to seven of them; powers of ten on a log scale."""
        if self.log:
            first, last = math.ceil(math.log10(self.low)), math.floor(math.log10(self.high) + 1e-9)
            return [10.0**power for power in range(first, last + 1)]
        step = _step(self.high - self.low)
        first, last = math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9)
        return [number * step for number in range(first, last + 1)]


def linear(values: Iterable[float], start: float, end: float, *, zero: bool = True) -> Scale:
    """A scale that holds all values, and zero where asked for."""
    held = [*values, *([0.0] if zero else [])]
    low, high = min(held, default=0.0), max(held, default=1.0)
    return Scale(low, high if high > low else low + 1, start, end)


def logarithmic(values: Iterable[float], start: float, end: float) -> Scale:
    """A scale by powers of ten from 1 (or less) to above the largest value."""
    held = [value for value in values if value > 0]
    low = 10.0 ** math.floor(math.log10(min([1.0, *held])))
    high = 10.0 ** math.ceil(math.log10(max([10.0, *held])) - 1e-9)
    return Scale(low, high, start, end, log=True)


def tick_label(value: float) -> str:
    """`0`, `0.25`, `40`, `10k`, `1M`."""
    for size, letter in ((1e6, "M"), (1e3, "k")):
        if abs(value) >= size:
            return f"{value / size:g}{letter}"
    return f"{round(value, 10):g}".replace("-", "\u2212")


def _step(extent: float) -> float:
    rough = extent / 6
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * times for times in (1, 2, 2.5, 5, 10) if power * times >= rough)
