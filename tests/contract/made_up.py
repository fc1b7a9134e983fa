"""A small graph made to break engines, held in memory: a `Store` whose rows are written down here.

It is the reference of the contract: an engine that was given this graph has to give it back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain
from types import TracebackType
from typing import Any, Self

import pyarrow as pa

from emokg.graph.model import NodeTable, RelationshipTable, emokg_model
from emokg.graph.row_schemas import ENDS, node_schema, relationship_schema
from emokg.graph.store import Counts, Store

Rows = tuple[Mapping[str, Any], ...]

HARD_TEXTS = (
    "plain",
    "",
    " blanks  around ",
    "quotes \" and 'single' and `ticks`",
    "a line\nanother\r\na tab\tend",
    r"backslash \n \" \\ end",
    "comma, semicolon; and | pipe",
    "Ünïcödé – 雪の夜 – مرحبا",
    "\U0001f600 beyond the first plane",
    "\ufffd before it in code points, after it in UTF-16",
    "null",
    "$rows {id: row[0]} // --",
)
MOMENT = datetime(2024, 2, 29, 23, 59, 59, 123456, tzinfo=UTC)


@dataclass(frozen=True)
class MadeUp:
    """Rows by table; properties that a row does not name are null."""

    nodes_of: Mapping[str, Rows]
    relationships_of: Mapping[str, Rows]

    @property
    def engine(self) -> str:
        return "memory 1"

    def counts(self) -> Counts:
        model = emokg_model()
        return Counts(
            {table.table: len(self.nodes_of.get(table.table, ())) for table in model.nodes},
            {
                table.table: len(self.relationships_of.get(table.table, ()))
                for table in model.relationships
            },
        )

    def nodes(self, table: NodeTable) -> Iterator[pa.RecordBatch]:
        rows = sorted(self.nodes_of.get(table.table, ()), key=lambda row: row["id"])
        yield from _batches(rows, node_schema(table))

    def relationships(self, table: RelationshipTable) -> Iterator[pa.RecordBatch]:
        rows = self.relationships_of.get(table.table, ())
        ordered = sorted(rows, key=lambda row: (row["start"], row["end"]))
        yield from _batches(ordered, relationship_schema(table))

    def check(self) -> tuple[str, ...]:
        return ("memory: as written",)

    def close(self) -> None:
        pass

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        pass

    def with_nodes(self, label: str, rows: Rows) -> MadeUp:
        """The same graph with other nodes of a label."""
        return replace(self, nodes_of={**self.nodes_of, label: rows})

    def with_relationships(self, kind: str, rows: Rows) -> MadeUp:
        """The same graph with other relationships of a type."""
        return replace(self, relationships_of={**self.relationships_of, kind: rows})


def together(first: Store, second: Store) -> MadeUp:
    """One graph of two; of a row that both have, the second's."""
    model = emokg_model()
    return MadeUp(
        {
            table.table: _last(("id",), first.nodes(table), second.nodes(table))
            for table in model.nodes
        },
        {
            table.table: _last(ENDS, first.relationships(table), second.relationships(table))
            for table in model.relationships
        },
    )


def _last(keys: Sequence[str], *batches: Iterator[pa.RecordBatch]) -> Rows:
    rows = (row for batch in chain(*batches) for row in batch.to_pylist())
    return tuple({tuple(row[key] for key in keys): row for row in rows}.values())


def _batches(rows: list[Mapping[str, Any]], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    for first in range(0, len(rows), 3000):
        full = [{name: row.get(name) for name in schema.names} for row in rows[first:][:3000]]
        yield pa.RecordBatch.from_pylist(full, schema=schema)


def link(start: str, end: str, labels: str, **properties: Any) -> dict[str, Any]:
    """A relationship row; `labels` as `Image Emotion`."""
    source, target = labels.split()
    ends = {"start": start, "end": end, "start_label": source, "end_label": target}
    return ends | properties


def hard_graph() -> MadeUp:
    """Odd texts as ids and values, nulls, lists, times, one id under several labels."""
    images = [
        {
            "id": f"s:{text}",
            "description": text,
            "width": number - 3,
            "confidence": number / 7,
            "desSpaces": [text, "", text] if number % 2 else [],
        }
        for number, text in enumerate(HARD_TEXTS)
    ]
    images.append({"id": "s:bare"})
    return MadeUp(
        {
            "Image": tuple(images),
            "Emotion": ({"id": "awe", "valence": 1.0, "angle": 22.5}, {"id": "fear"}),
            "Background": ({"id": "house", "text": "House", "aliases": []},),
            "Subject": (
                {"id": "house", "text": "House", "aliases": ["the house", "HOUSE"]},
                {"id": "\U0001f600", "text": "smile"},
            ),
            "Concept": ({"id": "house", "text": "house"}, {"id": "building"}),
            "Region": ({"id": "s:plain#r0", "bbox": [0.0, 1e-300, 12.5, 1e300], "score": -0.0},),
            "Annotator": ({"id": "m", "kind": "model"},),
            "Annotation": (
                {"id": "a1", "created": MOMENT, "cost": 0.1 + 0.2, "description": "line\nline"},
                {"id": "a2", "created": datetime(1, 1, 1, tzinfo=UTC)},
            ),
            "Verdict": ({"id": "a1", "kind": "human", "decision": "valid"},),
        },
        {
            "EVOKES": (
                link("s:plain", "awe", "Image Emotion", probability=0.75, rank=1),
                link("s:plain", "fear", "Image Emotion", probability=0.25, rank=2),
                *(link(f"s:{text}", "awe", "Image Emotion", rank=1) for text in HARD_TEXTS[1:]),
            ),
            "HAS_REGION": (link("s:plain", "s:plain#r0", "Image Region"),),
            "DEPICTS": (link("s:plain#r0", "house", "Region Subject"),),
            "NEAR_DUPLICATE_OF": (
                link("s:plain", "s:bare", "Image Image", distance=0.0, evidence=["phash", "des"]),
                link("s:bare", "s:plain", "Image Image", distance=2.5, evidence=[]),
                link("s:bare", "s:bare", "Image Image", evidence=['"']),
            ),
            "BROADER": (
                link("house", "house", "Background Concept", relation="exactMatch", score=1.0),
                link("\U0001f600", "house", "Subject Concept", method="by hand"),
                link("house", "house", "Subject Concept", relation="closeMatch", score=0.1 + 0.2),
                link("house", "building", "Subject Concept", relation="broadMatch"),
                link("building", "house", "Concept Concept"),
            ),
            "MADE_BY": (
                link("a1", "m", "Annotation Annotator"),
                link("a2", "m", "Annotation Annotator"),
                link("a1", "m", "Verdict Annotator"),
            ),
            "JUDGES": (link("a1", "a1", "Verdict Annotation"),),
        },
    )
