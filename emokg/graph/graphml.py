"""A graph → one GraphML file, written as it is read.

A node is named `Label:id`, which no other node is, and has its label as `label`; a relationship has
its type as `type`. What is absent is left out. GraphML has no lists and no times: they are texts,
and the description of their keys says which.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import BinaryIO
from xml.sax.saxutils import quoteattr

import pyarrow as pa
import pyarrow.compute as pc

from emokg.errors import DataError
from emokg.graph.exporting import Exported, beside
from emokg.graph.model import GraphModel, NodeTable, Property, PropertyType, RelationshipTable
from emokg.graph.store import Store

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
)
TYPES: Mapping[PropertyType, str] = {
    PropertyType.INTEGER: "long",
    PropertyType.FLOAT: "double",
    PropertyType.BOOLEAN: "boolean",
}
"""Of what is not written as text."""
_TEXT = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_ATTRIBUTE = _TEXT | {'"': "&quot;", "\n": "&#10;", "\t": "&#9;"}
_NOT_XML = r"[\x00-\x08\x0B\x0C\x0E-\x1F\x{FFFE}\x{FFFF}]"
"""What XML 1.0 cannot hold, not even escaped (its production 2)."""


def export(store: Store, model: GraphModel, out: Path) -> Exported:
    """Write all nodes, then all relationships. The same graph gives the same bytes.

    `out` is replaced when all is written. DataError where it cannot be written or a text holds a
    character that XML cannot.
    """
    start = perf_counter()
    keys = _Keys(model)
    nodes = relationships = 0
    with beside(out) as file:
        _write(file, [HEAD, *keys.elements(), '<graph edgedefault="directed">\n'])
        for table in model.nodes:
            for batch in store.nodes(table):
                _write(file, _nodes(table, keys, batch))
                nodes += batch.num_rows
        for link in model.relationships:
            for batch in store.relationships(link):
                _write(file, _relationships(link, keys, batch))
                relationships += batch.num_rows
        _write(file, ["</graph>\n</graphml>\n"])
    return Exported(nodes, relationships, out.stat().st_size, perf_counter() - start)


class _Keys:
    """A key for every property of nodes and of relationships; one for all tables that share it."""

    def __init__(self, model: GraphModel) -> None:
        self._known: dict[tuple[str, Property], str] = {}
        for domain, tables in (("node", model.nodes), ("edge", model.relationships)):
            for table in tables:
                for stored in table.properties:
                    self._known.setdefault((domain, stored), f"d{len(self._known)}")

    def of(self, domain: str, stored: Property) -> str:
        return self._known[domain, stored]

    def elements(self) -> Iterator[str]:
        """The declarations, a line each."""
        yield '<key id="label" for="node" attr.name="label" attr.type="string"/>\n'
        yield '<key id="type" for="edge" attr.name="type" attr.type="string"/>\n'
        for (domain, stored), key in self._known.items():
            start = (
                f'<key id="{key}" for="{domain}" attr.name={quoteattr(stored.name)} '
                f'attr.type="{TYPES.get(stored.type, "string")}"'
            )
            told = _description(stored.type)
            yield f"{start}><desc>{told}</desc></key>\n" if told else f"{start}/>\n"


def _description(kind: PropertyType) -> str | None:
    if kind.value.endswith("[]"):
        return f"a list ({kind.name.removesuffix('_LIST').lower()}), as JSON text"
    if kind in (PropertyType.DATE, PropertyType.LOCAL_DATETIME, PropertyType.ZONED_DATETIME):
        return f"a {kind.name.lower().replace('_', ' ')}, as ISO 8601 text"
    return None


def _nodes(table: NodeTable, keys: _Keys, batch: pa.RecordBatch) -> list[str]:
    name = _name(pa.scalar(table.table), batch["id"], f"the id of a {table.table}")
    return _joined(
        ['<node id="', name, f'"><data key="label">{table.table}</data>'],
        _data("node", table.table, table.properties, keys, batch),
        "</node>\n",
    )


def _relationships(link: RelationshipTable, keys: _Keys, batch: pa.RecordBatch) -> list[str]:
    ends = [
        _name(batch[f"{side}_label"], batch[side], f"the {side} of a {link.type}")
        for side in ("start", "end")
    ]
    start = ['<edge source="', ends[0], '" target="', ends[1]]
    return _joined(
        [*start, f'"><data key="type">{link.type}</data>'],
        _data("edge", link.type, link.properties, keys, batch),
        "</edge>\n",
    )


def _joined(start: Sequence[str | pa.Array], data: Iterable[pa.Array], end: str) -> list[str]:
    lines: list[str] = pc.binary_join_element_wise(*start, *data, end, "").to_pylist()
    return lines


def _name(label: pa.Array | pa.Scalar, ids: pa.Array, what: str) -> pa.Array:
    return pc.binary_join_element_wise(label, _escaped(ids, _ATTRIBUTE, what), ":")


def _data(
    domain: str, table: str, properties: Iterable[Property], keys: _Keys, batch: pa.RecordBatch
) -> Iterator[pa.Array]:
    """The `data` elements of each property, an empty text where a row has none."""
    for stored in properties:
        what = f"the property {stored.name} of a {table}"
        texts = _escaped(_texts(batch[stored.name], what), _TEXT, what)
        start = f'<data key="{keys.of(domain, stored)}">'
        elements = pc.binary_join_element_wise(start, texts, "</data>", "")
        yield pc.fill_null(elements, "")


def _texts(column: pa.Array, what: str) -> pa.Array:
    """A column as text, nulls as they are."""
    if pa.types.is_list(column.type):
        values = column.to_pylist()
        try:
            told = [value if value is None else _json(value) for value in values]
        except ValueError:
            raise DataError(
                f"{what} is a list with a number that JSON cannot hold",
                "correct the record, or export parquet",
            ) from None
        return pa.array(told, pa.string())
    if pa.types.is_timestamp(column.type):
        return pc.strftime(column, f"%Y-%m-%dT%H:%M:%S{'Z' if column.type.tz else ''}")
    if pa.types.is_floating(column.type):
        texts = column.cast(pa.string())
        for ours, java in (("nan", "NaN"), ("inf", "Infinity"), ("-inf", "-Infinity")):
            texts = pc.if_else(pc.equal(texts, ours), java, texts)
        return texts
    return column.cast(pa.string())


def _json(value: list[object]) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _escaped(texts: pa.Array, escapes: Mapping[str, str], what: str) -> pa.Array:
    if pc.any(pc.match_substring_regex(texts, _NOT_XML)).as_py():
        raise DataError(
            f"{what} holds a control character, which XML cannot",
            "correct the record, or export parquet",
        )
    for character, written in escapes.items():
        texts = pc.replace_substring(texts, character, written)
    return texts


def _write(file: BinaryIO, lines: Iterable[str]) -> None:
    file.write("".join(lines).encode())
