"""Asking a named question: the engine counts, the statistics of the question are added."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from emokg.query.asking import Graph, asker
from emokg.query.catalogue import find_question
from emokg.query.computing import STATISTICS
from emokg.query.parameters import refuse_unknown, resolve
from emokg.query.question import Question
from emokg.query.without import COMPARING, without
from emokg.table import Table

if TYPE_CHECKING:
    import pyarrow as pa

    from emokg.graph.labelled import Labelled


def run_question(
    graph: Graph,
    name: str | Question,
    parameters: Mapping[str, Any] | None = None,
    labelled: Labelled | None = None,
) -> Table:
    """The answer of a question of the catalogue.

    `labelled` is what the description of the graph counts of its labelled images: a notice then
    says how many have nothing of what is compared.

    UnknownName for a question, parameter, emotion, or phrase of the graph that does not exist;
    UsageError for a value that does not fit; what the engine raises.
    """
    question = name if isinstance(name, Question) else find_question(name)
    values = resolve(question, parameters or {})
    ask = asker(graph)
    refuse_unknown(ask, question, values)
    answer = ask.count(question, values)
    if question.statistic is None:
        return answer
    items = tuple(column.name for column in question.items)
    table = STATISTICS[question.statistic].compute(answer.arrow, items, values)
    limit = values.get("limit")
    notices = [*answer.notices, *_empty(table, values)]
    if labelled is not None and question.statistic in COMPARING and len(table):
        total = table.column("total_images")[0].as_py()
        notices += without(question, values, total, labelled)
    return Table(table if limit is None else table.slice(0, limit), tuple(notices))


def _empty(table: pa.Table, values: Mapping[str, Any]) -> Iterator[str]:
    """Why there may be no rows where a question leaves out what few images have."""
    least = values.get("min_images", 1)
    if not len(table) and least > 1:
        yield f"nothing that is asked for has {least:,} images; a smaller min_images shows more"
