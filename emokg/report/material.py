"""What a report is drawn from: an open graph that answers, and the workspace it lies in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from emokg.cypher.embedded import EmbeddedGraph
from emokg.query.catalogue import find_question
from emokg.query.run import run_question
from emokg.report.figure import Asked
from emokg.workspace.folder import Workspace

Row = dict[str, Any]


@dataclass(frozen=True)
class Material:
    """The graph and the workspace. An answer is asked for once and remembered."""

    graph: EmbeddedGraph
    workspace: Workspace
    answers: dict[str, list[Row]] = field(default_factory=dict)

    def ask(self, text: str) -> list[Row]:
        """The rows of a Cypher text."""
        if text not in self.answers:
            self.answers[text] = self.graph.cypher(text).rows()
        return self.answers[text]

    def ask_of(self, images: list[str], text: str) -> list[Row]:
        """The rows of a Cypher text about `$images`; not remembered."""
        return self.graph.cypher(text, {"images": images}).rows()

    def query(self, name: str, **parameters: Any) -> list[Row]:
        """The rows of a question of the catalogue."""
        key = command(name, **parameters)
        if key not in self.answers:
            self.answers[key] = run_question(self.graph, name, parameters).rows()
        return self.answers[key]

    def count(self, text: str) -> int:
        """The one number of a Cypher text."""
        (row,) = self.ask(text)
        (value,) = row.values()
        return int(value)


def command(name: str, **parameters: Any) -> str:
    """The command line that asks a question of the catalogue."""
    given = "".join(f" -p {key}={value}" for key, value in parameters.items())
    return f"emokg query run {name}{given}"


def asked(name: str, **parameters: Any) -> Asked:
    """A question of the catalogue, for a figure to show."""
    return Asked(command(name, **parameters), find_question(name).text)
