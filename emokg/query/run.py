"""Asking a named question: the engine counts, the statistics of the question are added."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from emokg.query.asking import Graph, asker
from emokg.query.catalogue import find_question
from emokg.query.computing import STATISTICS
from emokg.query.parameters import refuse_unknown, resolve
from emokg.query.question import Question
from emokg.table import Table


def run_question(
    graph: Graph, name: str | Question, parameters: Mapping[str, Any] | None = None
) -> Table:
    """The answer of a question of the catalogue.

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
    return Table(table if limit is None else table.slice(0, limit), answer.notices)
