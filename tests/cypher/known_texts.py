"""The known answers: texts of `known/` with what a true Neo4j 5.26 answered, as YAML.

An entry has `text`; where they matter `parameters`, `ordered` (the rows have one right order) and
`any_order` (columns whose lists have none); then Neo4j's `columns` and `rows`, or its `error`.
`refused: true` marks valid Cypher that the embedded engine refuses by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.cypher import known_values as values

KNOWN = Path(__file__).parent / "known"


@dataclass(frozen=True, slots=True)
class Answer:
    """Columns and rows."""

    columns: list[str]
    rows: list[list[Any]]


@dataclass(frozen=True, slots=True)
class Failure:
    """Neo4j's status code and message; line and column, 1-based, where it names a place."""

    code: str
    message: str
    line: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """One text and what is known about it; `outcome` is None before the first recording."""

    topic: str
    text: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    ordered: bool = False
    any_order: tuple[str, ...] = ()
    refused: bool = False
    outcome: Answer | Failure | None = None


def topics() -> list[Path]:
    """The files of texts, `known/everyday/` and `known/further/`."""
    return sorted(KNOWN.glob("*/*.yaml"))


def topic(path: Path) -> str:
    """The name of a file of texts, as `everyday/lists`."""
    return f"{path.parent.name}/{path.stem}"


def read(path: Path) -> list[Known]:
    """The entries of one file, in order."""
    entries = yaml.load(path.read_text(encoding="utf-8"), _Loader)
    return [_entry(topic(path), entry) for entry in entries]


def known() -> list[Known]:
    """Every entry of every file."""
    return [entry for path in topics() for entry in read(path)]


def write(path: Path, entries: Iterable[Known]) -> None:
    """Write a file anew; comments at its head stay."""
    head = []
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else []:
        if not line.startswith("#"):
            break
        head.append(line + "\n")
    parts = [_dump([_plain(entry)]) for entry in entries]
    path.write_text("".join(head) + "\n".join(parts), encoding="utf-8")


def _entry(topic: str, entry: dict[str, Any]) -> Known:
    outcome: Answer | Failure | None = None
    if "error" in entry:
        outcome = Failure(**entry.pop("error"))
    elif "columns" in entry:
        outcome = Answer(entry.pop("columns"), entry.pop("rows"))
    entry["any_order"] = tuple(entry.get("any_order", ()))
    return Known(topic, outcome=outcome, **entry)


class _Flow(list[Any]):
    """A list written on one line."""


def _plain(entry: Known) -> dict[str, Any]:
    plain: dict[str, Any] = {"text": entry.text}
    if entry.parameters:
        plain["parameters"] = dict(entry.parameters)
    if entry.ordered:
        plain["ordered"] = True
    if entry.any_order:
        plain["any_order"] = _Flow(entry.any_order)
    if entry.refused:
        plain["refused"] = True
    if isinstance(entry.outcome, Answer):
        plain["columns"] = _Flow(entry.outcome.columns)
        plain["rows"] = [_Flow(row) for row in entry.outcome.rows]
    elif isinstance(entry.outcome, Failure):
        failure = entry.outcome
        plain["error"] = {"code": failure.code, "message": failure.message}
        if failure.line is not None:
            plain["error"] |= {"line": failure.line, "column": failure.column}
    return plain


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML with !node, !relationship, !path and !temporal."""


class _Dumper(yaml.SafeDumper):
    """The same, written."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


_TAGS = {
    "!node": values.Node,
    "!relationship": values.Relationship,
    "!path": values.Path,
}


def _register() -> None:
    for tag, kind in _TAGS.items():
        _Loader.add_constructor(
            tag, lambda loader, node, kind=kind: kind(**loader.construct_mapping(node, deep=True))
        )
        _Dumper.add_representer(
            kind,
            lambda dumper, value, tag=tag: dumper.represent_mapping(
                tag, {name: getattr(value, name) for name in value.__slots__}, flow_style=True
            ),
        )
    _Loader.add_constructor("!temporal", lambda loader, node: values.Temporal(node.value))
    _Dumper.add_representer(
        values.Temporal, lambda dumper, value: dumper.represent_scalar("!temporal", value.text)
    )
    _Dumper.add_representer(
        _Flow,
        lambda dumper, value: dumper.represent_sequence(
            "tag:yaml.org,2002:seq", value, flow_style=True
        ),
    )
    _Dumper.add_representer(str, _text)


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    style = "|" if "\n" in value else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


def _dump(value: Any) -> str:
    text: str = yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1 << 20)
    return text


_register()
