"""A Table as a networkx graph: its nodes and relationships, or a link between two ids in a row.

A node's key is its id; where the graph has that id under several labels, all of these are keyed
`(label, id)`. A relationship's key is its type, of which no two join the same two nodes.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise, product
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from emokg.content import content_folder
from emokg.errors import LimitExceeded, UsageError
from emokg.table import NODE, PATH, RELATIONSHIP, Table

if TYPE_CHECKING:
    import networkx

Name = tuple[str, str]
"""Label and id. Of a node with several labels all are told, joined by `:`."""
Pair = tuple[Name, Name]
"""Where a relationship starts and where it ends."""
Ends = tuple[frozenset[str], frozenset[str]]
"""The labels that a relationship of one type may start at and end at."""


def network(table: Table, max_nodes: int) -> networkx.MultiDiGraph:
    """What `Table.to_networkx` promises."""
    gathered = _Gathered(max_nodes)
    if any(map(_holds_entities, table.arrow.schema)):
        for row in table.rows():
            gathered.add_entities(list(row.values()))
    else:
        columns = _id_columns(table.columns)
        for row in table.rows():
            gathered.add_link(columns, row)
    return gathered.graph(table.notices)


class _Gathered:
    """Nodes and relationships, each once, and the links of rows, each of which counts."""

    def __init__(self, max_nodes: int) -> None:
        self.nodes: dict[Name, dict[str, Any]] = {}
        self.relationships: dict[tuple[Name, Name, str], dict[str, Any]] = {}
        self.links: list[tuple[Name, Name, dict[str, Any]]] = []
        self.max_nodes = max_nodes

    def add_entities(self, values: Sequence[Any]) -> None:
        """The nodes, relationships and paths in the cells of a row."""
        nodes, paths, loose = list[Any](), list[Any](), list[Any]()
        for value in _flat(values):
            kind = {NODE: nodes, PATH: paths, RELATIONSHIP: loose}[frozenset(value)]
            kind.append(value)
        for path in paths:
            named = [self._add_node(node) for node in path["nodes"]]
            for step, (one, other) in zip(path["relationships"], pairwise(named), strict=True):
                self._add_relationship(step, [(one, other), (other, one)])
        row = [self._add_node(node) for node in nodes]
        for relationship in loose:
            self._add_relationship(relationship, _around(relationship, row))

    def add_link(self, columns: Mapping[str, str], row: Mapping[str, Any]) -> None:
        """From the first id of a row to each of the others, the rest as attributes."""
        named = [
            self._add(label, row[column], {})
            for column, label in columns.items()
            if row[column] is not None
        ]
        rest = {column: value for column, value in row.items() if column not in columns}
        self.links += [(named[0], end, rest) for end in named[1:]]

    def graph(self, notices: tuple[str, ...]) -> networkx.MultiDiGraph:
        """All of it, with the keys it has here."""
        import networkx

        graph = networkx.MultiDiGraph()
        if notices:
            graph.graph["notices"] = "\n".join(notices)
        times = Counter(id_ for _, id_ in self.nodes)
        keys = {name: name[1] if times[name[1]] == 1 else name for name in self.nodes}
        graph.add_nodes_from((keys[name], held) for name, held in self.nodes.items())
        graph.add_edges_from(
            (keys[start], keys[end], type_, held)
            for (start, end, type_), held in self.relationships.items()
        )
        graph.add_edges_from((keys[start], keys[end], held) for start, end, held in self.links)
        return graph

    def _add_node(self, node: Mapping[str, Any]) -> Name:
        return self._add(":".join(node["labels"]), node["id"], node["properties"])

    def _add(self, label: str, id_: str, properties: Mapping[str, Any]) -> Name:
        name = (label, id_)
        self.nodes.setdefault(name, {"labels": label.split(":")}).update(properties)
        if len(self.nodes) > self.max_nodes:
            raise LimitExceeded(
                f"the answer has more than {self.max_nodes:,} nodes, which networkx would hold "
                "as Python objects",
                "ask for less, raise max_nodes, or give the whole graph to rustworkx: "
                "emokg.graph.to_rustworkx",
            )
        return name

    def _add_relationship(self, step: Mapping[str, Any], pairs: Iterable[Pair]) -> None:
        start, end = _joined(step, pairs)
        for name in (start, end):
            self._add(*name, {})
        self.relationships[start, end, step["type"]] = {"type": step["type"], **step["properties"]}


def _joined(step: Mapping[str, Any], pairs: Iterable[Pair]) -> Pair:
    """Which of the pairs a relationship joins: it has their ids, and the schema has the labels."""
    type_, ids = step["type"], (step["start"], step["end"])
    allowed = _schema()[1].get(type_)
    fitting = {
        (start, end)
        for start, end in pairs
        if (start[1], end[1]) == ids
        and (allowed is None or (start[0] in allowed[0] and end[0] in allowed[1]))
    }
    if len(fitting) != 1:
        raise UsageError(
            f"the answer does not say which nodes a {type_} relationship from {ids[0]!r} to "
            f"{ids[1]!r} joins: nodes of several labels may have these ids",
            f"return paths: MATCH p = ()-[:{type_}]->() RETURN p",
        )
    return fitting.pop()


def _around(step: Mapping[str, Any], row: Sequence[Name]) -> Iterator[Pair]:
    """What a relationship outside a path may join: nodes of its row, or of its type's one label."""
    allowed = _schema()[1].get(step["type"], (frozenset(), frozenset()))
    starts, ends = (
        [(label, step[side]) for label in labels] if len(labels) == 1 else row
        for side, labels in zip(("start", "end"), allowed, strict=True)
    )
    yield from product(starts, ends)


def _flat(values: Iterable[Any]) -> Iterator[dict[str, Any]]:
    """Every node, relationship and path, wherever it lies in lists and maps."""
    for value in values:
        if isinstance(value, list):
            yield from _flat(value)
        elif isinstance(value, dict):
            if frozenset(value) in (NODE, RELATIONSHIP, PATH):
                yield value
            else:
                yield from _flat(value.values())


def _holds_entities(field: pa.Field) -> bool:
    """Whether a column's type has room for a node or relationship."""
    return bool(field.metadata) or _holds(field.type)


def _holds(kind: pa.DataType) -> bool:
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return _holds(kind.value_type)
    if not pa.types.is_struct(kind):
        return False
    fields = [kind.field(i) for i in range(kind.num_fields)]
    if {field.name for field in fields} in (NODE, RELATIONSHIP):
        return True
    return any(_holds(field.type) for field in fields)


def _id_columns(columns: Sequence[str]) -> dict[str, str]:
    """Label by column, of the columns that hold ids: `subject`, `other_subject`."""
    labels = {label.lower(): label for label in _schema()[0]}
    found = {
        column: labels[name]
        for column in columns
        if (name := column.removeprefix("other_")) in labels
    }
    if len(found) < 2:
        raise UsageError(
            f"no graph is in an answer with the columns {', '.join(columns)}",
            "return nodes, relationships or paths, or two columns of ids that are named as their "
            "labels are: RETURN a.id AS attribute, s.id AS subject, count(*) AS images",
        )
    return found


@cache
def _schema() -> tuple[tuple[str, ...], Mapping[str, Ends]]:
    """The labels of EmoKG's graph, and the ends of its types."""
    path = content_folder("schema") / "generated" / "graph.json"
    shape = json.loads(path.read_text(encoding="utf-8"))
    ends = {
        link["type"]: (frozenset(link["sources"]), frozenset(link["targets"]))
        for link in shape["relationships"]
    }
    return tuple(node["label"] for node in shape["nodes"]), ends
