"""Dates and times as ISO text: read, converted, written as Neo4j writes them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from emokg.cypher.dynamic.values import Temporal, fail, refuse, type_name

_FORM = re.compile(
    r"(?P<date>\d{4}-\d\d-\d\d)"
    r"(?:T(?P<minutes>\d\d:\d\d)(?::(?P<seconds>\d\d)(?:\.(?P<fraction>\d{1,9}))?)?"
    r"(?P<zone>Z|[+-]\d\d:?(?:\d\d)?)?)?"
)

_OTHER_FORM = re.compile(r"\d{4}[-\d:.,TWQ]*(?:Z|[+-][\d:]+)?(?:\[[\w/+-]+\])?")


def _reader(name: str, tag: str) -> Callable[[Any], str | None]:
    def read(value: Any) -> str | None:
        if value is None:
            return None
        text = value.text if isinstance(value, Temporal) else value
        if not isinstance(text, str):
            raise fail(f"{name}() expects a String or a temporal value, not {type_name(value)}")
        return _text(name, tag, text)

    return read


def _text(name: str, tag: str, text: str) -> str:
    found = _FORM.fullmatch(text)
    if found is None and _OTHER_FORM.fullmatch(text):
        raise refuse(f"{text!r} is refused: write it as 2024-02-29 or 2024-02-29T13:45:00.5Z")
    if found is None:
        raise fail(f"Text cannot be parsed to a {name}: {text!r}")
    if (found["fraction"] or "")[6:].strip("0"):
        raise refuse(f"Times have microseconds, {text!r} is finer")
    if found["zone"] and found["zone"] != "Z" and found["zone"].strip("+-:0"):
        raise refuse(f"Times are kept in UTC: write {text!r} with Z")
    day = found["date"]
    clock = f"{found['minutes'] or '00:00'}:{found['seconds'] or '00'}"
    try:
        date.fromisoformat(day)
        datetime.fromisoformat(f"{day}T{clock}")
    except ValueError as error:
        raise fail(f"Text cannot be parsed to a {name}: {text!r} ({error})") from error
    if tag == "$d":
        return day
    fraction = (found["fraction"] or "")[:6].ljust(6, "0")
    return f"{day} {clock}.{fraction}" + ("+00" if tag == "$z" else "")


def written(value: Temporal) -> str:
    """The text as toString() gives it: no seconds that are zero, digits by threes."""
    found = _FORM.fullmatch(value.text)
    if found is None or value.tag == "$d":
        return value.text
    seconds, fraction = found["seconds"] or "00", (found["fraction"] or "").ljust(6, "0")
    text = f"{found['date']}T{found['minutes']}"
    if fraction.strip("0"):
        text += f":{seconds}.{fraction[:3] if not fraction[3:].strip('0') else fraction}"
    elif seconds != "00":
        text += f":{seconds}"
    return text + (found["zone"] or "")


TEMPORALS: dict[str, Callable[..., Any]] = {
    "date_text": _reader("Date", "$d"),
    "localdatetime_text": _reader("LocalDateTime", "$l"),
    "datetime_text": _reader("DateTime", "$z"),
}
