"""Ask every question of every engine, and compare each with the first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from time import perf_counter
from typing import Any

from emokg.errors import BackendError, EmoKGError
from emokg.query.asking import SparqlGraph
from emokg.query.engine import Engine
from emokg.query.parity.certificate import Answer, Case, Certificate
from emokg.query.parity.comparing import differences, fingerprint
from emokg.query.parity.matrix import cases, choose
from emokg.query.question import Question
from emokg.query.returned import is_ordered
from emokg.query.run import run_question

SHOWN = 3
"""Differing rows that are told of a case."""

Report = Callable[[int, int], None]
"""Called with the cases done and all cases."""


def verify(
    engines: Sequence[Engine], questions: Sequence[Question], graph: str, report: Report
) -> Certificate:
    """Ask each question of each engine; `graph` is the fingerprint of what they hold.

    Parameters are chosen by the first engine that answers Cypher. An engine that refuses a question
    disagrees. BackendError where a server is gone.
    """
    chosen = choose(
        next(engine.graph for engine in engines if not isinstance(engine.graph, SparqlGraph))
    )
    asked = [(question, values) for question in questions for values in cases(question, chosen)]
    done = []
    for number, (question, values) in enumerate(asked):
        report(number, len(asked))
        done.append(_case(engines, question, values))
    report(len(asked), len(asked))
    named = {engine.name.value: engine.version for engine in engines}
    return Certificate(graph, named, tuple(done))


def _case(engines: Sequence[Engine], question: Question, values: Mapping[str, Any]) -> Case:
    ordered = question.statistic is not None or is_ordered(question.text)
    answered = [_asked(engine, question, values, ordered) for engine in engines]
    told: list[str] = []
    (first, rows), *others = answered
    for answer, other in others:
        if first.error is not None or answer.error is not None:
            told += [f"{one.engine}: {one.error}" for one in (first, answer) if one.error]
            continue
        found = differences(rows, other, ordered=ordered)
        told += [row.describe(first.engine, answer.engine) for row in islice(found, SHOWN)]
    answers = tuple(answer for answer, _ in answered)
    return Case(question.name, values, answers, tuple(dict.fromkeys(told)))


def _asked(
    engine: Engine, question: Question, values: Mapping[str, Any], ordered: bool
) -> tuple[Answer, list[dict[str, Any]]]:
    start = perf_counter()
    try:
        rows = run_question(engine.graph, question, values).rows()
    except BackendError:
        raise
    except EmoKGError as error:
        return Answer(engine.name, engine.version, None, None, str(error)), []
    seconds = perf_counter() - start
    sha256 = fingerprint(rows, ordered=ordered)
    return Answer(engine.name, engine.version, len(rows), sha256, seconds=seconds), rows
