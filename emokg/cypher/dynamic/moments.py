"""Points in time: dates, times and datetimes with nanoseconds, offsets and named zones.

ISO 8601 text ↔ parts, as java.time has them. A moment is a day, a time of day in nanoseconds, and
an offset in seconds with perhaps the zone that gives it; each may be absent. Years 1 to 9999.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from emokg.cypher.dynamic.values import Temporal, fail, refuse

SECOND = 10**9
DAY = 86400 * SECOND
NAMES = {
    "$d": "Date",
    "$c": "LocalTime",
    "$t": "Time",
    "$l": "LocalDateTime",
    "$z": "DateTime",
}
EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Moment:
    """What a temporal value has of a day, a time of day and an offset."""

    day: date | None = None
    nanos: int | None = None
    offset: int | None = None
    zone: str | None = None

    @property
    def tag(self) -> str:
        """The tag of the type that has these parts."""
        if self.day is None:
            return "$c" if self.offset is None else "$t"
        if self.nanos is None:
            return "$d"
        return "$l" if self.offset is None else "$z"

    @property
    def local(self) -> int:
        """Nanoseconds since the epoch as the clock on the wall counts them."""
        days = 0 if self.day is None else self.day.toordinal() - EPOCH
        return days * DAY + (self.nanos or 0)

    @property
    def instant(self) -> int:
        """Nanoseconds since the epoch in UTC."""
        return self.local - (self.offset or 0) * SECOND

    def at(self, local: int) -> Moment:
        """The same parts at another time; its zone decides its offset anew."""
        if self.day is None:
            return replace(self, nanos=local % DAY)
        day = day_of(local // DAY + EPOCH)
        if self.nanos is None:
            return replace(self, day=day)
        moved = replace(self, day=day, nanos=local % DAY)
        return moved if self.zone is None else in_zone(moved, self.zone)

    def value(self) -> Temporal:
        """As a dynamic value."""
        return Temporal(self.tag, written(self))


def day_of(ordinal: int) -> date:
    """A day by its number; refused outside the years 1 to 9999."""
    if not 1 <= ordinal <= date.max.toordinal():
        raise refuse("A date outside the years 1 to 9999 is not supported")
    return date.fromordinal(ordinal)


# --- zones


@lru_cache(maxsize=256)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise fail(f"Invalid timezone: {name!r}") from error


def _known(name: str, day: date) -> ZoneInfo:
    """Versions of the zone database disagree about the time before zones were made law."""
    if day.year < 1900:
        raise refuse(f"A time in {name} before 1900 is not supported: write its offset")
    return _zone(name)


def in_zone(moment: Moment, name: str) -> Moment:
    """The same time on the wall in a zone: `+01:00`, `Z` or `Europe/Stockholm`."""
    offset = parsed_offset(name)
    if offset is not None:
        return replace(moment, offset=offset, zone=None)
    if moment.day is None:
        raise refuse("A time of day with a named zone is not supported: its offset changes")
    at = datetime.combine(moment.day, datetime.min.time()) + timedelta(
        seconds=(moment.nanos or 0) // SECOND
    )
    found = at.replace(tzinfo=_known(name, moment.day)).utcoffset() or timedelta(0)
    return at_instant(replace(moment, offset=_seconds(found)), name)


def at_instant(moment: Moment, name: str) -> Moment:
    """The same instant in another zone."""
    offset = parsed_offset(name)
    zone = None if offset is not None else name
    if offset is None:
        at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=moment.instant // SECOND)
        offset = _seconds(at.astimezone(_known(name, at.date())).utcoffset() or timedelta(0))
    local = moment.instant + offset * SECOND
    day = None if moment.day is None else day_of(local // DAY + EPOCH)
    return Moment(day, local % DAY, offset, zone)


def _seconds(offset: timedelta) -> int:
    return offset.days * 86400 + offset.seconds


_OFFSET = re.compile(r"([+-])(\d\d)(?::?(\d\d)(?::?(\d\d))?)?")


def parsed_offset(text: str) -> int | None:
    """Seconds of `Z`, `+01:00`, `-0130`, `+02`; null for anything else."""
    if text in ("Z", "z"):
        return 0
    found = _OFFSET.fullmatch(text)
    if found is None:
        return None
    seconds = int(found[2]) * 3600 + int(found[3] or 0) * 60 + int(found[4] or 0)
    if seconds > 18 * 3600:
        raise fail(f"Invalid timezone offset: {text!r}")
    return seconds if found[1] == "+" else -seconds


def offset_text(offset: int) -> str:
    """`Z`, `+01:00`, `+00:53:28`."""
    if offset == 0:
        return "Z"
    minutes, seconds = divmod(abs(offset), 60)
    text = f"{'+' if offset > 0 else '-'}{minutes // 60:02}:{minutes % 60:02}"
    return text + (f":{seconds:02}" if seconds else "")


# --- texts

_DATE = (
    r"(?P<year>\d{4})(?:-?(?:W(?P<week>\d\d)(?:-?(?P<weekday>\d))?"
    r"|Q(?P<quarter>\d)(?:-?(?P<quarterday>\d\d))?"
    r"|(?P<ordinal>\d{3})|(?P<month>\d\d)(?:-?(?P<day>\d\d))?))?"
)
_TIME = (
    r"(?P<hour>\d\d)(?::?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?:[.,](?P<fraction>\d{1,9}))?)?)?"
)
_ZONE = r"(?P<offset>Z|[+-]\d\d(?::?\d\d(?::?\d\d)?)?)?(?:\[(?P<zone>[^\]]+)\])?"
_MOMENT = re.compile(rf"(?:{_DATE})?(?:T{_TIME})?{_ZONE}")
_FAR = re.compile(r"[+-]\d{4,9}-?\d\d|0000")
_CLOCK = re.compile(rf"T?{_TIME}{_ZONE}")


def parse(text: str, tag: str) -> Moment:
    """The moment a text names, as far as the type of `tag` allows."""
    timed = tag in ("$c", "$t")
    found = (_CLOCK if timed else _MOMENT).fullmatch(text.strip())
    moment = None if found is None else _moment(found, text, timed)
    if moment is None and _FAR.match(text):
        raise refuse(f"A date outside the years 1 to 9999 is not supported: {text!r}")
    if moment is None or (tag == "$d" and moment.nanos is not None):
        raise fail(f"Text cannot be parsed to a {NAMES[tag]}: {text!r}")
    if tag in ("$d", "$c", "$l") and moment.offset is not None:
        raise fail(f"Text cannot be parsed to a {NAMES[tag]}: {text!r}")
    return moment


def _moment(found: re.Match[str], text: str, timed: bool) -> Moment | None:
    parts = found.groupdict()
    try:
        day = None if timed else _day(parts)
    except ValueError as error:
        raise fail(f"Text cannot be parsed to a Date: {text!r} ({error})") from error
    if day is None and not timed:
        return None
    moment = Moment(day, None if parts["hour"] is None else _nanos(parts, text))
    if parts["offset"] is not None:
        offset = parsed_offset(parts["offset"])
        moment = replace(moment, nanos=moment.nanos or 0, offset=offset)
    if parts["zone"] is None:
        return moment
    moment = replace(moment, nanos=moment.nanos or 0)
    if moment.offset is None:
        return in_zone(moment, parts["zone"])
    return at_instant(moment, parts["zone"])


def _day(parts: dict[str, str | None]) -> date | None:
    numbers = {name: int(text) for name, text in parts.items() if text and text.isdigit()}
    if "year" not in numbers:
        return None
    year = numbers["year"]
    if "week" in numbers:
        return date.fromisocalendar(year, numbers["week"], numbers.get("weekday", 1))
    if "ordinal" in numbers:
        day = date(year, 1, 1) + timedelta(days=numbers["ordinal"] - 1)
        if day.year != year:
            raise ValueError("no such day of the year")
        return day
    if "quarter" in numbers:
        first = date(year, 3 * numbers["quarter"] - 2, 1)
        return first + timedelta(days=numbers.get("quarterday", 1) - 1)
    return date(year, numbers.get("month", 1), numbers.get("day", 1))


def _nanos(parts: dict[str, str | None], text: str) -> int:
    hour, minute, second = (int(parts[name] or 0) for name in ("hour", "minute", "second"))
    if hour > 23 or minute > 59 or second > 59:
        raise fail(f"Text cannot be parsed to a Time: {text!r}")
    return (hour * 3600 + minute * 60 + second) * SECOND + int(
        (parts["fraction"] or "").ljust(9, "0")
    )


def written(moment: Moment, *, zero: str = "Z") -> str:
    """The text as toString() gives it; `zero` is how the offset of UTC is written."""
    text = "" if moment.day is None else moment.day.isoformat()
    if moment.nanos is not None:
        text += ("T" if text else "") + _clock(moment.nanos)
    if moment.offset is not None:
        text += zero if moment.offset == 0 else offset_text(moment.offset)
    return text + (f"[{moment.zone}]" if moment.zone else "")


def _clock(nanos: int) -> str:
    seconds, fraction = divmod(nanos, SECOND)
    text = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    if fraction:
        text += f".{fraction:09}".rstrip("0")
    return text


@lru_cache(maxsize=4096)
def moment_of(value: Temporal) -> Moment:
    """The parts of a dynamic value."""
    return parse(value.text, value.tag)
