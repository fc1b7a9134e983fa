"""The questions of the catalogue with parameters that the graph at hand can answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from emokg.query import Question, questions
from emokg.query.header import text_parameters
from emokg.query.parameters import resolve
from emokg.table import Table

SQL = Path(__file__).with_name("sql")
CHOSEN: Mapping[str, Any] = {
    "emotion": "fear",
    "against": "awe",
    "part": "triplets",
}
"""Values of required parameters, by name. What is not here is the graph's most frequent item."""
COMMON = {
    "attribute": "MATCH (n:Attribute)<-[:HAS_ATTRIBUTE]-() WITH n, count(*) AS images",
    "subject": "MATCH (n:Subject)<-[:HAS_SUBJECT]-() WITH n, count(*) AS images",
    "annotator": "MATCH (n:Annotator)<-[:MADE_BY]-(:Annotation) WITH n, count(*) AS images",
    "image": "MATCH (:Emotion)<-[:EVOKES {rank: 1}]-(n:Image)-[:HAS_TRIPLET]->() "
    "WITH n, count(*) AS images",
}


class Graph(Protocol):
    """Anything that answers Cypher."""

    def cypher(self, text: str, parameters: Mapping[str, Any] | None = None, /) -> Table:
        """The answer of a reading Cypher text."""
        ...


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the values asked with; `text` is its counting part, `parameters` what that
    reads, `sql` what an expert would write for it."""

    question: Question
    values: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The question's name."""
        return self.question.name

    @property
    def text(self) -> str:
        """The Cypher text, statistics aside."""
        return self.question.text_for(self.values)

    @property
    def parameters(self) -> dict[str, Any]:
        """Those of the values that the text reads."""
        return {name: self.values[name] for name in text_parameters(self.text)}

    @property
    def ordered(self) -> bool:
        """Whether the text says in which order its rows come."""
        return "ORDER BY" in self.text.rpartition("RETURN")[2]

    @property
    def sql(self) -> str:
        """Hand-written SQL over the embedded tables, with the same parameters."""
        return (SQL / f"{self.name}.sql").read_text(encoding="utf-8")


def asked(graph: Graph) -> list[Asked]:
    """Every question, with the most frequent items of the graph where it needs one: the most work
    that a question can be."""
    common = {
        kind: graph.cypher(f"{text} RETURN n.id AS id ORDER BY images DESC, id LIMIT 1").rows()[0]
        for kind, text in COMMON.items()
    }
    chosen = {**CHOSEN, **{kind: row["id"] for kind, row in common.items()}}
    return [
        Asked(question, resolve(question, _required(question, chosen))) for question in questions()
    ]


def _required(question: Question, chosen: Mapping[str, Any]) -> dict[str, Any]:
    names = [parameter.name for parameter in question.parameters if parameter.required]
    if question.name == "evidence":
        names.append("attribute")
    return {name: chosen[name] for name in names}
