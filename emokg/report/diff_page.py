"""Two graphs compared, as a page in the report's style."""

from __future__ import annotations

from emokg.graph.differences import GraphDifferences, TableChange
from emokg.report.changed_answers import AnswerChange
from emokg.report.diff import NO_LABEL, Diff, table_details
from emokg.report.figure import Asked, Figure, Head, Section, numbers
from emokg.report.page import render

ROWS = 50
"""Changes of one answer that are shown."""


def diff_html(diff: Diff, before: str, after: str) -> str:
    """The page. `before` and `after` are what the graphs are called."""
    sections = [_sizes(diff.graph), _labels(diff.graph)]
    if diff.answers:
        sections.append(_answers(diff))
    lead = f"What changed from {before} to {after}."
    return render("Two graphs compared", lead, sections, {}, made_by="emokg graph diff")


def _sizes(graph: GraphDifferences) -> Section:
    figures = (
        _table("nodes", "Nodes by label", graph.nodes),
        _table("relationships", "Relationships by type", graph.relationships),
    )
    note = () if graph.any else ("The graphs are the same.",)
    return Section("sizes", "Nodes and relationships", "", figures, note)


def _table(key: str, title: str, tables: tuple[TableChange, ...]) -> Figure:
    heads = [Head("name"), *(Head(name, "count") for name in ("before", "after"))]
    heads += [Head(name, "count") for name in ("added", "removed", "changed")]
    rows = [
        (t.name, t.before, t.after, t.added, t.removed, t.changed, table_details(t)) for t in tables
    ]
    caption = "Changed: the same id, or the same ends, with other properties."
    return Figure(key, title, caption, None, numbers([*heads, Head("details")], rows))


def _labels(graph: GraphDifferences) -> Section:
    moved = sum(each.images for each in graph.relabelled)
    lead = f"{moved:,} images of both graphs have another CES label (rank 1)."
    if not moved:
        return Section("labels", "Relabelled images", lead, ())
    rows = [
        (each.before or NO_LABEL, each.after or NO_LABEL, each.images, ", ".join(each.examples))
        for each in graph.relabelled
    ]
    heads = [Head("before"), Head("after"), Head("images", "count"), Head("examples")]
    figure = Figure("labels", "Labels", "From which to which.", None, numbers(heads, rows))
    return Section("labels", "Relabelled images", lead, (figure,))


def _answers(diff: Diff) -> Section:
    changed = diff.changed_answers
    lead = f"{len(changed):,} of {len(diff.answers):,} answers of the catalogue changed materially."
    notes = [
        "Material is a row that enters or leaves, a q value that crosses 0.05, log odds that "
        "change sign, another place among the first ten, or another number that changes by more "
        "than 5 % (log odds and their bounds: and by more than 0.05)."
    ]
    if diff.not_asked:
        notes.append(
            f"Not asked, as they are about things of one graph: {', '.join(diff.not_asked)}."
        )
    figures = [_answer(number, answer) for number, answer in enumerate(changed)]
    return Section("answers", "Answers", lead, tuple(figures), tuple(notes))


def _answer(number: int, answer: AnswerChange) -> Figure:
    shown = answer.gravest()[:ROWS]
    more = len(answer.changes) - len(shown)
    caption = f"{answer.before:,} rows before, {answer.after:,} after."
    if answer.refused:
        caption = f"Not compared: {answer.refused}."
    elif more:
        caption += f" {more:,} further changes are not shown."
    heads = [Head("what"), Head("row"), Head("column")]
    heads += [Head("before", "number"), Head("after", "number")]
    rows = [(each.what, each.item, each.column, each.before, each.after) for each in shown]
    asked = (Asked("asked of both graphs", f"emokg query run {answer.name}"),)
    return Figure(f"answer-{number}", answer.name, caption, None, numbers(heads, rows), asked)
