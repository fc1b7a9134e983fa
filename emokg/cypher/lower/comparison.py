"""`=`, `<>`, `<`, `<=`, `>`, `>=`.

Unlike types: `=` is false and `<` null, never an implicit cast. INTEGER and FLOAT compare by value.
NaN equals nothing and is neither less nor greater (in DuckDB it equals itself and is the largest).
Lists and maps compare element by element, null where a null leaves it open.
"""

from __future__ import annotations

import re

from emokg.cypher import tree
from emokg.cypher.lower.dispatch import dynamic, lower_total, lowers
from emokg.cypher.lower.frame import Frame
from emokg.cypher.lower.numbered import compare_numbers
from emokg.cypher.types import BOOLEAN, Kind
from emokg.cypher.values import Value, as_float, boolean
from emokg.cypher.walking import walk

_ORDERED = {
    Kind.BOOLEAN,
    Kind.INTEGER,
    Kind.FLOAT,
    Kind.STRING,
    Kind.DATE,
    Kind.LOCAL_DATETIME,
    Kind.ZONED_DATETIME,
}
_NAMES = {"<": "less", "<=": "less_or_equal", ">": "greater", ">=": "greater_or_equal"}
_CONSTANT = re.compile(
    r"CAST\(\$(\w+) AS (?:DOUBLE|BIGINT)\)|\('?(-?[0-9][0-9.e+-]*)'?::(?:DOUBLE|BIGINT)\)"
)
"""A number as it is written out or bound, which is finite."""


@lowers
def _comparison(node: tree.Comparison, frame: Frame) -> Value:
    if len(node.rest) == 1:
        ((operator, right),) = node.rest
        numbers = compare_numbers(operator, node.first, right, frame)
        if numbers is not None:
            return numbers
    sides = [node.first, *(right for _, right in node.rest)]
    values = [as_float(lower_total(side, frame)) for side in sides]
    for i, (operator, _) in enumerate(node.rest):
        if operator in ("=", "<>"):
            refuse_inexact(node, values[i], values[i + 1], frame)
    tests = [
        _rounded(operator, values[i], values[i + 1])
        if operator != "<>" and _folded(sides[i]) and _folded(sides[i + 1])
        else compare(frame, operator, values[i], values[i + 1]).sql
        for i, (operator, _) in enumerate(node.rest)
    ]
    return boolean(tests[0] if len(tests) == 1 else f"({' AND '.join(tests)})")


def _folded(side: tree.Expression) -> bool:
    """Arithmetic on written numbers. Neo4j folds it, and then rounds as DuckDB does."""
    parts = list(walk(side))
    numbers = [part.value for part in parts if isinstance(part, tree.Literal)]
    only = all(isinstance(part, (tree.Literal, tree.Unary, tree.Binary)) for part in parts)
    return only and all(type(number) in (int, float) for number in numbers)


def refuse_inexact(at: tree.Expression, left: Value, right: Value, frame: Frame) -> None:
    """A sum or mean of floats is equal to a number or not by its last bits."""
    if left.type.numeric and right.type.numeric and left.type.inexact != right.type.inexact:
        raise frame.compilation.unsupported(
            at,
            "Whether a number equals a sum or mean of floats",
            "Its last bits depend on the order of adding. Write abs(x - y) < 1e-9.",
        )


def compare(frame: Frame, operator: str, left: Value, right: Value) -> Value:
    """One comparison, three-valued."""
    if Kind.NULL in (left.type.kind, right.type.kind):
        return boolean("CAST(NULL AS BOOLEAN)")
    if operator in ("=", "<>"):
        return _equality(frame, operator, left, right)
    if left.type.numeric and right.type.numeric:
        return boolean(_numbers(operator, left, right, frame))
    if left.type.kind is right.type.kind and left.type.kind in _ORDERED:
        return boolean(f"({left.sql} {operator} {right.sql})")
    kinds = {left.type.kind, right.type.kind}
    if Kind.ANY in kinds or kinds in ({Kind.LIST}, {Kind.MAP}):
        return dynamic(frame, _NAMES[operator], left, right, returns=BOOLEAN)
    return boolean("CAST(NULL AS BOOLEAN)")


def _equality(frame: Frame, operator: str, left: Value, right: Value) -> Value:
    same = left.type.kind is right.type.kind
    if left.type.numeric and right.type.numeric:
        return boolean(_numbers(operator, left, right, frame))
    if same and (left.type.kind in _ORDERED or left.type.entity or left.type.kind is Kind.PATH):
        return boolean(f"({left.sql} {operator} {right.sql})")
    if Kind.ANY in (left.type.kind, right.type.kind) or same:
        name = "equals" if operator == "=" else "differs"
        return dynamic(frame, name, left, right, returns=BOOLEAN)
    answer = "FALSE" if operator == "=" else "TRUE"
    return boolean(
        f"(CASE WHEN {left.sql} IS NULL OR {right.sql} IS NULL THEN NULL ELSE {answer} END)"
    )


def _numbers(operator: str, left: Value, right: Value, frame: Frame) -> str:
    """By value, as Neo4j compares them: DuckDB rounds an INTEGER that no FLOAT can hold.

    A FLOAT beyond 2^53 is a whole number, so where both are large the two compare as such.
    """
    plain = _rounded(operator, left, right)
    if left.type.kind is right.type.kind:
        return plain
    whole, real = (left, right) if left.type.kind is Kind.INTEGER else (right, left)
    if whole.counts or _small(whole, frame) or _small(real, frame):
        return plain
    held = f"{whole.sql} BETWEEN -{_HELD} AND {_HELD}"
    large = f"abs({real.sql}) BETWEEN {_HELD}::DOUBLE AND {_LARGEST}::DOUBLE"
    exact = f" {operator} ".join(_whole(side, operator) for side in (left, right))
    return f"(CASE WHEN ({held}) OR NOT ({large}) THEN {plain} ELSE {exact} END)"


def _whole(side: Value, operator: str) -> str:
    """A large number as Java makes it whole: `=` casts, where 2^63 becomes the largest INTEGER;
    order goes by the shortest decimal that is read as the FLOAT."""
    if side.type.kind is Kind.INTEGER:
        return f"CAST({side.sql} AS HUGEINT)"
    if operator not in ("=", "<>"):
        return f"TRY_CAST(CAST({side.sql} AS VARCHAR) AS HUGEINT)"
    whole = f"TRY_CAST({side.sql} AS HUGEINT)"
    return f"(CASE WHEN {whole} = {_LARGEST} THEN {_LARGEST - 1} ELSE {whole} END)"


def _small(value: Value, frame: Frame) -> bool:
    known = _constant(value, frame)
    return known is not None and abs(known) < _HELD


def _constant(value: Value, frame: Frame) -> float | None:
    """The number where it is written in the text or given as a parameter."""
    found = _CONSTANT.fullmatch(value.sql)
    if found is None:
        return None
    return float(frame.compilation.bound[found[1]] if found[1] else found[2])


_HELD, _LARGEST = 2**53, 2**63


def _rounded(operator: str, left: Value, right: Value) -> str:
    """DuckDB's NaN equals itself and is the largest: only the larger side of what holds may be it.

    Null stays null: the test for NaN is not asked where the other side is null.
    """
    plain = f"{left.sql} {operator} {right.sql}"
    doubtful = [value for value in (left, right) if _may_be_nan(value)]
    if operator == "<>":
        nans = " AND ".join(f"isnan({value.sql})" for value in doubtful)
        return f"({plain} OR {nans})" if len(doubtful) == 2 else f"({plain})"
    if operator == "=" and len(doubtful) < 2:
        return f"({plain})"
    larger, other = (right, left) if operator in ("<", "<=") else (left, right)
    if not _may_be_nan(larger):
        return f"({plain})"
    known = f"{larger.sql} <= 'Infinity'::DOUBLE"
    if other.nullable and not _CONSTANT.fullmatch(other.sql):
        known = f"({other.sql} IS NULL OR {known})"
    return f"({plain} AND {known})"


def _may_be_nan(value: Value) -> bool:
    return value.type.kind is Kind.FLOAT and not _CONSTANT.fullmatch(value.sql)
