"""Fair timing on a machine that is not quiet: rivals take turns, medians are compared."""

from __future__ import annotations

import gc
import statistics
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from time import perf_counter
from typing import Any

Job = Callable[[], object]


@dataclass(frozen=True)
class Measured:
    """One line of the report. `at_most` or `at_least` is the target, where there is one.

    `difference` says how the answers that were timed differ, where they have to be the same.
    """

    section: str
    name: str
    value: float
    unit: str
    at_most: float | None = None
    at_least: float | None = None
    detail: str = ""
    difference: str | None = None

    @property
    def met(self) -> bool | None:
        """Whether the target is met and the answers agree; null without a target."""
        if self.difference is not None:
            return False
        if self.at_most is not None:
            return self.value <= self.at_most
        if self.at_least is not None:
            return self.value >= self.at_least
        return None

    def line(self) -> str:
        """For people."""
        mark = {True: "✓", False: "✗", None: " "}[self.met]
        target = ""
        if self.at_most is not None:
            target = f"≤ {self.at_most:g}"
        elif self.at_least is not None:
            target = f"≥ {self.at_least:g}"
        wrong = f"; ANSWERS DIFFER: {self.difference}" if self.difference else ""
        value = f"{self.value:,.4g} {self.unit}"
        numbers = f"{value:>12}  {target:<8}"
        return f"{mark} {self.section:<10} {self.name:<34} {numbers} {self.detail}{wrong}"

    def row(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self) | {"met": self.met}


def interleaved(jobs: Mapping[str, Job], rounds: int) -> dict[str, float]:
    """Median seconds of each job: one untimed turn each, then `rounds` rounds of one turn each."""
    for job in jobs.values():
        job()
    seconds: dict[str, list[float]] = {name: [] for name in jobs}
    gc.collect()
    gc.disable()
    try:
        for _ in range(rounds):
            for name, job in jobs.items():
                start = perf_counter()
                job()
                seconds[name].append(perf_counter() - start)
    finally:
        gc.enable()
    return {name: statistics.median(times) for name, times in seconds.items()}


def milliseconds(seconds: float) -> str:
    """As text with three digits."""
    return f"{seconds * 1e3:,.3g} ms"
