"""The functions of temporal values: made of texts, maps and each other, cut, subtracted, read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from emokg.cypher.dynamic import durations, moment_fields, moments
from emokg.cypher.dynamic.durations import Duration
from emokg.cypher.dynamic.moments import NAMES, Moment, moment_of
from emokg.cypher.dynamic.values import Temporal, fail, refuse, type_name

_TAGS = {"date": "$d", "localtime": "$c", "time": "$t", "localdatetime": "$l", "datetime": "$z"}


def _made(value: Any, tag: str) -> Moment | None:
    """A moment of the type of `tag` from a text, a map or another moment."""
    if value is None:
        return None
    if isinstance(value, str):
        moment = moments.parse(value, tag)
        at_midnight = moment if tag == "$d" else replace(moment, nanos=moment.nanos or 0)
        return moment_fields.as_type(at_midnight, tag)
    if isinstance(value, dict):
        return moment_fields.of_fields(value, tag)
    if isinstance(value, Temporal) and value.tag in NAMES:
        return moment_fields.as_type(moment_of(value), tag)
    raise fail(f"Cannot make a {NAMES[tag]} of a {type_name(value)}")


def _maker(tag: str) -> Callable[[Any], Temporal | None]:
    def make(value: Any) -> Temporal | None:
        moment = _made(value, tag)
        return None if moment is None else moment.value()

    return make


def _stored(tag: str) -> Callable[[Any], str | None]:
    """The text that DuckDB casts: microseconds in UTC, refused where that loses something."""

    def make(value: Any) -> str | None:
        moment = _made(value, tag)
        if moment is None:
            return None
        text = moments.written(moment)
        if (moment.nanos or 0) % 1000 or moment.offset or moment.zone:
            raise refuse(f"Stored times have microseconds and UTC, which {text} has not")
        return text.replace("T", " ")

    return make


def _now(tag: str) -> Callable[[Any, Any], Temporal | None]:
    def now(zone: Any, instant: Any) -> Temporal | None:
        if zone is None:
            return None
        if isinstance(zone, dict) and zone.keys() == {"timezone"}:
            zone = zone["timezone"]
        if not isinstance(zone, str):
            raise fail(f"A time zone is a String, not {type_name(zone)}")
        return moment_fields.as_type(moments.at_instant(moment_of(instant), zone), tag).value()

    return now


def _cutter(tag: str) -> Callable[..., Temporal | None]:
    def cut(unit: Any, value: Any, fields: Any = None) -> Temporal | None:
        if not isinstance(unit, str) or not isinstance(value, Temporal) or value.tag not in NAMES:
            raise fail(f"Cannot truncate a {type_name(value)}")
        return moment_fields.truncated(unit, moment_of(value), fields or {}, tag).value()

    return cut


def duration(value: Any) -> Temporal | None:
    """duration()."""
    if value is None or (isinstance(value, Temporal) and value.tag == durations.TAG):
        return value
    if isinstance(value, str):
        return durations.parse(value).value()
    if isinstance(value, dict):
        if any(amount is None for amount in value.values()):
            return None
        return durations.of_fields(value).value()
    raise fail(f"Cannot make a Duration of a {type_name(value)}")


def _span(unit: str | None) -> Callable[[Any, Any], Temporal | None]:
    def span(start: Any, end: Any) -> Temporal | None:
        if start is None or end is None:
            return None
        for value in (start, end):
            if not isinstance(value, Temporal) or value.tag not in NAMES:
                raise fail(f"Expected a temporal value but was {type_name(value)}")
        return durations.between(moment_of(start), moment_of(end), unit).value()

    return span


def from_epoch(seconds: Any, nanos: Any) -> Temporal | None:
    """datetime.fromepoch()."""
    if seconds is None or nanos is None:
        return None
    start = Moment(date(1970, 1, 1), 0, 0)
    return start.at(int(seconds) * moments.SECOND + int(nanos)).value()


def from_epoch_millis(millis: Any) -> Temporal | None:
    """datetime.fromepochmillis()."""
    return None if millis is None else from_epoch(0, int(millis) * 10**6)


def duration_of(value: Temporal) -> Duration:
    """The parts of a dynamic duration."""
    return durations.parse(value.text)


def part(value: Temporal, name: str) -> Any:
    """`value.name`."""
    if value.tag == durations.TAG:
        found: dict[str, Any] = dict(durations.parts(duration_of(value)))
    else:
        found = moment_fields.parts(moment_of(value))
    if name not in found:
        raise fail(f"No such field of a {type_name(value)}: {name}")
    return found[name]


def combined(left: Any, right: Any, sign: int) -> Temporal | None:
    """`left + right` or `left - right` with a duration among them; null where there is none."""
    if not isinstance(right, Temporal) or not isinstance(left, Temporal):
        return None
    if right.tag != durations.TAG:
        return combined(right, left, 1) if sign == 1 and left.tag == durations.TAG else None
    by = duration_of(right)
    if left.tag == durations.TAG:
        return durations.sum_of(duration_of(left), by, sign).value()
    return durations.shifted(moment_of(left), by, sign).value()


def scaled(value: Any, factor: Any, *, divide: bool) -> Temporal | None:
    """A duration times or by a number; null for anything else."""
    if not isinstance(value, Temporal) or value.tag != durations.TAG:
        return None
    if divide and factor == 0:
        raise fail("/ by zero")
    return durations.scaled(duration_of(value), 1 / factor if divide else factor).value()


def sort_key(value: Temporal) -> tuple[int, ...]:
    """What values of one temporal type are ordered by."""
    if value.tag == durations.TAG:
        return duration_of(value).key
    moment = moment_of(value)
    return (moment.instant, moment.offset or 0)


def written(value: Temporal) -> str:
    """The text as toString() gives it."""
    if value.tag == durations.TAG:
        return durations.written(duration_of(value))
    return moments.written(moment_of(value))


def shown(value: Temporal) -> str:
    """The text of an answer, as a column of times has it."""
    if value.tag == durations.TAG:
        return value.text
    return moments.written(moment_of(value), zero="+00:00")


TEMPORALS: dict[str, Callable[..., Any]] = {
    "date_text": _stored("$d"),
    "localdatetime_text": _stored("$l"),
    "datetime_text": _stored("$z"),
    "duration": duration,
    "duration_between": _span(None),
    "duration_inmonths": _span("months"),
    "duration_indays": _span("days"),
    "duration_inseconds": _span("seconds"),
    "datetime_fromepoch": from_epoch,
    "datetime_fromepochmillis": from_epoch_millis,
    **{name: _maker(tag) for name, tag in _TAGS.items()},
    **{f"{name}_now": _now(tag) for name, tag in _TAGS.items()},
    **{f"{name}_truncate": _cutter(tag) for name, tag in _TAGS.items()},
}
