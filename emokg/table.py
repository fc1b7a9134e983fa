"""The one result type: an Arrow table that knows nodes, relationships and paths.

In Arrow a node is `struct<id, labels, properties>`, a relationship `struct<type, start, end,
properties>`, a path `struct<nodes, relationships>`; absent properties are null there and left out
of `rows()`. A column whose field metadata says `emokg: json` holds JSON text and is decoded.
"""

from __future__ import annotations

import json
import operator
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, overload

import pyarrow as pa

from emokg.errors import UsageError

if TYPE_CHECKING:
    import networkx
    import pandas
    import polars
    from rich.console import Console, ConsoleOptions, RenderResult

Decoder = Callable[[Any], Any]

NODE = frozenset({"id", "labels", "properties"})
RELATIONSHIP = frozenset({"type", "start", "end", "properties"})
PATH = frozenset({"nodes", "relationships"})
MAX_NODES = 100_000
"""What `to_networkx` makes of an answer at most, unless told otherwise."""

_SHOWN_ROWS = 20


class Table:
    """Columns of one length with names in the order asked for, and notices about the answer."""

    def __init__(self, arrow: pa.Table, notices: tuple[str, ...] = ()) -> None:
        self.arrow = arrow
        self.notices = notices

    @property
    def columns(self) -> list[str]:
        """Column names in order."""
        return list(self.arrow.column_names)

    def __len__(self) -> int:
        return int(self.arrow.num_rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self.rows())

    @overload
    def __getitem__(self, key: str) -> list[Any]: ...
    @overload
    def __getitem__(self, key: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, key: slice) -> Table: ...
    def __getitem__(self, key: str | int | slice) -> list[Any] | dict[str, Any] | Table:
        """A column by its name, a row by its number, or some of the rows as a Table.

        KeyError and IndexError for what is not there.
        """
        if isinstance(key, str):
            return self.column(key)
        if isinstance(key, slice):
            numbers = range(*key.indices(len(self)))
            return Table(self.arrow.take(pa.array(numbers, pa.int64())), self.notices)
        number = operator.index(key)
        if not -len(self) <= number < len(self):
            raise IndexError(f"no row {number}; there are {len(self):,}")
        return Table(self.arrow.slice(number % len(self), 1)).rows()[0]

    def rows(self) -> list[dict[str, Any]]:
        """One dict a row, keyed by column, in row order."""
        names = self.columns
        values = [_values(self.arrow, position) for position in range(len(names))]
        return [dict(zip(names, row, strict=True)) for row in zip(*values, strict=True)]

    def column(self, name: str) -> list[Any]:
        """The values of one column. KeyError for a name that is not there."""
        if name not in self.columns:
            raise KeyError(f"no column {name!r}; there are {', '.join(self.columns)}")
        return _values(self.arrow, self.columns.index(name))

    def to_pandas(self) -> pandas.DataFrame:
        """The same table in pandas. UsageError where it is not installed."""
        _need("pandas")
        frame: pandas.DataFrame = self.arrow.to_pandas()
        return frame

    def to_polars(self) -> polars.DataFrame:
        """The same table in polars. UsageError where it is not installed."""
        _need("polars")
        import polars

        frame = polars.from_arrow(self.arrow)
        assert isinstance(frame, polars.DataFrame)
        return frame

    def to_networkx(self, *, max_nodes: int = MAX_NODES) -> networkx.MultiDiGraph:
        """The nodes, relationships and paths in the cells as one graph.

        A node is keyed by its id, by `(label, id)` where several labels share the id; its
        attributes are `labels` and its properties. A relationship is keyed by its type; its
        attributes are `type` and its properties. An answer without any, but with columns of ids
        named as labels are (`subject`, `other_subject`), links the first of them with each other
        one, row by row, the other columns being attributes.

        LimitExceeded beyond `max_nodes`, UsageError for an answer with no graph in it.
        """
        from emokg.table_network import network

        return network(self, max_nodes)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        from emokg.table_view import rich_table

        yield rich_table(self, limit=None, width=options.max_width)

    def __repr__(self) -> str:
        from emokg.table_view import plain_text

        return plain_text(self, limit=_SHOWN_ROWS)

    def _repr_html_(self) -> str:
        from emokg.table_view import html

        return html(self, limit=_SHOWN_ROWS)


def _need(library: str) -> None:
    if find_spec(library) is None:
        raise UsageError(f"{library} is not installed", f"install it: pip install {library}")


def _values(table: pa.Table, position: int) -> list[Any]:
    values: list[Any] = table.column(position).to_pylist()
    field = table.schema.field(position)
    decode = _from_json if _is_json(field) else _decoder(field.type)
    return values if decode is None else [decode(value) for value in values]


def _is_json(field: pa.Field) -> bool:
    return bool(field.metadata) and field.metadata.get(b"emokg") == b"json"


def _from_json(value: str | None) -> Any:
    return None if value is None else json.loads(value)


def _decoder(kind: pa.DataType) -> Decoder | None:
    """What turns a value as Arrow gives it into the value a person expects; None for no change."""
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        inner = _decoder(kind.value_type)
        if inner is None:
            return None
        return lambda value: None if value is None else [inner(item) for item in value]
    if not pa.types.is_struct(kind):
        return None
    names = [kind.field(i).name for i in range(kind.num_fields)]
    inners = {kind.field(i).name: _decoder(kind.field(i).type) for i in range(kind.num_fields)}
    entity = set(names) in (NODE, RELATIONSHIP)

    def decode(value: dict[str, Any] | None) -> Any:
        if value is None:
            return None
        decoded = {
            name: item if (inner := inners[name]) is None else inner(item)
            for name, item in value.items()
        }
        if entity:
            decoded["properties"] = _present(decoded["properties"])
        return decoded

    return decode


def _present(properties: dict[str, Any] | str | None) -> dict[str, Any]:
    held = json.loads(properties) if isinstance(properties, str) else properties or {}
    return {name: value for name, value in held.items() if value is not None}
