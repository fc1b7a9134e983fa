"""Two graphs compared: what is in them, how images are labelled, what the catalogue answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from emokg.cypher import open_graph
from emokg.graph.differences import GraphDifferences, TableChange, graph_differences
from emokg.query import questions
from emokg.report.changed_answers import WHATS, AnswerChange, cases, compare
from emokg.table import Table
from emokg.workspace.folder import Workspace

EXAMPLES = 3
NO_LABEL = "no label"
SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("section", "name")),
        *((name, pa.int64()) for name in ("before", "after", "added", "removed", "changed")),
        ("details", pa.string()),
    ]
)
Report = Callable[[str], None]
"""Called with the name of the question that is asked next."""


@dataclass(frozen=True, slots=True)
class Diff:
    """`answers` are all that were asked; `not_asked` names questions about things of one graph."""

    graph: GraphDifferences
    answers: tuple[AnswerChange, ...]
    not_asked: tuple[str, ...]

    @property
    def changed_answers(self) -> tuple[AnswerChange, ...]:
        """The answers that changed materially."""
        return tuple(answer for answer in self.answers if answer.any)


def diff_graphs(
    before: Workspace, after: Workspace, report: Report, *, answers: bool = True
) -> Diff:
    """Compare everything. DataError where a graph was not built or has another schema, DamagedFile.

    Where the graphs are the same, or without `answers`, nothing is asked.
    """
    graph = graph_differences(before, after)
    if not graph.any or not answers:
        return Diff(graph, (), ())
    asked_both, not_asked = list[AnswerChange](), list[str]()
    with open_graph(before) as old, open_graph(after) as new:
        for question in questions():
            report(question.name)
            asked = cases(question)
            if asked is None:
                not_asked.append(question.name)
            else:
                asked_both += [compare(old, new, question, each) for each in asked]
    return Diff(graph, tuple(asked_both), tuple(not_asked))


def diff_table(diff: Diff) -> Table:
    """What changed, a row each. Sections `nodes` and `relationships` (a label or type a row, counts
    of nodes or relationships), `labels` (images whose CES label changed), `answers` (a question a
    row, counts of rows)."""
    rows = [
        *_tables("nodes", diff.graph.nodes),
        *_tables("relationships", diff.graph.relationships),
        *_labels(diff.graph),
        *_answers(diff),
    ]
    return Table(pa.Table.from_pylist(rows, schema=SCHEMA))


def _tables(section: str, tables: tuple[TableChange, ...]) -> Iterator[dict[str, Any]]:
    for table in tables:
        if table.any:
            yield {
                "section": section,
                "name": table.name,
                "before": table.before,
                "after": table.after,
                "added": table.added,
                "removed": table.removed,
                "changed": table.changed,
                "details": table_details(table),
            }


def table_details(table: TableChange) -> str:
    """Examples, and which properties changed, in words."""
    parts = [
        f"{kind}: {', '.join(examples)}"
        for kind, examples in (
            ("added", table.added_examples),
            ("removed", table.removed_examples),
            ("changed", table.changed_examples),
        )
        if examples
    ]
    if table.properties:
        told = (f"{name} of {count:,}" for name, count in table.properties.items())
        parts.append(f"properties: {', '.join(told)}")
    return "; ".join(parts)


def _labels(graph: GraphDifferences) -> Iterator[dict[str, Any]]:
    for each in graph.relabelled:
        yield {
            "section": "labels",
            "name": f"{each.before or NO_LABEL} -> {each.after or NO_LABEL}",
            "changed": each.images,
            "details": ", ".join(each.examples),
        }


def _answers(diff: Diff) -> Iterator[dict[str, Any]]:
    for answer in diff.changed_answers:
        yield {
            "section": "answers",
            "name": answer.name,
            "before": answer.before,
            "after": answer.after,
            "added": answer.rows("entered"),
            "removed": answer.rows("left"),
            "changed": answer.rows("significance", "sign", "rank", "numbers"),
            "details": answer_details(answer),
        }


def answer_details(answer: AnswerChange) -> str:
    """How many changes of each kind, and the first of the gravest kinds, in words."""
    if answer.refused:
        return answer.refused
    counts = Counter(change.what for change in answer.changes)
    told = "; ".join(f"{what} {counts[what]:,}" for what in WHATS if counts[what])
    first = answer.gravest()[0]
    return f"{told}; {first.item}: {first.column} {_number(first.before)} -> {_number(first.after)}"


def _number(value: float | None) -> str:
    return "none" if value is None else f"{value:.4g}"
