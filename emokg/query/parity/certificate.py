"""What was asked of which engine, what each answered, and whether they agree: as JSON, as a table.

A certificate has no date: the same graph, questions and engines give the same bytes. Engines that
all answer nothing agree, but that shows little: it says how many cases had rows.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from itertools import groupby
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from emokg.table import Table

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Answer:
    """How an engine answered: rows and their hash, or why it did not."""

    engine: str
    version: str
    rows: int | None
    sha256: str | None
    error: str | None = None
    seconds: float = field(default=0.0, compare=False)

    def to_json(self) -> dict[str, Any]:
        """What the certificate says of it."""
        told: dict[str, Any] = {"engine": self.engine, "version": self.version}
        if self.error is not None:
            return told | {"error": self.error}
        return told | {"rows": self.rows, "sha256": self.sha256}


@dataclass(frozen=True, slots=True)
class Case:
    """One question with one set of parameters. `differences` are words, none where all agree."""

    question: str
    parameters: Mapping[str, Any]
    answers: tuple[Answer, ...]
    differences: tuple[str, ...]

    @property
    def agree(self) -> bool:
        """Whether all engines gave the same answer."""
        return not self.differences

    @property
    def empty(self) -> bool:
        """Whether every engine answered without a row."""
        return all(answer.rows == 0 for answer in self.answers)

    @property
    def name(self) -> str:
        """As it is typed: the question, and `-p` for each parameter."""
        given = (f"-p {name}={_typed(value)}" for name, value in self.parameters.items())
        return " ".join((self.question, *given))


@dataclass(frozen=True, slots=True)
class Certificate:
    """All cases, and what was compared: `graph` is the fingerprint of its records."""

    graph: str
    engines: Mapping[str, str]
    cases: tuple[Case, ...]

    @property
    def disagreements(self) -> tuple[Case, ...]:
        """The cases on which engines differ."""
        return tuple(case for case in self.cases if not case.agree)

    @property
    def empty(self) -> tuple[Case, ...]:
        """The cases in which no engine had a row."""
        return tuple(case for case in self.cases if case.empty)

    @property
    def unproven(self) -> tuple[str, ...]:
        """The questions all of whose cases are empty."""
        shown = {case.question for case in self.cases if not case.empty}
        return tuple(dict.fromkeys(c.question for c in self.cases if c.question not in shown))

    def to_json(self) -> str:
        """The certificate's file."""
        whole = {
            "format": FORMAT,
            "emokg": version("emokg"),
            "graph": self.graph,
            "engines": dict(self.engines),
            "agree": not self.disagreements,
            "with_rows": len(self.cases) - len(self.empty),
            "empty": len(self.empty),
            "unproven": list(self.unproven),
            "cases": [
                {
                    "question": case.question,
                    "parameters": dict(case.parameters),
                    "agree": case.agree,
                    "answers": [answer.to_json() for answer in case.answers],
                    **({"differences": list(case.differences)} if case.differences else {}),
                }
                for case in self.cases
            ],
        }
        return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"

    def table(self) -> Table:
        """A row a question: how often it was asked and had rows, rows, agreement, milliseconds."""
        import pyarrow as pa

        from emokg.table import Table

        rows = []
        for question, group in groupby(self.cases, key=lambda case: case.question):
            cases = list(group)
            row: dict[str, Any] = {
                "question": question,
                "asked": len(cases),
                "with_rows": sum(not case.empty for case in cases),
                "rows": sum(case.answers[0].rows or 0 for case in cases),
                "agree": sum(case.agree for case in cases),
            }
            for number, name in enumerate(self.engines):
                spent = sum(case.answers[number].seconds for case in cases) / len(cases)
                row[f"{name}_ms"] = round(1000 * spent)
            rows.append(row)
        counts = ["asked", "with_rows", "rows", "agree", *(f"{name}_ms" for name in self.engines)]
        kinds = [("question", pa.string()), *((name, pa.int64()) for name in counts)]
        return Table(pa.Table.from_pylist(rows, schema=pa.schema(kinds)))


def _typed(value: Any) -> str:
    """As a shell takes it."""
    text = value if isinstance(value, str) else json.dumps(value)
    return json.dumps(text, ensure_ascii=False) if " " in text else text
