"""date(), localdatetime(), datetime() of ISO texts, and the parts of a date or time.

Stored times are instants in UTC with microseconds: a text with another offset or finer digits is
refused, and so is what makes times of maps, durations or other zones. Weeks are ISO weeks, Monday
is day 1.
"""

from __future__ import annotations

from emokg.cypher import tree
from emokg.cypher.lower.dispatch import dynamic, function
from emokg.cypher.lower.frame import Frame
from emokg.cypher.types import (
    DATE,
    INTEGER,
    LOCAL_DATETIME,
    STRING,
    ZONED_DATETIME,
    Kind,
    Type,
)
from emokg.cypher.values import NULL_VALUE, Value
from emokg.errors import CypherSemanticError

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


def part(subject: Value, name: str, at: tree.Expression, frame: Frame) -> Value:
    """`subject.name` of a temporal value."""
    kind = subject.type.kind
    parts = dict(_DATE_PARTS)
    if kind is not Kind.DATE:
        parts |= _TIME_PARTS
    if kind is Kind.ZONED_DATETIME:
        parts |= _INSTANT_PARTS
    if name not in parts:
        raise frame.compilation.unsupported(
            at,
            f"The part `{name}` of a {subject.type}",
            f"There are {', '.join(sorted(parts))}.",
        )
    text = subject.sql
    if kind is Kind.ZONED_DATETIME:
        text = f"({text} AT TIME ZONE 'UTC')"
    return Value(f"CAST({parts[name].format(text)} AS BIGINT)", INTEGER)


def _register(name: str, kind: Type, now: str) -> None:
    @function(name)
    def _make(frame: Frame, node: tree.FunctionCall, arguments: list[Value]) -> Value:
        if not arguments:
            return Value(f"CAST({now} AS {kind.sql})", kind, nullable=False)
        value = arguments[0]
        if value.type.kind is Kind.NULL:
            return NULL_VALUE
        if value.type.kind is kind.kind:
            return value
        if value.type.kind not in (Kind.STRING, Kind.ANY, *TEMPORAL):
            if value.type.kind is Kind.MAP:
                raise frame.compilation.unsupported(
                    node,
                    f"{node.name}() of a map",
                    f"Write the ISO text: {node.name}('2024-02-29').",
                )
            raise frame.compilation.error(
                CypherSemanticError,
                node.arguments[0],
                f"Type mismatch: {node.name}() expects a text or a time but was given {value.type}",
            )
        text = dynamic(frame, f"{name}_text", value, returns=STRING)
        return Value(f"CAST({text.sql} AS {kind.sql})", kind)


_register("date", DATE, "current_timestamp AT TIME ZONE 'UTC'")
_register("localdatetime", LOCAL_DATETIME, "current_timestamp AT TIME ZONE 'UTC'")
_register("datetime", ZONED_DATETIME, "current_timestamp")
