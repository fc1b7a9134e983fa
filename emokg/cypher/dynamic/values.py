"""Values whose type only the row tells: tagged JSON text, and Cypher's meaning over it.

Text → Python → text. JSON's own values are Cypher's; what JSON lacks is an object of one tagged
key: `$n` node number, `$r` relationship number, `$p` path, `$f` NaN or an infinity, `$d` date, `$l`
local datetime, `$z` zoned datetime, `$c` local time, `$t` time, `$D` duration. A map key that
begins with `$` is written with one `$` more.

Meaning after Neo4j 5: CIP2016-06-14 (comparability, equality, orderability, equivalence).
"""

from __future__ import annotations

import json
import math
import struct
from dataclasses import dataclass
from typing import Any

from emokg.errors import CypherRuntimeError, CypherUnsupported

INTEGER_MIN, INTEGER_MAX = -(2**63), 2**63 - 1


@dataclass(frozen=True, slots=True)
class Node:
    """A node's number."""

    number: int


@dataclass(frozen=True, slots=True)
class Relationship:
    """A relationship's number."""

    number: int


@dataclass(frozen=True, slots=True)
class Path:
    """Node numbers and relationship numbers along a path."""

    nodes: tuple[int, ...]
    relationships: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Temporal:
    """A date, time, datetime or duration: its tag and its ISO text."""

    tag: str
    text: str


def decode(text: str | None) -> Any:
    """The Python value of tagged JSON text."""
    return None if text is None else json.loads(text, object_hook=_untag)


def _untag(entries: dict[str, Any]) -> Any:
    if len(entries) == 1:
        ((key, value),) = entries.items()
        if key == "$n":
            return Node(value)
        if key == "$r":
            return Relationship(value)
        if key == "$p":
            return Path(tuple(value[0]), tuple(value[1]))
        if key == "$f":
            return float(value)
        if key in _TEMPORAL:
            return Temporal(key, value)
    return {key[1:] if key.startswith("$") else key: value for key, value in entries.items()}


def encode(value: Any) -> str | None:
    """Tagged JSON text of a Python value; None stays None."""
    return (
        None
        if value is None
        else json.dumps(_tag(value), ensure_ascii=False, separators=(",", ":"))
    )


def _tag(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else {"$f": str(value)}
    if isinstance(value, list):
        return [_tag(item) for item in value]
    if isinstance(value, dict):
        return {_tag_key(key): _tag(item) for key, item in value.items()}
    if isinstance(value, Node):
        return {"$n": value.number}
    if isinstance(value, Relationship):
        return {"$r": value.number}
    if isinstance(value, Path):
        return {"$p": [list(value.nodes), list(value.relationships)]}
    if isinstance(value, Temporal):
        return {value.tag: value.text}
    return value


def _tag_key(key: str) -> str:
    return "$" + key if key.startswith("$") else key


def type_name(value: Any) -> str:
    """Neo4j's word for a value's type, as its messages use it."""
    if isinstance(value, Temporal):
        return _TEMPORAL[value.tag]
    for kind, name in _NAMES:
        if isinstance(value, kind):
            return name
    return "NO_VALUE"


_NAMES: tuple[tuple[type, str], ...] = (
    (bool, "Boolean"),
    (int, "Long"),
    (float, "Double"),
    (str, "String"),
    (list, "List"),
    (dict, "Map"),
    (Node, "Node"),
    (Relationship, "Relationship"),
    (Path, "Path"),
)

_TEMPORAL = {
    "$z": "DateTime",
    "$l": "LocalDateTime",
    "$d": "Date",
    "$t": "Time",
    "$c": "LocalTime",
    "$D": "Duration",
}
"""In the order that ORDER BY has them."""


def is_number(value: Any) -> bool:
    """INTEGER or FLOAT, which a boolean is not."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def equals(left: Any, right: Any) -> bool | None:
    """`=`: null where a null inside makes it unknown, false for unlike types."""
    if left is None or right is None:
        return None
    if is_number(left) and is_number(right):
        return bool(left == right)
    if isinstance(left, list) and isinstance(right, list):
        if len(left) != len(right):
            return False
        return all_true(equals(a, b) for a, b in zip(left, right, strict=True))
    if isinstance(left, dict) and isinstance(right, dict):
        if left.keys() != right.keys():
            return False
        return all_true(equals(left[key], right[key]) for key in left)
    if isinstance(left, Temporal) and isinstance(right, Temporal):
        return left.tag == right.tag and _temporal_key(left) == _temporal_key(right)
    return type(left) is type(right) and bool(left == right)


def _temporal_key(value: Temporal) -> tuple[tuple[int, ...], str]:
    """Numbers that order the values of one type, and the zone's name."""
    from emokg.cypher.dynamic.temporal import sort_key

    return sort_key(value), value.text.partition("[")[2]


def all_true(results: Any) -> bool | None:
    """Three-valued AND."""
    unknown = False
    for result in results:
        if result is False:
            return False
        unknown = unknown or result is None
    return None if unknown else True


def less(left: Any, right: Any) -> bool | None:
    """`<`: null for unlike types and for types without an order of comparison."""
    comparison = compare(left, right)
    if comparison is None:
        return None
    return comparison == -1


def compare(left: Any, right: Any) -> int | None:
    """-1, 0, 1; 2 where a NaN makes every comparison false; None where it is unknown."""
    if is_number(left) and is_number(right):
        if left != left or right != right:
            return 2
        return _sign(left, right)
    if isinstance(left, list) and isinstance(right, list):
        for a, b in zip(left, right, strict=False):
            comparison = compare(a, b)
            if comparison != 0:
                return comparison
        return _sign(len(left), len(right))
    if isinstance(left, dict) and isinstance(right, dict):
        return _compare_maps(left, right)
    if type(left) is not type(right):
        return None
    if isinstance(left, (str, bool)):
        return _sign(left, right)
    if isinstance(left, Temporal) and left.tag == right.tag != "$D":
        return _sign(_temporal_key(left), _temporal_key(right))
    return None


def _compare_maps(left: dict[str, Any], right: dict[str, Any]) -> int | None:
    """The smaller map first, then by sorted keys, then by their values."""
    if len(left) != len(right):
        return _sign(len(left), len(right))
    keys = sorted(left)
    if keys != sorted(right):
        return _sign(keys, sorted(right))
    for key in keys:
        comparison = compare(left[key], right[key])
        if comparison != 0:
            return comparison
    return 0


def _sign(left: Any, right: Any) -> int:
    return int(left > right) - int(left < right)


NO_NANS = (
    "DISTINCT and grouping of NaN are not supported: leave it out, WHERE NOT isNaN(x), "
    "or write CASE WHEN NOT isNaN(x) THEN x END"
)


def group_key(value: Any) -> bytes:
    """The key by which DISTINCT and grouping tell values apart."""
    if _has_nan(value):
        raise refuse(NO_NANS)
    return order_key(value)


def _has_nan(value: Any) -> bool:
    if isinstance(value, dict):
        value = list(value.values())
    return any(map(_has_nan, value)) if isinstance(value, list) else value != value


_TERMINATOR = b"\x00"
_NULL = b"\xfe"


def order_key(value: Any) -> bytes:
    """Bytes that sort as ORDER BY ASC does and are equal where DISTINCT sees one value.

    MAP < NODE < RELATIONSHIP < LIST < PATH < temporal < STRING < BOOLEAN < number < null.
    """
    if value is None:
        return _NULL
    if isinstance(value, bool):
        return b"\x40" + bytes([value])
    if is_number(value):
        return b"\x50" + _number_key(value)
    if isinstance(value, str):
        return b"\x30" + _text_key(value)
    if isinstance(value, list):
        return b"\x18" + b"".join(map(order_key, value)) + _TERMINATOR
    if isinstance(value, dict):
        keys = sorted(value)
        parts = [struct.pack(">I", len(keys)), *map(_text_key, keys)]
        return b"\x10" + b"".join(parts) + b"".join(order_key(value[key]) for key in keys)
    if isinstance(value, Node):
        return b"\x12" + struct.pack(">Q", value.number)
    if isinstance(value, Relationship):
        return b"\x14" + struct.pack(">Q", value.number)
    if isinstance(value, Path):
        steps = [value.nodes[0]]
        for relationship, node in zip(value.relationships, value.nodes[1:], strict=True):
            steps += [relationship, node]
        return b"\x1a" + b"".join(b"\x01" + struct.pack(">Q", step) for step in steps) + b"\x00"
    numbers, zone = _temporal_key(value)
    rank = bytes([0x20 + list(_TEMPORAL).index(value.tag)])
    parts = [(number + 2**127).to_bytes(16, "big") for number in numbers]
    return rank + b"".join(parts) + _text_key(zone)


def _text_key(value: str) -> bytes:
    return value.encode().replace(b"\x00", b"\x00\xff") + b"\x00\x00"


def _number_key(value: int | float) -> bytes:
    if value != value:
        return b"\xff" * 16
    near = float(value)
    (bits,) = struct.unpack(">Q", struct.pack(">d", near + 0.0))
    bits = bits ^ 0xFFFFFFFFFFFFFFFF if bits >> 63 else bits | 1 << 63
    rest = 0 if math.isinf(near) else int(value) - int(near) if isinstance(value, int) else 0
    return struct.pack(">QQ", bits, rest + 2**63)


def fail(message: str) -> CypherRuntimeError:
    """An error that travels out of DuckDB with its words."""
    return CypherRuntimeError(message)


def refuse(message: str) -> CypherUnsupported:
    """A refusal by name that only the row can bring about; it travels like `fail`."""
    return CypherUnsupported(message)
