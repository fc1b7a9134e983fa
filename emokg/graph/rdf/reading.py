"""Statements of a store → graph rows, as they were before they were written."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby, islice
from typing import Any

import pyarrow as pa
from pyoxigraph import Literal, NamedNode, Store

from emokg.errors import DataError
from emokg.graph.model import PropertyType
from emokg.graph.rdf.terms import (
    TYPE,
    Field,
    NodeForm,
    RelationshipForm,
    node_iri,
    node_of,
)
from emokg.graph.row_schemas import node_schema, relationship_schema

ROWS = 10_000
"""A batch at most."""
_READ: Mapping[PropertyType, Callable[[str], Any]] = {
    PropertyType.STRING: str,
    PropertyType.INTEGER: int,
    PropertyType.FLOAT: float,
    PropertyType.ZONED_DATETIME: datetime.fromisoformat,
    PropertyType.FLOAT_LIST: json.loads,
}


def node_batches(store: Store, form: NodeForm) -> Iterator[pa.RecordBatch]:
    """Nodes of a label by id. DataError where a statement is not of the model's types."""
    found = store.quads_for_pattern(None, NamedNode(TYPE), NamedNode(form.classes[0]))
    keys = sorted(_end(quad.subject, (form.table.table,))[0] for quad in found)
    rows = (
        [key, *_properties(store, node_iri(form.table.table, key), form.fields)] for key in keys
    )
    yield from _batches(node_schema(form.table), rows)


def relationship_batches(store: Store, form: RelationshipForm) -> Iterator[pa.RecordBatch]:
    """Relationships of a type by start and end. DataError as above."""
    yield from _batches(relationship_schema(form.table), _relationships(store, form))


def _relationships(store: Store, form: RelationshipForm) -> Iterator[list[Any]]:
    """Rows in order; nodes of different labels that share an id are one start there."""
    found = store.quads_for_pattern(None, NamedNode(form.predicate), None)
    starts = sorted({_end(quad.subject, form.table.sources) for quad in found})
    for _, alike in groupby(starts, key=lambda start: start[0]):
        rows = [row for start in alike for row in _from(store, form, start)]
        yield from sorted(rows, key=lambda row: row[:4])


def _from(store: Store, form: RelationshipForm, start: tuple[str, str]) -> Iterator[list[Any]]:
    """The rows that start at a node: an id and a label."""
    node = NamedNode(node_iri(start[1], start[0]))
    for quad in store.quads_for_pattern(node, NamedNode(form.predicate), None):
        target: object = quad.object
        fields: list[Any] = []
        if form.between is not None:
            if not isinstance(target, NamedNode):
                raise DataError(f"{target} is no {form.between.path}", _WRITE)
            fields = list(_properties(store, target.value, form.between.fields))
            target = _only(store, target, form.between.end)
        end, end_label = _end(target, form.table.targets)
        yield [start[0], end, start[1], end_label, *fields]


def _only(store: Store, subject: NamedNode, predicate: str) -> Any:
    objects = [quad.object for quad in store.quads_for_pattern(subject, NamedNode(predicate), None)]
    if len(objects) != 1:
        raise DataError(f"{subject} has {len(objects)} {predicate}, not one", _WRITE)
    return objects[0]


_WRITE = "write it again from the graph: emokg graph export rdf"


def _end(term: object, labels: Sequence[str]) -> tuple[str, str]:
    """Id and label of a node."""
    found = node_of(term.value) if isinstance(term, NamedNode) else None
    if found is None or found[0] not in labels:
        raise DataError(f"{term} is no node of {' or '.join(labels)}", _WRITE)
    return found[1], found[0]


def _properties(store: Store, subject: str, fields: Iterable[Field]) -> Iterator[Any]:
    said: dict[str, list[str]] = {}
    for quad in store.quads_for_pattern(NamedNode(subject), None, None):
        if isinstance(quad.object, Literal):
            said.setdefault(quad.predicate.value, []).append(quad.object.value)
    for field in fields:
        yield _value(subject, field, said)


def _value(subject: str, field: Field, said: Mapping[str, list[str]]) -> Any:
    texts = said.get(field.predicate, [])
    if field.property.type is PropertyType.STRING_LIST:
        listed = said.get(field.listed)
        return sorted(texts) if listed is None else json.loads(listed[0])
    if len(texts) > 1:
        raise DataError(f"{subject} has {len(texts)} {field.predicate}, not one", _WRITE)
    try:
        return _READ[field.property.type](texts[0]) if texts else None
    except ValueError:
        raise DataError(
            f"{subject} has {texts[0]!r} for {field.predicate}, which is not of type "
            f"{field.property.type.name}",
            _WRITE,
        ) from None


def _batches(schema: pa.Schema, rows: Iterator[list[Any]]) -> Iterator[pa.RecordBatch]:
    while chunk := list(islice(rows, ROWS)):
        columns = zip(*chunk, strict=True)
        arrays = [
            pa.array(column, field.type) for field, column in zip(schema, columns, strict=True)
        ]
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)
