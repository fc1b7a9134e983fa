"""Is the embedded engine's answer the one that Neo4j gave? If not, what is the first difference?"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from emokg.errors import CypherError, CypherRuntimeError, CypherUnsupported
from emokg.table import Table
from tests.cypher import known_values as values
from tests.cypher.known_texts import Answer, Failure, Known

Ask = Callable[[str, Mapping[str, Any]], Table]

FLOAT_TOLERANCE = 1e-12
"""Relative; sums over floats depend on the order of adding in both engines."""


class Outcome(Enum):
    """What came of one text."""

    EQUAL = "equal"
    REFUSED = "refused"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`detail` is the first difference, or the words of a refusal."""

    outcome: Outcome
    detail: str = ""


def judge(known: Known, ask: Ask) -> Verdict:
    """Ask the embedded engine and compare. Errors that are no Cypher error pass through."""
    expected = known.outcome
    if expected is None:
        raise ValueError(f"not recorded yet: {known.text}")
    try:
        table = ask(known.text, known.parameters)
    except CypherUnsupported as error:
        return Verdict(Outcome.REFUSED, error.message)
    except (CypherError, CypherRuntimeError) as error:
        return _judge_error(expected, error)
    given = Answer(table.columns, answered(table))
    if isinstance(expected, Failure):
        shown = f"{len(given.rows)} rows, first {given.rows[:1]}"
        return Verdict(Outcome.DIFFERENT, f"Neo4j: {expected.message}\nours:  {shown}")
    found = difference(expected, given, ordered=known.ordered, any_order=known.any_order)
    return Verdict(Outcome.DIFFERENT, found) if found else Verdict(Outcome.EQUAL)


def _judge_error(expected: Answer | Failure, error: CypherError | CypherRuntimeError) -> Verdict:
    ours = f"{type(error).__name__}: {error.message}"
    if isinstance(expected, Answer):
        shown = f"{len(expected.rows)} rows, first {expected.rows[:1]}"
        return Verdict(Outcome.DIFFERENT, f"Neo4j: {shown}\nours:  {ours}")
    if expected.line is not None and isinstance(error, CypherError) and error.line is None:
        return Verdict(Outcome.DIFFERENT, f"no line and column in {ours}")
    return Verdict(Outcome.EQUAL)


def answered(table: Table) -> list[list[Any]]:
    """The rows of a Table as lists."""
    return [list(row.values()) for row in table.rows()]


def difference(
    expected: Answer, given: Answer, *, ordered: bool, any_order: Iterable[str] = ()
) -> str | None:
    """The first difference in words; None where there is none.

    Rows are compared as a bag unless `ordered`, and so are lists in the columns `any_order`.
    """
    if expected.columns != given.columns:
        return f"columns\nNeo4j: {expected.columns}\nours:  {given.columns}"
    bags = [name in set(any_order) for name in expected.columns]
    theirs = [_row(row, bags) for row in expected.rows]
    ours = [_row(row, bags) for row in given.rows]
    if not ordered:
        theirs, ours = sorted(theirs, key=_sort_key), sorted(ours, key=_sort_key)
    for position, (a, b) in enumerate(zip(theirs, ours, strict=False), 1):
        if not same(a, b):
            column = next(i for i, (x, y) in enumerate(zip(a, b, strict=True)) if not same(x, y))
            return (
                f"row {position} of {len(theirs)}{'' if ordered else ' (sorted)'}, "
                f"column {expected.columns[column]}\nNeo4j: {_show(a)}\nours:  {_show(b)}"
            )
    if len(theirs) != len(ours):
        more, word = (theirs, "only Neo4j's") if len(theirs) > len(ours) else (ours, "only ours")
        row = more[min(len(theirs), len(ours))]
        return f"Neo4j: {len(theirs)} rows\nours:  {len(ours)} rows\n{word}: {_show(row)}"
    return None


def same(a: Any, b: Any) -> bool:
    """Equal after `plain`, floats nearly so; 1, 1.0 and true are three values."""
    if type(a) is not type(b):
        return False
    if isinstance(a, float):
        return _same_float(a, b)
    if isinstance(a, list):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    return bool(a == b)


def _same_float(a: float, b: float) -> bool:
    if math.isnan(a) or a == 0:
        return repr(a) == repr(b)
    return math.isclose(a, b, rel_tol=FLOAT_TOLERANCE)


def plain(value: Any) -> Any:
    """A value of either side in the form both share: entities as maps, temporals as ISO text."""
    if isinstance(value, values.Temporal):
        return value.text
    if isinstance(value, datetime | date):
        return values.iso(value.isoformat())
    if isinstance(value, values.Node | values.Relationship | values.Path):
        return {name: plain(getattr(value, name)) for name in value.__slots__}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value


def _row(row: list[Any], bags: list[bool]) -> list[Any]:
    return [
        sorted(value, key=_sort_key) if bag and isinstance(value, list) else value
        for value, bag in zip(map(plain, row), bags, strict=True)
    ]


def _sort_key(value: Any) -> str:
    """Puts nearly equal floats beside each other."""
    if isinstance(value, float):
        return f"float {value:.9g}"
    if isinstance(value, list):
        return f"list {[_sort_key(item) for item in value]}"
    if isinstance(value, dict):
        return f"map {[(key, _sort_key(value[key])) for key in sorted(value)]}"
    return f"{type(value).__name__} {value!r}"


def _show(row: list[Any]) -> str:
    text = repr(row)
    return text if len(text) <= 1000 else text[:1000] + "…"
