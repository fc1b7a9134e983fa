"""Durations: months, days, seconds and nanoseconds, which do not convert into each other.

Where a part is not whole, what is left goes to the next one by average lengths: a month has
2,629,746 seconds, a day 86,400 (Neo4j 5, DurationValue.approximate).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from emokg.cypher.dynamic.moments import (
    DAY,
    EPOCH,
    SECOND,
    Moment,
    at_instant,
    day_of,
    in_zone,
    offset_text,
)
from emokg.cypher.dynamic.values import Temporal, fail, is_number

TAG = "$D"
_MONTH = 2_629_746 * SECOND


@dataclass(frozen=True, slots=True)
class Duration:
    """Normalised: 0 <= nanos < 10^9, the sign of the time is that of the seconds."""

    months: int = 0
    days: int = 0
    seconds: int = 0
    nanos: int = 0

    def value(self) -> Temporal:
        """As a dynamic value."""
        return Temporal(TAG, written(self))

    @property
    def key(self) -> tuple[int, ...]:
        """How durations are ordered: by average length."""
        average = self.months * _MONTH + self.days * DAY + self.seconds * SECOND + self.nanos
        return (average, self.months, self.days, self.seconds)


def exactly(months: int, days: int, nanos: int) -> Duration:
    """A duration of whole parts, its time in nanoseconds."""
    return Duration(months, days, *divmod(nanos, SECOND))


def approximate(months: float, days: float, seconds: float, nanos: float) -> Duration:
    """A duration of parts that need not be whole."""
    whole_months = int(months)
    days += (_MONTH * months - _MONTH * whole_months) / DAY
    whole_days = int(days)
    seconds += (DAY * days - DAY * whole_days) / SECOND
    whole_seconds = int(seconds)
    nanos += SECOND * seconds - SECOND * whole_seconds
    return exactly(whole_months, whole_days, whole_seconds * SECOND + int(nanos))


_PARTS = (
    r"(?:(?P<years>{0})Y)?(?:(?P<months>{0})M)?(?:(?P<weeks>{0})W)?(?:(?P<days>{0})D)?"
    r"(?:T(?:(?P<hours>{0})H)?(?:(?P<minutes>{0})M)?(?:(?P<seconds>{0})S)?)?"
).format(r"[+-]?\d+(?:[.,]\d+)?")
_TEXT = re.compile(rf"(?P<sign>[+-]?)P(?=.){_PARTS}")
_DATED = re.compile(
    r"(?P<sign>[+-]?)P(?P<years>\d{4})-?(?P<months>\d\d)-?(?P<days>\d\d)"
    r"(?:T(?P<hours>\d\d)(?::?(?P<minutes>\d\d)(?::?(?P<seconds>\d\d(?:[.,]\d+)?))?)?)?"
)


def parse(text: str) -> Duration:
    """The duration an ISO 8601 text names."""
    found = _DATED.fullmatch(text) or _TEXT.fullmatch(text)
    if found is None or text[-1] in "PT":
        raise fail(f"Text cannot be parsed to a Duration: {text!r}")
    parts = found.groupdict()
    sign = -1 if parts.pop("sign") == "-" else 1
    amounts = {name: _amount(amount, sign) for name, amount in parts.items() if amount}
    return of_fields(amounts)


def _amount(text: str, sign: int) -> int | float:
    plain = text.replace(",", ".")
    return sign * (float(plain) if "." in plain else int(plain))


_UNITS = {
    "years": ("months", 12),
    "quarters": ("months", 3),
    "months": ("months", 1),
    "weeks": ("days", 7),
    "days": ("days", 1),
    "hours": ("nanos", 3600 * SECOND),
    "minutes": ("nanos", 60 * SECOND),
    "seconds": ("nanos", SECOND),
    "milliseconds": ("nanos", 10**6),
    "microseconds": ("nanos", 10**3),
    "nanoseconds": ("nanos", 1),
}


def of_fields(fields: Mapping[str, Any]) -> Duration:
    """`duration({days: 1.5, hours: 2})`."""
    if not fields:
        raise fail("At least one temporal unit must be specified.")
    total: dict[str, Any] = {"months": 0, "days": 0, "nanos": 0}
    for name, amount in fields.items():
        if name not in _UNITS:
            raise fail(f"No such field: {name}")
        if not is_number(amount):
            raise fail(f"{name} must be a number value")
        part, factor = _UNITS[name]
        total[part] += amount * factor
    return _spilled(total["months"], total["days"], total["nanos"])


def _spilled(months: float, days: float, nanos: float) -> Duration:
    if all(isinstance(part, int) for part in (months, days, nanos)):
        return exactly(int(months), int(days), int(nanos))
    seconds = int(nanos) // SECOND if isinstance(nanos, int) else int(nanos / SECOND)
    return approximate(months, days, seconds, nanos - seconds * SECOND)


def scaled(value: Duration, factor: float) -> Duration:
    """A duration times a number."""
    if isinstance(factor, int):
        return exactly(
            value.months * factor,
            value.days * factor,
            (value.seconds * SECOND + value.nanos) * factor,
        )
    return approximate(
        value.months * factor, value.days * factor, value.seconds * factor, value.nanos * factor
    )


def sum_of(first: Duration, second: Duration, sign: int = 1) -> Duration:
    """One duration and another, or less another."""
    return exactly(
        first.months + sign * second.months,
        first.days + sign * second.days,
        (first.seconds + sign * second.seconds) * SECOND + first.nanos + sign * second.nanos,
    )


def written(value: Duration) -> str:
    """`P1Y2M3DT4H5M6.7S`."""
    years, months = _divided(value.months, 12)
    text = "P" + "".join(
        f"{amount}{unit}"
        for amount, unit in ((years, "Y"), (months, "M"), (value.days, "D"))
        if amount
    )
    total = value.seconds * SECOND + value.nanos
    minutes, rest = _divided(total, 60 * SECOND)
    hours, minutes = _divided(minutes, 60)
    clock = "".join(f"{amount}{unit}" for amount, unit in ((hours, "H"), (minutes, "M")) if amount)
    if rest:
        seconds, nanos = divmod(abs(rest), SECOND)
        fraction = f".{nanos:09}".rstrip("0") if nanos else ""
        clock += f"{'-' if rest < 0 else ''}{seconds}{fraction}S"
    if clock:
        return f"{text}T{clock}"
    return text if len(text) > 1 else "PT0S"


def _divided(value: int, by: int) -> tuple[int, int]:
    """Quotient and rest, both with the value's sign."""
    sign = -1 if value < 0 else 1
    quotient, rest = divmod(abs(value), by)
    return sign * quotient, sign * rest


def parts(value: Duration) -> dict[str, int]:
    """What `d.hours`, `d.minutesOfHour` and so on give."""
    nanos = value.seconds * SECOND + value.nanos
    minutes = _divided(value.seconds, 60)[0]
    return {
        "years": _divided(value.months, 12)[0],
        "quarters": _divided(value.months, 3)[0],
        "months": value.months,
        "weeks": _divided(value.days, 7)[0],
        "days": value.days,
        "hours": _divided(value.seconds, 3600)[0],
        "minutes": minutes,
        "seconds": value.seconds,
        "milliseconds": nanos // 10**6,
        "microseconds": nanos // 10**3,
        "nanoseconds": nanos,
        "quartersOfYear": _divided(_divided(value.months, 3)[0], 4)[1],
        "monthsOfYear": _divided(value.months, 12)[1],
        "monthsOfQuarter": _divided(value.months, 3)[1],
        "daysOfWeek": _divided(value.days, 7)[1],
        "minutesOfHour": _divided(minutes, 60)[1],
        "secondsOfMinute": _divided(value.seconds, 60)[1],
        "millisecondsOfSecond": value.nanos // 10**6,
        "microsecondsOfSecond": value.nanos // 10**3,
        "nanosecondsOfSecond": value.nanos,
    }


# --- with moments


def plus_months(day: date, months: int) -> date:
    """The same day of another month, or its last one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return day_of(0)
    first_of_next = date(year + month // 11, (month + 1) % 12 + 1, 1) if year < 9999 else date.max
    last = (first_of_next - timedelta(days=1)).day if year < 9999 else 31
    return date(year, month + 1, min(day.day, last))


def shifted(moment: Moment, by: Duration, sign: int = 1) -> Moment:
    """A moment later by a duration, or earlier. A date takes whole days of its time."""
    if moment.day is not None:
        day = plus_months(moment.day, sign * by.months)
        moved = Moment(day, moment.nanos, moment.offset, moment.zone)
        moment = moved.at(moved.local + sign * by.days * DAY)
    nanos = sign * (by.seconds * SECOND + by.nanos)
    if moment.nanos is None:
        days = _divided(sign * by.seconds, 86400)[0]
        return moment.at(moment.local + days * DAY)
    if moment.zone is not None:
        local = moment.local + nanos
        later = Moment(day_of(local // DAY + EPOCH), local % DAY, moment.offset)
        return at_instant(later, moment.zone)
    return moment.at(moment.local + nanos)


def between(start: Moment, end: Moment, unit: str | None) -> Duration:
    """From one moment to another: in all units, or in `months`, `days`, `seconds` alone."""
    start, end = _alike(start, end)
    if start.offset is not None and end.day is not None and start.day is not None:
        end = at_instant(end, start.zone or offset_text(start.offset))
    if unit == "seconds":
        return exactly(0, 0, end.instant - start.instant)
    dated = start.day is not None
    months = _months(start, end) if dated and unit != "days" else 0
    if dated and months:
        assert start.day is not None
        start = Moment(plus_months(start.day, months), start.nanos, start.offset, start.zone)
        start = in_zone(start, start.zone) if start.zone else start
    if unit == "months":
        return Duration(months)
    days = _divided(end.local - start.local, DAY)[0] if dated else 0
    if unit == "days":
        return Duration(0, days)
    start = start.at(start.local + days * DAY) if days else start
    return exactly(months, days, end.instant - start.instant)


def _alike(start: Moment, end: Moment) -> tuple[Moment, Moment]:
    """Both with a time of day; what day or offset only one has, the other takes from it."""
    start, end = (
        Moment(m.day or other.day, m.nanos or 0, m.offset, m.zone)
        for m, other in ((start, end), (end, start))
    )
    if (start.offset is None) == (end.offset is None):
        return start, end
    if start.offset is None:
        return _attached(start, end), end
    return start, _attached(end, start)


def _attached(moment: Moment, model: Moment) -> Moment:
    if model.zone is not None and moment.day is not None:
        return in_zone(moment, model.zone)
    return Moment(moment.day, moment.nanos, model.offset)


def _months(start: Moment, end: Moment) -> int:
    """Whole months, as Java's LocalDateTime.until: a day that is not full is taken off first."""
    assert start.day is not None
    assert end.day is not None
    day, later = end.day, (end.nanos or 0) - (start.nanos or 0)
    if day > start.day and later < 0:
        day -= timedelta(1)
    elif day < start.day and later > 0:
        day += timedelta(1)
    first, last = ((d.year * 12 + d.month) * 32 + d.day for d in (start.day, day))
    return int((last - first) / 32)
