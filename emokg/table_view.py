"""How a Table looks: in a terminal, as plain text, in a notebook."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Group

    from emokg.table import Table


NUMERIC = ("int64", "int32", "double", "float")


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

    `limit` rows at most; columns from the right are left out where `width` characters are too
    few, and named below, rather than folded into unreadable slivers.
    """
    from rich import box
    from rich.console import Group
    from rich.table import Table as RichTable
    from rich.text import Text

    rows = table.rows()
    cells = [[cell(value) for value in row.values()] for row in rows[:limit]]
    numeric = [str(field.type) in NUMERIC for field in table.arrow.schema]
    shown = _columns_that_fit(table.columns, cells, width, last_folds=numeric[-1:] != [True])
    drawn = RichTable(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
    for name, is_number in list(zip(table.columns, numeric, strict=True))[:shown]:
        drawn.add_column(Text(name), justify="right" if is_number else "left", overflow="fold")
    for line in cells:
        drawn.add_row(*(Text(text) for text in line[:shown]))
    caption = _caption(table, len(cells), shown)
    return Group(drawn, *([Text(caption, style="dim")] if caption else []))


def _columns_that_fit(
    names: list[str], cells: list[list[str]], width: int | None, *, last_folds: bool
) -> int:
    used = 0
    for position, name in enumerate(names):
        used += max([len(name), *(len(line[position]) for line in cells)]) + 3
        last = position == len(names) - 1
        if width is not None and used > width and position > 0 and not (last and last_folds):
            return position
    return len(names)


def _caption(table: Table, rows: int, columns: int) -> str | None:
    parts = []
    if rows < len(table):
        parts.append(f"{rows} of {len(table)} rows")
    if columns < len(table.columns):
        hidden = ", ".join(table.columns[columns:])
        parts.append(f"too narrow for: {hidden} (--format csv has all)")
    return "; ".join(parts) or None


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
