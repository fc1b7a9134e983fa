"""Every question of the catalogue against the SQL an expert would write by hand for it.

Ours is what asking costs: compiling the text, running it, and the Arrow table. Both run on the same
open graph, and a question whose rows differ is an error.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from bench.catalogue import Asked, asked
from bench.measure import Job, Measured, interleaved, milliseconds
from bench.same import first_difference
from emokg.cypher import EmbeddedGraph, compile, open_graph  # noqa: A004
from emokg.graph import build
from emokg.query import run_question
from emokg.workspace import Workspace

ROUNDS = 15
SHORT, SHORT_ROUNDS = 0.05, 41
"""Seconds under which a median needs more rounds, and how many."""
AT_MOST = 1.3
COMPILING, WHOLE = 10.0, 80.0


def measure(workspace: Workspace) -> Iterator[Measured]:
    """A line for each question, then the longest compilation, then one whole question."""
    build(workspace)
    with open_graph(workspace) as graph:
        questions = asked(graph)
        compiling: dict[str, float] = {}
        for question in questions:
            line, compiling[question.name] = _compared(graph, question)
            yield line
        slowest = max(compiling, key=compiling.__getitem__)
        yield Measured(
            "questions", "compiling a text", compiling[slowest], "ms", COMPILING, detail=slowest
        )
        whole = interleaved(
            {"whole": lambda: run_question(graph, "attributes-evoking", {"emotion": "fear"})},
            ROUNDS,
        )
        yield Measured(
            "questions",
            "attributes-evoking, with statistics",
            whole["whole"] * 1e3,
            "ms",
            WHOLE,
            detail="from name and parameters to the table of associations",
        )


def _compared(graph: EmbeddedGraph, question: Asked) -> tuple[Measured, float]:
    """The line of one question, and the milliseconds of its compilation."""
    text, sql, parameters = question.text, question.sql, question.parameters

    def ours() -> pa.Table:
        return graph.cypher(text, parameters).arrow

    def expert() -> pa.Table:
        cursor = graph.connection.cursor()
        return cursor.sql(sql, params=parameters or None).to_arrow_table()

    difference = first_difference(ours().to_pylist(), expert().to_pylist(), question.ordered)
    jobs: dict[str, Job] = {
        "ours": ours,
        "expert": expert,
        "compiling": lambda: compile(text, graph.model, parameters),
    }
    times = interleaved(jobs, ROUNDS)
    if times["expert"] < SHORT:
        times = interleaved(jobs, SHORT_ROUNDS)
    detail = f"{milliseconds(times['ours'])} against {milliseconds(times['expert'])} by hand"
    ratio = times["ours"] / times["expert"]
    line = Measured(
        "questions", question.name, ratio, "×", AT_MOST, detail=detail, difference=difference
    )
    return line, times["compiling"] * 1e3
