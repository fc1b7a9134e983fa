"""A value of the query being compiled: its SQL, what is known of it, and how to change its type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from emokg.cypher import sql
from emokg.cypher.types import ANY, BOOLEAN, FLOAT, INEXACT, NULL, Kind, Type

if TYPE_CHECKING:
    from emokg.cypher.lower.frame import Frame
    from emokg.cypher.lower.scans import Scan


@dataclass(frozen=True, slots=True)
class Value:
    """`sql` computes it. `plain` means a column or literal: repeating it costs nothing.

    An entity may know where its properties can be had without another join: the `scan` that binds
    it, or `properties` that travelled with it through a subquery. `owner` is the frame whose FROM
    can be extended by a join to reach the rest. `nullable` is false for what MATCH has bound.
    `counts` is true for how many there are of something: no sum of such passes 64 bits. `single`
    is true for what is the same in all rows, if there are any: an aggregate without grouping keys.
    """

    sql: str
    type: Type
    plain: bool = False
    nullable: bool = True
    scan: Scan | None = None
    properties: Mapping[str, Value] = field(default_factory=dict)
    owner: Frame | None = None
    counts: bool = False
    single: bool = False


NULL_VALUE = Value("NULL", NULL, plain=True)


def null(kind: Type) -> str:
    """A typed SQL null."""
    return f"CAST(NULL AS {kind.sql})"


def coerce(value: Value, kind: Type) -> str:
    """The SQL of `value` held as `kind`, which must be a type that `join` can give for it."""
    have = value.type
    if have == kind or (have.kind is kind.kind and (have.entity or have.kind is Kind.PATH)):
        return f"CAST(NULL AS {kind.sql})" if have.kind is Kind.NULL else value.sql
    if have.kind is Kind.NULL:
        return null(kind)
    if kind.kind is Kind.ANY:
        return encode(value)
    if have.kind is Kind.LIST and kind.kind is Kind.LIST:
        element = coerce(Value("e", have.element), kind.element)
        return f"list_transform({value.sql}, lambda e: {element})"
    if have.kind is Kind.MAP and kind.kind is Kind.MAP:
        positions = {name: i for i, (name, _) in enumerate(have.fields)}
        source = dict(have.fields)
        parts = (
            f"f{i} := {coerce(Value(f'({value.sql}).f{positions[name]}', source[name]), wanted)}"
            for i, (name, wanted) in enumerate(kind.fields)
        )
        return f"CASE WHEN {value.sql} IS NULL THEN NULL ELSE struct_pack({', '.join(parts)}) END"
    if have.kind is Kind.TOTAL and kind.kind is Kind.FLOAT:
        return f"coalesce({value.sql}, 0::DOUBLE)"
    if have.kind is Kind.INTEGER and kind.kind is Kind.FLOAT:
        return f"CAST({value.sql} AS DOUBLE)"
    raise AssertionError(f"{have} cannot be held as {kind}")


def settled(value: Value) -> Value:
    """A TOTAL as the FLOAT it nearly always is; where it is the INTEGER 0, a refusal by name."""
    if value.type.kind is not Kind.TOTAL:
        return value
    text = f"coalesce({value.sql}, CAST(error('{_NO_FLOATS}') AS DOUBLE))"
    return Value(text, INEXACT, nullable=False)


def as_float(value: Value) -> Value:
    """The same where the INTEGER 0 and the FLOAT 0.0 give the same."""
    return Value(coerce(value, FLOAT), INEXACT) if value.type.kind is Kind.TOTAL else value


def one_zero(text: str) -> str:
    """The TOTAL that all of a group are, which may not be the INTEGER 0 here and 0.0 there."""
    mixed = f"count({text}) BETWEEN 1 AND count(*) - 1"
    return f"CASE WHEN {mixed} THEN CAST(error('{_NO_FLOATS}') AS DOUBLE) ELSE min({text}) END"


_NO_FLOATS = (
    "CypherUnsupported: sum() of no floats is the INTEGER 0, with which this expression is not "
    "supported: write sum(…) + 0.0 to work on with 0.0"
)


def encode(value: Value) -> str:
    """Tagged JSON text of a value; SQL null stays null. The tags are those of `dynamic`."""
    kind, text = value.type.kind, value.sql
    if kind is Kind.ANY:
        return text
    if kind is Kind.NULL:
        return null(ANY)
    if kind is Kind.INTEGER:
        return f"CAST({text} AS VARCHAR)"
    if kind is Kind.FLOAT:
        return (
            f"CASE WHEN isfinite({text}) THEN CAST({text} AS VARCHAR) "
            f"ELSE '{{\"$f\":\"' || CAST({text} AS VARCHAR) || '\"}}' END"
        )
    if kind is Kind.TOTAL:
        return f"coalesce({encode(Value(text, FLOAT))}, '0')"
    if kind is Kind.BOOLEAN:
        return f"CAST({text} AS VARCHAR)"
    if kind is Kind.STRING:
        return f"CAST(to_json({text}) AS VARCHAR)"
    if kind is Kind.NODE:
        return f"'{{\"$n\":' || {text} || '}}'"
    if kind is Kind.RELATIONSHIP:
        return f"'{{\"$r\":' || {text} || '}}'"
    if kind is Kind.PATH:
        return f"'{{\"$p\":[' || to_json(({text}).n) || ',' || to_json(({text}).r) || ']}}'"
    if kind is Kind.LIST:
        item = encode(Value("e", value.type.element))
        items = f"list_transform({text}, lambda e: coalesce({item}, 'null'))"
        return f"'[' || array_to_string({items}, ',') || ']'"
    if kind is Kind.MAP:
        return _encode_map(value)
    return _encode_temporal(kind, text)


def _encode_temporal(kind: Kind, text: str) -> str:
    if kind is Kind.DATE:
        return f"'{{\"$d\":\"' || CAST({text} AS VARCHAR) || '\"}}'"
    tag, zone = ("$z", "Z") if kind is Kind.ZONED_DATETIME else ("$l", "")
    if zone:
        text = f"({text} AT TIME ZONE 'UTC')"
    return f"'{{\"{tag}\":\"' || strftime({text}, '%Y-%m-%dT%H:%M:%S.%f') || '{zone}\"}}'"


def _encode_map(value: Value) -> str:
    parts = []
    for i, (name, kind) in enumerate(value.type.fields):
        item = encode(Value(f"({value.sql}).f{i}", kind))
        parts.append(f"{sql.text(json_key(name))} || coalesce({item}, 'null')")
    joined = " || ',' || ".join(parts)
    return f"CASE WHEN {value.sql} IS NULL THEN NULL ELSE '{{' || {joined} || '}}' END"


def json_key(name: str) -> str:
    """`"name":` with a leading `$` doubled, so that no key looks like a tag."""
    import json

    escaped = "$" + name if name.startswith("$") else name
    return json.dumps(escaped, ensure_ascii=False) + ":"


def boolean(text: str) -> Value:
    """A BOOLEAN computed by `text`."""
    return Value(text, BOOLEAN)
