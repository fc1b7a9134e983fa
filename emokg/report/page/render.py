"""The page: a Jinja template around figures that are drawn already."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from emokg.report.figure import Head, Section, Value, shown

HERE = Path(__file__).resolve().parent

Details = Mapping[str, Sequence[Sequence[str]]]


def render(
    title: str,
    lead: str,
    sections: Sequence[Section],
    details: Details,
    made_by: str = "emokg report",
) -> str:
    """The whole document. `details` are what the dots of a map show, by the list's name."""
    environment = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["shown"] = _shown
    environment.filters["raw"] = _raw
    environment.filters["drawn"] = Markup
    return environment.get_template("page.html").render(
        title=title,
        lead=lead,
        sections=sections,
        made_by=made_by,
        style=Markup((HERE / "page.css").read_text(encoding="utf-8")),
        script=Markup((HERE / "page.js").read_text(encoding="utf-8")),
        details=Markup(script_json(details)),
    )


def script_json(details: Details) -> str:
    """JSON that cannot end the script element it stands in."""
    text = json.dumps(details, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _shown(value: Value, head: Head) -> str:
    return shown(value, head.kind)


def _raw(value: Value) -> str:
    """What a column is sorted by: numbers as they are, shown or not."""
    return "" if value is None else str(value)
