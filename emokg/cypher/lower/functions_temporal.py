"""Dates, times, datetimes and durations: made, cut, subtracted; their parts.

Stored datetimes have microseconds and UTC, and so do columns of their type. What has a finer
fraction or another zone, a time of day and a duration are dynamic values. Weeks are ISO weeks,
Monday is day 1.
"""

from __future__ import annotations

from emokg.cypher import sql, tree
from emokg.cypher.dynamic.temporal import TEMPORALS
from emokg.cypher.lower.dispatch import dynamic, function
from emokg.cypher.lower.frame import Frame
from emokg.cypher.types import (
    DATE,
    INTEGER,
    LOCAL_DATETIME,
    STRING,
    ZONED_DATETIME,
    Kind,
)
from emokg.cypher.values import NULL_VALUE, Value
from emokg.errors import CypherSemanticError, EmoKGError

TEMPORAL = (Kind.DATE, Kind.LOCAL_DATETIME, Kind.ZONED_DATETIME)

_DATE_PARTS = {
    "year": "year({})",
    "quarter": "quarter({})",
    "month": "month({})",
    "week": "week({})",
    "weekYear": "isoyear({})",
    "dayOfQuarter": "date_diff('day', date_trunc('quarter', {0}), {0}) + 1",
    "ordinalDay": "dayofyear({})",
    "day": "day({})",
    "dayOfWeek": "isodow({})",
    "weekDay": "isodow({})",
}
_TIME_PARTS = {
    "hour": "hour({})",
    "minute": "minute({})",
    "second": "second({})",
    "millisecond": "millisecond({}) % 1000",
    "microsecond": "microsecond({}) % 1000000",
    "nanosecond": "(microsecond({}) % 1000000) * 1000",
}
_INSTANT_PARTS = {
    "epochSeconds": "floor(epoch_us({}) / 1000000.0)",
    "epochMillis": "floor(epoch_us({}) / 1000.0)",
}


def part(subject: Value, name: str, frame: Frame) -> Value:
    """`subject.name` of a temporal value."""
    kind = subject.type.kind
    parts = dict(_DATE_PARTS)
    if kind is not Kind.DATE:
        parts |= _TIME_PARTS
    if kind is Kind.ZONED_DATETIME:
        parts |= _INSTANT_PARTS
    if name not in parts:
        return dynamic(frame, "get", subject, Value(sql.text(name), STRING))
    text = subject.sql
    if kind is Kind.ZONED_DATETIME:
        text = f"({text} AT TIME ZONE 'UTC')"
    return Value(f"CAST({parts[name].format(text)} AS BIGINT)", INTEGER)


_TYPED = {"date": DATE, "localdatetime": LOCAL_DATETIME, "datetime": ZONED_DATETIME}
_NOW = Value("current_timestamp", ZONED_DATETIME, nullable=False)


def _make(frame: Frame, node: tree.FunctionCall, arguments: list[Value]) -> Value:
    """`date(x)`, `time(x)`, …: of a text, a map or another temporal value."""
    name = node.name.lower()
    if not arguments:
        return _now(frame, name, Value("'Z'", STRING))
    value, written = arguments[0], node.arguments[0]
    kind = _TYPED.get(name)
    if value.type.kind is Kind.NULL:
        return NULL_VALUE
    if kind is not None and value.type.kind is kind.kind:
        return value
    if value.type.kind not in (Kind.STRING, Kind.MAP, Kind.ANY, *TEMPORAL):
        raise frame.compilation.error(
            CypherSemanticError,
            written,
            f"Type mismatch: {node.name}() expects a text, a map or a time "
            f"but was given {value.type}",
        )
    if isinstance(written, tree.MapLiteral) and [key for key, _ in written.entries] == ["timezone"]:
        return _now(frame, name, value)
    if kind is None or not _storable(name, value, written):
        return dynamic(frame, name, value)
    text = dynamic(frame, f"{name}_text", value, returns=STRING)
    return Value(f"CAST({text.sql} AS {kind.sql})", kind)


def _storable(name: str, value: Value, written: tree.Expression) -> bool:
    """Whether what is made certainly has microseconds and UTC."""
    if name == "date" or value.type.kind in TEMPORAL:
        return True
    if not isinstance(written, tree.Literal):
        return False
    try:
        return TEMPORALS[f"{name}_text"](written.value) is not None
    except EmoKGError:
        return False


def _now(frame: Frame, name: str, zone: Value) -> Value:
    kind = _TYPED.get(name)
    if kind is None or zone.sql != "'Z'":
        now = dynamic(frame, f"{name}_now", zone, _NOW)
        return now if name != "date" else _make_date(frame, now)
    text = _NOW.sql if kind is ZONED_DATETIME else f"{_NOW.sql} AT TIME ZONE 'UTC'"
    return Value(f"CAST({text} AS {kind.sql})", kind, nullable=False)


def _make_date(frame: Frame, value: Value) -> Value:
    text = dynamic(frame, "date_text", value, returns=STRING)
    return Value(f"CAST({text.sql} AS DATE)", DATE)


def _clock(frame: Frame, node: tree.FunctionCall, arguments: list[Value]) -> Value:
    """`date.transaction()`, `.statement()`, `.realtime()`: one instant a query."""
    zone = arguments[0] if arguments else Value("'Z'", STRING)
    return _now(frame, node.name.lower().partition(".")[0], zone)


def _helped(frame: Frame, node: tree.FunctionCall, arguments: list[Value]) -> Value:
    """A function that `dynamic` has under the same name."""
    return dynamic(frame, node.name.lower().replace(".", "_"), *arguments)


for _name in ("date", "localtime", "time", "localdatetime", "datetime"):
    function(_name)(_make)
    function(*(f"{_name}.{clock}" for clock in ("transaction", "statement", "realtime")))(_clock)
    function(f"{_name}.truncate")(_helped)
function("duration", *(f"duration.{u}" for u in ("between", "inMonths", "inDays", "inSeconds")))(
    _helped
)
function("datetime.fromepoch", "datetime.fromepochmillis")(_helped)
