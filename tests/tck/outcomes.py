"""Asking the embedded engine a scenario's query, and what came of it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from itertools import groupby
from typing import Any

import duckdb

from emokg.cypher import run
from emokg.cypher.dynamic.temporal import written
from emokg.cypher.dynamic.values import Temporal
from emokg.errors import CypherUnsupported, EmoKGError
from emokg.graph.model import GraphModel
from emokg.table import Table
from tests.cypher.small_graph import build
from tests.tck.graphs import NotUnderstood, graph
from tests.tck.notation import Node, Path, Relationship
from tests.tck.scenarios import Rows, Scenario


class Outcome(Enum):
    """What came of one scenario.

    EQUAL: the expected answer. REJECTED: an error where one is expected. REFUSED: refused by name.
    UNREAD: its graph could not be built. WRONG: another answer, or an error where none is expected.
    MISSED: an answer where an error is expected.
    """

    EQUAL = "equal"
    REJECTED = "rejected"
    REFUSED = "refused"
    UNREAD = "unread"
    WRONG = "wrong"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`detail` is the first difference, or the words of an error."""

    scenario: Scenario
    outcome: Outcome
    detail: str = ""


def judge_all(scenarios: Iterable[Scenario]) -> list[Verdict]:
    """One verdict a scenario; scenarios that begin with the same graph share one store."""
    ordered = sorted(scenarios, key=lambda scenario: scenario.setup)
    verdicts: list[Verdict] = []
    for setup, group in groupby(ordered, key=lambda scenario: scenario.setup):
        verdicts += _judge_alike(setup, list(group))
    return sorted(verdicts, key=lambda verdict: verdict.scenario.key)


def _judge_alike(setup: tuple[str, ...], scenarios: list[Scenario]) -> list[Verdict]:
    with duckdb.connect() as connection:
        try:
            made = graph(setup)
            model = build(connection, made.nodes, made.relationships)
        except CypherUnsupported as error:
            return [Verdict(each, Outcome.REFUSED, error.message) for each in scenarios]
        except (NotUnderstood, EmoKGError) as error:
            return [Verdict(each, Outcome.UNREAD, str(error)) for each in scenarios]
        return [judge(each, connection, model) for each in scenarios]


def judge(scenario: Scenario, connection: duckdb.DuckDBPyConnection, model: GraphModel) -> Verdict:
    """Ask, and compare with what is expected. An error that is not ours is a wrong answer."""
    expected = scenario.expected
    try:
        table = run(connection, model, scenario.query, scenario.parameters, timeout=60)
        given = answered(table)
    except CypherUnsupported as error:
        return Verdict(scenario, Outcome.REFUSED, error.message)
    except EmoKGError as error:
        outcome = Outcome.REJECTED if isinstance(expected, str) else Outcome.WRONG
        return Verdict(scenario, outcome, f"{type(error).__name__}: {error.message}")
    except Exception as error:
        return Verdict(scenario, Outcome.WRONG, f"{type(error).__name__}: {error}")
    if isinstance(expected, str):
        return Verdict(scenario, Outcome.MISSED, f"{expected}, but {given[:3]}")
    detail = difference(expected, tuple(table.columns), given)
    return Verdict(scenario, Outcome.WRONG if detail else Outcome.EQUAL, detail)


def answered(table: Table) -> list[list[Any]]:
    """The rows of a Table with entities as `notation` has them."""
    return [[_plain(item) for item in row.values()] for row in table.rows()]


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, dict):
        return value
    if value.keys() == {"id", "labels", "properties"}:
        return Node(frozenset(value["labels"]), _plain(value["properties"]))
    if value.keys() == {"type", "start", "end", "properties"}:
        return Relationship(value["type"], _plain(value["properties"]))
    if value.keys() == {"nodes", "relationships"}:
        nodes, relationships = value["nodes"], value["relationships"]
        forward = tuple(
            each["start"] == before["id"] and each["end"] == after["id"]
            for each, before, after in zip(relationships, nodes, nodes[1:], strict=False)
        )
        return Path(tuple(map(_plain, nodes)), tuple(map(_plain, relationships)), forward)
    return {key: _plain(item) for key, item in value.items()}


def difference(expected: Rows, columns: tuple[str, ...], given: list[list[Any]]) -> str:
    """The first difference in words; empty where there is none."""
    if not expected.columns and not given:
        return ""
    if expected.columns != columns:
        return f"columns {list(columns)}, expected {list(expected.columns)}"
    theirs = [_comparable(list(row), expected.lists_ordered) for row in expected.rows]
    ours = [_comparable(row, expected.lists_ordered) for row in given]
    if not expected.ordered:
        theirs, ours = sorted(theirs), sorted(ours)
    if theirs == ours:
        return ""
    return f"{given[:6]}, expected {list(map(list, expected.rows[:6]))}"


_TIME = re.compile(r"(\d{4}-\d\d-\d\dT)?\d\d:\d\d\S*?([Z+-][\d:]*)?(\[\S+\])?")


def _temporal(text: str) -> Temporal:
    found = _TIME.fullmatch(text)
    assert found is not None
    zoned = found[2] is not None
    return Temporal(("$z" if zoned else "$l") if found[1] else "$t" if zoned else "$c", text)


def _comparable(value: Any, lists_ordered: bool, nested: bool = False) -> str:
    """A text that is equal for equal values only."""

    def inside(item: Any) -> str:
        return _comparable(item, lists_ordered, True)

    if isinstance(value, float):  # the TCK's -0.0 equals 0.0, as in Java
        return "NaN" if math.isnan(value) else f"float {value + 0.0:.14g}"
    if isinstance(value, str) and _TIME.fullmatch(value):
        return repr(written(_temporal(value)))  # the TCK writes a time as a text
    if isinstance(value, list):
        items = [inside(item) for item in value]
        return f"[{', '.join(items if lists_ordered or not nested else sorted(items))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key!r}: {inside(value[key])}' for key in sorted(value))}}}"
    if isinstance(value, Node):
        return f"({sorted(value.labels)} {inside(value.properties)})"
    if isinstance(value, Relationship):
        return f"-{value.type!r} {inside(value.properties)}-"
    if isinstance(value, Path):
        parts = (list(value.nodes), list(value.relationships), list(value.forward))
        return f"<{_comparable(list(parts), True)}>"
    return repr(value)
