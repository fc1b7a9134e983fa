"""Asking a named question: the engine counts, the statistics of the question are added."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from emokg.query.asking import Graph, asker
from emokg.query.catalogue import find_question
from emokg.query.computing import STATISTICS
from emokg.query.nothing import nothing
from emokg.query.parameters import refuse_unknown, resolve
from emokg.query.question import Question
from emokg.query.without import COMPARING, without
from emokg.table import Table

if TYPE_CHECKING:
    from emokg.graph.description import Description


def run_question(
    graph: Graph,
    name: str | Question,
    parameters: Mapping[str, Any] | None = None,
    about: Description | None = None,
) -> Table:
    """The answer of a question of the catalogue.

    `about` is the description of the graph: notices then say how many labelled images have nothing
    of what is compared, and what an empty answer would have needed.

    UnknownName for a question, parameter, emotion, or phrase of the graph that does not exist;
    UsageError for a value that does not fit; what the engine raises.
    """
    question = name if isinstance(name, Question) else find_question(name)
    values = resolve(question, parameters or {})
    ask = asker(graph)
    refuse_unknown(ask, question, values)
    answer = ask.count(question, values)
    table, limit = answer.arrow, None
    if question.statistic is not None:
        items = tuple(column.name for column in question.items)
        table = STATISTICS[question.statistic].compute(answer.arrow, items, values)
        limit = values.get("limit")
    notices = list(answer.notices)
    if not len(table):
        notices += nothing(question, values, answer.arrow, about)
    elif about is not None and about.labelled is not None and question.statistic in COMPARING:
        total = table.column("total_images")[0].as_py()
        notices += without(question, values, total, about.labelled)
    return Table(table if limit is None else table.slice(0, limit), tuple(notices))
