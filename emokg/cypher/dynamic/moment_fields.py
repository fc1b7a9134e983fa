"""Moments from maps, cut to a unit, and their parts.

`{date: d, week: 1}`: another moment gives what it has, the other entries change it from the largest
unit to the smallest. A new time zone keeps the instant where the moment copied had a zone of its
own, else the time on the wall (Neo4j 5, DateTimeValue.builder).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from emokg.cypher.dynamic.moments import (
    DAY,
    NAMES,
    SECOND,
    Moment,
    at_instant,
    in_zone,
    moment_of,
    offset_text,
    written,
)
from emokg.cypher.dynamic.values import Temporal, fail, is_number, type_name

_DAYS = {
    "year",
    "quarter",
    "month",
    "week",
    "day",
    "dayOfWeek",
    "dayOfQuarter",
    "ordinalDay",
}
_CLOCK = {"hour", "minute", "second", "millisecond", "microsecond", "nanosecond"}
_BASES = {
    "$d": {"date"},
    "$c": {"time"},
    "$t": {"time", "timezone"},
    "$l": {"date", "time", "datetime"},
    "$z": {"date", "time", "datetime", "timezone", "epochSeconds", "epochMillis"},
}


def of_fields(fields: Mapping[str, Any], tag: str) -> Moment:
    """The moment a map describes, of the type of `tag`."""
    dated, timed = tag in ("$d", "$l", "$z"), tag != "$d"
    allowed = (_DAYS if dated else set()) | (_CLOCK if timed else set()) | _BASES[tag]
    for name, entry in fields.items():
        if name not in allowed:
            raise fail(f"{name} is not a field of a {NAMES[tag]}")
        if entry is None:
            raise fail(f"{name} must not be null")
    base = _base(fields, tag)
    if dated and base.day is None and "year" not in fields:
        raise fail("year must be specified")
    if not dated and base.nanos is None and "hour" not in fields:
        raise fail("hour must be specified")
    if not fields.keys() & {"date", "time", "datetime", "epochSeconds", "epochMillis"}:
        _check_larger(fields)
    zone = fields.get("timezone")
    if zone is not None and not isinstance(zone, str):
        raise fail("timezone must be a String")
    moment = Moment(
        _changed_day(base.day, fields) if dated else None,
        _changed_clock(base.nanos or 0, fields) if timed else None,
    )
    if tag in ("$t", "$z"):
        own = base.zone or offset_text(base.offset or 0)
        moment = in_zone(moment, own if base.offset is not None or zone is None else zone)
        if zone is not None and base.offset is not None:
            moment = at_instant(moment, zone)
    return moment


_LARGER = {
    "day": "month",
    "dayOfWeek": "week",
    "dayOfQuarter": "quarter",
    "minute": "hour",
    "second": "minute",
    "millisecond": "second",
    "microsecond": "second",
    "nanosecond": "second",
}


def _check_larger(fields: Mapping[str, Any]) -> None:
    for name, larger in _LARGER.items():
        if name in fields and larger not in fields:
            raise fail(f"{name} cannot be specified without {larger}")


def _base(fields: Mapping[str, Any], tag: str) -> Moment:
    """What other moments in the map bring along."""
    for name, factor in (("epochSeconds", SECOND), ("epochMillis", 10**6)):
        if name in fields:
            return Moment(date(1970, 1, 1), 0, 0).at(fields[name] * factor)
    both = _moment(fields, "datetime")
    day, clock = both or _moment(fields, "date"), both or _moment(fields, "time")
    for found, what in ((day, "day"), (clock, "nanos")):
        if found is not None and getattr(found, what) is None and both is None:
            raise fail(f"Cannot take the {what} of a {NAMES[found.tag]}")
    moment = Moment(None if day is None else day.day, None if clock is None else clock.nanos)
    if clock is not None and clock.offset is not None and tag in ("$t", "$z"):
        moment = replace(moment, offset=clock.offset, zone=clock.zone if tag == "$z" else None)
    return moment


def _moment(fields: Mapping[str, Any], name: str) -> Moment | None:
    if name not in fields:
        return None
    if not isinstance(fields[name], Temporal) or fields[name].tag not in NAMES:
        raise fail(f"{name} must be a temporal value, not {type_name(fields[name])}")
    return moment_of(fields[name])


def _whole(fields: Mapping[str, Any], name: str, low: int, high: int) -> int | None:
    number = fields.get(name)
    if number is None:
        return None
    if not is_number(number) or isinstance(number, float):
        raise fail(f"{name} must be an integer value")
    if not low <= number <= high:
        raise fail(f"Invalid value for {name}: {number} (valid values {low} - {high})")
    return int(number)


def _changed_day(day: date | None, fields: Mapping[str, Any]) -> date:
    year = _whole(fields, "year", 1, 9999)
    try:
        if "week" in fields or "dayOfWeek" in fields:
            was = (day or date(year or 1, 1, 4)).isocalendar()
            week = _whole(fields, "week", 1, 53)
            weekday = _whole(fields, "dayOfWeek", 1, 7)
            kept = (was.week, was.weekday) if day is not None else (1, 1)
            return date.fromisocalendar(year or was.year, week or kept[0], weekday or (kept[1]))
        start = day or date(year or 1, 1, 1)
        ordinal = _whole(fields, "ordinalDay", 1, 366)
        if ordinal is not None:
            found = date(year or start.year, 1, 1) + timedelta(days=ordinal - 1)
            if found.year != (year or start.year):
                raise ValueError(f"Invalid date 'DayOfYear {ordinal}'")
            return found
        if "quarter" in fields or "dayOfQuarter" in fields:
            return _in_quarter(year or start.year, start, fields)
        month = _whole(fields, "month", 1, 12) or start.month
        number = _whole(fields, "day", 1, 31)
        return _clamped(year or start.year, month, number, start.day)
    except ValueError as error:
        raise fail(f"Invalid date: {error}") from error


def _in_quarter(year: int, start: date, fields: Mapping[str, Any]) -> date:
    quarter = _whole(fields, "quarter", 1, 4) or (start.month + 2) // 3
    first = date(year, 3 * quarter - 2, 1)
    number = _whole(fields, "dayOfQuarter", 1, 92)
    if number is None:
        return _clamped(year, first.month + (start.month - 1) % 3, None, start.day)
    found = first + timedelta(days=number - 1)
    if (found.month + 2) // 3 != quarter:
        raise ValueError(f"Invalid value for dayOfQuarter: {number}")
    return found


def _clamped(year: int, month: int, number: int | None, was: int) -> date:
    """The day asked for, which must exist, else the one there was or the month's last."""
    if number is not None:
        return date(year, month, number)
    for day in range(was, 27, -1):
        try:
            return date(year, month, day)
        except ValueError:
            continue
    return date(year, month, min(was, 28))


def _changed_clock(nanos: int, fields: Mapping[str, Any]) -> int:
    seconds, fraction = divmod(nanos, SECOND)
    hour, minute, second = seconds // 3600, seconds // 60 % 60, seconds % 60
    changed = [
        was if (new := _whole(fields, name, 0, high)) is None else new
        for name, high, was in (("hour", 23, hour), ("minute", 59, minute), ("second", 59, second))
    ]
    if not fields.keys().isdisjoint({"millisecond", "microsecond", "nanosecond"}):
        fraction = _fraction(fields)
    return ((changed[0] * 60 + changed[1]) * 60 + changed[2]) * SECOND + fraction


def _fraction(fields: Mapping[str, Any]) -> int:
    """Each unit counts within the next larger one that is given."""
    millis = _whole(fields, "millisecond", 0, 999)
    micros = _whole(fields, "microsecond", 0, 999_999 if millis is None else 999)
    high = 999 if micros is not None else 999_999 if millis is not None else 999_999_999
    return (
        (millis or 0) * 10**6 + (micros or 0) * 10**3 + (_whole(fields, "nanosecond", 0, high) or 0)
    )


_CLOCK_UNITS = {
    "day": DAY,
    "hour": 3600 * SECOND,
    "minute": 60 * SECOND,
    "second": SECOND,
    "millisecond": 10**6,
    "microsecond": 10**3,
}
_YEARS = {"millennium": 1000, "century": 100, "decade": 10, "year": 1}


def truncated(unit: str, moment: Moment, fields: Mapping[str, Any], tag: str) -> Moment:
    """`datetime.truncate(unit, moment, fields)`: cut, then changed by the entries of `fields`."""
    name = next(
        (u for u in (*_YEARS, *_DAY_UNITS, *_CLOCK_UNITS) if u.lower() == unit.lower()), None
    )
    small = name in _CLOCK_UNITS
    if name is None or (tag == "$d" and small and name != "day"):
        raise fail(f"Unit {unit} is not supported to truncate a {NAMES[tag]}")
    if not small and tag in ("$c", "$t"):
        raise fail(f"Unit {unit} is not supported to truncate a {NAMES[tag]}")
    if moment.day is None and tag not in ("$c", "$t"):
        raise fail(f"Cannot truncate a {NAMES[moment.tag]} to a {NAMES[tag]}")
    if moment.nanos is None and tag in ("$c", "$t"):
        raise fail(f"Cannot truncate a {NAMES[moment.tag]} to a {NAMES[tag]}")
    if moment.nanos is None and small and name != "day":
        raise fail(f"Cannot truncate a {NAMES[moment.tag]} to the {unit}")
    day = None if moment.day is None else _cut_day(name, moment.day)
    nanos = moment.nanos or 0
    nanos = nanos - nanos % _CLOCK_UNITS[name] if small else 0
    changes = dict(fields)
    zone = changes.pop("timezone", None)
    _keep_fraction(name, nanos, changes)
    dated = tag in ("$d", "$l", "$z")
    result = Moment(
        _changed_day(day, changes) if dated else None,
        _changed_clock(nanos, changes) if tag != "$d" else None,
    )
    if tag in ("$t", "$z"):
        result = in_zone(result, zone or moment.zone or offset_text(moment.offset or 0))
    return result


_DAY_UNITS = ("weekYear", "quarter", "month", "week")


def _cut_day(name: str, day: date) -> date:
    if name in _YEARS:
        step = _YEARS[name]
        return date(max(day.year // step * step, 1), 1, 1)
    if name == "weekYear":
        return date.fromisocalendar(day.isocalendar().year, 1, 1)
    if name == "quarter":
        return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    if name == "month":
        return day.replace(day=1)
    return day - timedelta(days=day.weekday()) if name == "week" else day


def _keep_fraction(name: str, nanos: int, changes: dict[str, Any]) -> None:
    """A finer unit adds to what cutting at milli- or microseconds has left."""
    finer = {"millisecond": {"microsecond", "nanosecond"}, "microsecond": {"nanosecond"}}
    if changes.keys() & finer.get(name, set()):
        step = _CLOCK_UNITS[name]
        changes[name] = nanos % SECOND // step


def parts(moment: Moment) -> dict[str, Any]:
    """What `d.year`, `d.offsetMinutes` and so on give."""
    found: dict[str, Any] = {}
    if moment.day is not None:
        found |= _day_parts(moment.day)
    if moment.nanos is not None:
        seconds, fraction = divmod(moment.nanos, SECOND)
        found |= {
            "hour": seconds // 3600,
            "minute": seconds // 60 % 60,
            "second": seconds % 60,
            "millisecond": fraction // 10**6,
            "microsecond": fraction // 10**3,
            "nanosecond": fraction,
        }
    if moment.offset is not None:
        text = offset_text(moment.offset)
        found |= {
            "timezone": moment.zone or text,
            "offset": text,
            "offsetMinutes": int(moment.offset / 60),
            "offsetSeconds": moment.offset,
        }
    if moment.tag == "$z":
        found |= {
            "epochSeconds": moment.instant // SECOND,
            "epochMillis": moment.instant // 10**6,
        }
    return found


def _day_parts(day: date) -> dict[str, int]:
    year, week, weekday = day.isocalendar()
    quarter = (day.month + 2) // 3
    return {
        "year": day.year,
        "quarter": quarter,
        "month": day.month,
        "week": week,
        "weekYear": year,
        "day": day.day,
        "ordinalDay": day.timetuple().tm_yday,
        "dayOfWeek": weekday,
        "weekDay": weekday,
        "dayOfQuarter": (day - date(day.year, 3 * quarter - 2, 1)).days + 1,
    }


def as_type(moment: Moment, tag: str) -> Moment:
    """`date(datetime)`: what the other type has of this one, UTC where it has no zone."""
    if tag in ("$d", "$l", "$z") and moment.day is None:
        raise fail(f"Cannot make a {NAMES[tag]} of a {NAMES[moment.tag]}: {written(moment)}")
    if tag != "$d" and moment.nanos is None:
        raise fail(f"Cannot make a {NAMES[tag]} of a {NAMES[moment.tag]}: {written(moment)}")
    day = moment.day if tag in ("$d", "$l", "$z") else None
    nanos = None if tag == "$d" else moment.nanos or 0
    if tag not in ("$t", "$z"):
        return Moment(day, nanos)
    return Moment(day, nanos, moment.offset or 0, moment.zone if tag == "$z" else None)
