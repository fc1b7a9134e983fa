"""How a Table looks: in a terminal, as plain text, in a notebook."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, time
from html import escape
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from rich.console import Group

    from emokg.table import Table


NUMERIC = ("int64", "int32", "double", "float")
ROOM_TO_FOLD = 24


def cell(value: Any) -> str:
    """One value as a reader wants it: four significant digits, nodes as `(:Label id)`."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return number(value)
    if isinstance(value, dict):
        return _mapping(value)
    if isinstance(value, list):
        return "[" + ", ".join(cell(item) for item in value) + "]"
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    return str(value)


def number(value: float) -> str:
    """A float in at most four significant digits; small p-values in scientific form."""
    if value != value or value in (float("inf"), float("-inf")):
        return {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}[str(value)]
    if value == 0 or 1e-3 <= abs(value) < 1e6:
        text = f"{value:.4g}" if abs(value) < 1e4 else f"{value:.1f}"
        return text if "." in text or "e" in text else f"{text}.0"
    return f"{value:.2e}"


def rich_table(table: Table, limit: int | None, width: int | None = None) -> Group:
    """The table drawn by rich, numbers to the right.

    `limit` rows at most. Where `width` characters are too few, columns with one value in every row
    are told once below, then columns from the right are left out and named, rather than folded
    into unreadable slivers.
    """
    from rich import box
    from rich.console import Group
    from rich.table import Table as RichTable
    from rich.text import Text

    rows = table.rows()
    columns = [
        _Column(name, [cell(row[name]) for row in rows[:limit]], str(field.type) in NUMERIC)
        for name, field in zip(table.columns, table.arrow.schema, strict=True)
    ]
    shown, same = columns, list[_Column]()
    if _fitting(columns, width) < len(columns) and len(rows[:limit]) > 1:
        same = [column for column in columns[1:] if len(set(column.cells)) == 1]
        shown = [column for column in columns if column not in same]
    fitting = _fitting(shown, width)
    drawn = RichTable(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
    for column in shown[:fitting]:
        justify: Literal["right", "left"] = "right" if column.numeric else "left"
        drawn.add_column(Text(column.name), justify=justify, overflow="fold")
    for line in zip(*(column.cells for column in shown[:fitting]), strict=True):
        drawn.add_row(*(Text(text) for text in line))
    captions = []
    if len(rows[:limit]) < len(rows):
        captions.append(f"{len(rows[:limit])} of {len(rows)} rows")
    if same:
        told = ", ".join(f"{column.name} {column.cells[0] or 'null'}" for column in same)
        captions.append(f"in every row: {told}")
    if fitting < len(shown):
        hidden = ", ".join(column.name for column in shown[fitting:])
        captions.append(f"too narrow for: {hidden} (--format csv has all)")
    return Group(drawn, *([Text("; ".join(captions), style="dim")] if captions else []))


@dataclass(frozen=True)
class _Column:
    name: str
    cells: list[str]
    numeric: bool


def _fitting(columns: list[_Column], width: int | None) -> int:
    """How many columns from the left `width` characters hold.

    A text in the last one may fold where there is room for words.
    """
    if width is None:
        return len(columns)
    used = 0
    for position, column in enumerate(columns):
        room = width - used
        used += max([len(column.name), *map(len, column.cells)]) + 3
        may_fold = position == len(columns) - 1 and not column.numeric and room >= ROOM_TO_FOLD
        if used > width and position > 0 and not may_fold:
            return position
    return len(columns)


def plain_text(table: Table, limit: int) -> str:
    """The table without colour, for `repr`."""
    from io import StringIO

    from rich.console import Console

    out = StringIO()
    Console(file=out, width=120, color_system=None).print(rich_table(table, limit))
    return out.getvalue().rstrip("\n")


def html(table: Table, limit: int) -> str:
    """The table for a notebook."""
    head = "".join(f"<th>{escape(name)}</th>" for name in table.columns)
    rows = table.rows()
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell(value))}</td>" for value in row.values()) + "</tr>"
        for row in rows[:limit]
    )
    more = f"<p>{limit} of {len(rows)} rows</p>" if len(rows) > limit else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def _mapping(value: dict[str, Any]) -> str:
    if set(value) == {"id", "labels", "properties"}:
        return f"(:{':'.join(value['labels'])} {value['id']})"
    if set(value) == {"type", "start", "end", "properties"}:
        return f"({value['start']})-[:{value['type']}]->({value['end']})"
    if set(value) == {"nodes", "relationships"}:
        return _path(value)
    return json.dumps(value, ensure_ascii=False, default=str)


def _path(value: dict[str, Any]) -> str:
    nodes, relationships = value["nodes"], value["relationships"]
    text = _mapping(nodes[0]) if nodes else ""
    for node, step in zip(nodes[1:], relationships, strict=True):
        forward = step["end"] == node["id"]
        arrow = f"-[:{step['type']}]->" if forward else f"<-[:{step['type']}]-"
        text += arrow + _mapping(node)
    return text
