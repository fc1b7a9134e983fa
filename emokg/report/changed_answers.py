"""Which answers of the catalogue changed materially from one graph to another.

A row is known by its texts and lists. Material is: a row that enters or leaves; a q value that
crosses 0.05; log odds that change sign; another place among the first ten of an ordered answer; any
other number that changes by more than 5 %, log odds and their bounds also by more than 0.05.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isclose
from typing import Any, Literal

from emokg.errors import LimitExceeded
from emokg.query import Question, run_question
from emokg.query.asking import CypherGraph
from emokg.query.question import Column
from emokg.query.returned import is_ordered
from emokg.taxonomy import WHEEL

SIGNIFICANT = 0.05
FIRST = 10
TOLERANCE = 0.05
NOTHING = 1e-9
"""What is no farther from 0 has no sign."""

What = Literal["entered", "left", "significance", "sign", "rank", "numbers"]
WHATS: tuple[What, ...] = ("entered", "left", "significance", "sign", "rank", "numbers")
GRAVITY: tuple[What, ...] = ("significance", "sign", "entered", "left", "rank", "numbers")
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row, what changed in which column, from what to what."""

    what: What
    item: str
    column: str
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """One question with one set of parameters: rows in both graphs, and every change.

    `refused` is why one of the graphs does not answer.
    """

    question: str
    parameters: Mapping[str, Any]
    before: int
    after: int
    changes: tuple[RowChange, ...]
    refused: str | None = None

    @property
    def name(self) -> str:
        """As it is typed."""
        given = (f"-p {name}={value}" for name, value in self.parameters.items())
        return " ".join((self.question, *given))

    @property
    def any(self) -> bool:
        """Whether anything material changed."""
        return bool(self.changes or self.refused)

    def gravest(self) -> list[RowChange]:
        """Its changes: of significance, of sign, then rows that come and go, the numbers last."""
        return sorted(self.changes, key=lambda change: GRAVITY.index(change.what))

    def rows(self, *whats: What) -> int:
        """How many rows changed in one of these ways."""
        return len({change.item for change in self.changes if change.what in whats})


def cases(question: Question) -> list[dict[str, Any]] | None:
    """What a question is asked with: its defaults, and for what has none every possible value.

    Of two emotions each is asked against the next on the emotion circle. None where a parameter
    names something of one graph, such as an image.
    """
    required = [parameter for parameter in question.parameters if parameter.required]
    emotions = [parameter.name for parameter in required if parameter.type == "emotion"]
    found: list[dict[str, Any]] = [{}]
    if emotions:
        found = [dict(zip(emotions, _turned(place), strict=False)) for place in range(len(WHEEL))]
    for parameter in required:
        if parameter.type != "emotion":
            if not parameter.values:
                return None
            found = [case | {parameter.name: value} for case in found for value in parameter.values]
    return found


def _turned(place: int) -> tuple[str, ...]:
    """The emotions in their order on the circle, beginning anywhere."""
    return (*WHEEL[place:], *WHEEL[:place])


def compare(
    before: CypherGraph, after: CypherGraph, question: Question, parameters: Mapping[str, Any]
) -> AnswerChange:
    """Ask both graphs. What an engine raises but LimitExceeded, which is told."""
    try:
        old, new = (run_question(graph, question, parameters).rows() for graph in (before, after))
    except LimitExceeded as error:
        return AnswerChange(question.name, parameters, 0, 0, (), error.message)
    ordered = question.statistic is not None or is_ordered(question.text_for(parameters))
    changes = tuple(row_changes(question, old, new, ordered=ordered))
    return AnswerChange(question.name, parameters, len(old), len(new), changes)


def row_changes(
    question: Question, old: Sequence[Row], new: Sequence[Row], *, ordered: bool
) -> Iterator[RowChange]:
    """Every material change from one answer of a question to another, row by row."""
    texts = [c.name for c in question.columns if c.type in ("string", "list of string")]
    numbers = [c for c in question.columns if c.type in ("integer", "number")]
    left, right = _by_item(old, texts), _by_item(new, texts)
    for item in [*left, *(item for item in right if item not in left)]:
        if item not in right:
            yield RowChange("left", item, "place", left[item][0], None)
        elif item not in left:
            yield RowChange("entered", item, "place", None, right[item][0])
        else:
            (place, row), (new_place, new_row) = left[item], right[item]
            if ordered and place != new_place and min(place, new_place) <= FIRST:
                yield RowChange("rank", item, "place", place, new_place)
            for column in numbers:
                pair = row[column.name], new_row[column.name]
                what = _changed(column, *pair)
                if what is not None:
                    yield RowChange(what, item, column.name, *pair)


def _by_item(rows: Sequence[Row], texts: Sequence[str]) -> dict[str, tuple[int, Row]]:
    """Place from 1 and row, by the row's texts; rows of the same texts are numbered."""
    found: dict[str, tuple[int, Row]] = {}
    seen: dict[str, int] = {}
    for place, row in enumerate(rows, start=1):
        item = " · ".join(_text(row[name]) for name in texts if row[name]) or "all"
        seen[item] = seen.get(item, 0) + 1
        found[item if seen[item] == 1 else f"{item} ({seen[item]})"] = (place, row)
    return found


def _text(value: str | list[str]) -> str:
    return value if isinstance(value, str) else ", ".join(value)


def _changed(column: Column, old: float | None, new: float | None) -> What | None:
    if column.name == "q_value":
        return None if _small(old) == _small(new) else "significance"
    if column.name == "p_value" or old == new:
        return None
    if old is None or new is None:
        return "numbers"
    if column.name == "log_odds" and min(old, new) < -NOTHING and max(old, new) > NOTHING:
        return "sign"
    absolute = TOLERANCE if column.unit == "nat" else 0.0
    return None if isclose(old, new, rel_tol=TOLERANCE, abs_tol=absolute) else "numbers"


def _small(q: float | None) -> bool:
    return q is not None and q < SIGNIFICANT
