"""How an engine is asked: in Cypher or in SPARQL, the same question for the same columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol, runtime_checkable
from urllib.parse import unquote

from emokg.query.header import text_parameters
from emokg.query.question import Question
from emokg.query.sparql import unbound, used_parameters
from emokg.table import Table

NODES: Mapping[str, tuple[str, str]] = {
    "attribute": ("Attribute", "emokg:Attribute"),
    "background": ("Background", "emokg:Background"),
    "subject": ("Subject", "emokg:Subject"),
    "source": ("Source", "dcat:Dataset"),
    "image": ("Image", "schema:ImageObject"),
    "annotator": ("Annotator", "prov:Agent"),
}
"""The label, and the class in RDF, of what a parameter of this type names."""


class CypherGraph(Protocol):
    """Anything that answers Cypher."""

    def cypher(self, text: str, parameters: Mapping[str, Any] | None = None, /) -> Table:
        """The answer of a reading Cypher text."""
        ...


@runtime_checkable
class SparqlGraph(Protocol):
    """Anything that answers SPARQL about the graph as `schema/RDF.md` writes it."""

    def sparql(self, text: str, parameters: Mapping[str, Any] | None = None, /) -> Table:
        """The answer of a SELECT text; `$name` stands for a parameter's value."""
        ...


Graph = CypherGraph | SparqlGraph


class Asker(Protocol):
    """What a question needs of an engine."""

    def count(self, question: Question, values: Mapping[str, Any]) -> Table:
        """The answer of the question's text."""
        ...

    def ids(self, kind: str, key: str | None = None) -> list[str]:
        """Ids of the nodes that a parameter type names; of the one called `key` where given."""
        ...


def asker(graph: Graph) -> Asker:
    """The way to ask a graph."""
    return _Sparql(graph) if isinstance(graph, SparqlGraph) else _Cypher(graph)


class _Cypher:
    def __init__(self, graph: CypherGraph) -> None:
        self.graph = graph

    def count(self, question: Question, values: Mapping[str, Any]) -> Table:
        text = question.text_for(values)
        answer = self.graph.cypher(text, {name: values[name] for name in text_parameters(text)})
        return _typed(answer, question, values, list)

    def ids(self, kind: str, key: str | None = None) -> list[str]:
        label, given = NODES[kind][0], {} if key is None else {"id": key}
        which = "" if key is None else " {id: $id}"
        answer = self.graph.cypher(f"MATCH (n:{label}{which}) RETURN n.id AS id", given)
        return [row["id"] for row in answer.rows()]  # no rows may have no columns either


class _Sparql:
    def __init__(self, graph: SparqlGraph) -> None:
        self.graph = graph

    def count(self, question: Question, values: Mapping[str, Any]) -> Table:
        text = question.sparql_for(values)
        given = {name: values[name] for name in used_parameters(text)}
        nothing = [name for name, value in given.items() if value is None]
        present = {name: value for name, value in given.items() if value is not None}
        answer = self.graph.sparql(unbound(text, nothing), present)
        return _typed(answer, question, values, _decoded)

    def ids(self, kind: str, key: str | None = None) -> list[str]:
        class_, given = NODES[kind][1], {} if key is None else {"id": key}
        which = "" if key is None else "VALUES ?id { $id } "
        text = f"SELECT ?id WHERE {{ {which}?node dcterms:identifier ?id ; a {class_} }}"
        return self.graph.sparql(text, given).column("id")


def _decoded(text: str) -> list[str]:
    """SPARQL has no lists: one is a text of encoded items with blanks between."""
    return [unquote(item) for item in text.split()]


def _typed(
    answer: Table, question: Question, values: Mapping[str, Any], listed: Callable[[Any], list[str]]
) -> Table:
    """The columns in the types that the question declares, lists in order.

    An engine need not know names and types of the columns of no rows, and may give 1 for 1.0.
    """
    import pyarrow as pa

    kinds = {
        "string": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "list of string": pa.list_(pa.string()),
    }
    returned = question.returned_for(values)
    if not len(answer):
        schema = pa.schema([(column.name, kinds[column.type]) for column in returned])
        return Table(schema.empty_table(), answer.notices)
    columns = []
    for column in returned:
        array = answer.arrow.column(column.name)
        if column.type == "list of string":
            lists = (None if each is None else sorted(listed(each)) for each in array.to_pylist())
            array = pa.chunked_array([pa.array(lists, kinds[column.type])])
        columns.append(array.cast(kinds[column.type]))
    names = [column.name for column in returned]
    return Table(pa.Table.from_arrays(columns, names), answer.notices)
