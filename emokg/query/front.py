"""The YAML in the leading `//` comment of a question file, with the line of every value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any

import yaml

from emokg.errors import DataError
from emokg.suggest import did_you_mean


@dataclass(frozen=True, slots=True)
class Entry:
    """A value and its line. The values of a mapping are entries themselves."""

    value: Any
    line: int


@dataclass(frozen=True, slots=True)
class Front:
    """A question file taken apart. `first_line` is the line that `text` begins on."""

    path: Path
    header: Entry
    text: str
    first_line: int

    def error(self, line: int, message: str, hint: str | None = None) -> DataError:
        """What is wrong with the file, to be raised."""
        return _error(self.path, line, message, hint)

    def mapping(self, entry: Entry, keys: tuple[str, ...], what: str) -> dict[str, Entry]:
        """The entries of a mapping that has no other keys."""
        if not isinstance(entry.value, dict):
            raise self.error(entry.line, f"{what} is not a mapping")
        for key, value in entry.value.items():
            if key not in keys:
                hint = did_you_mean(key, keys) or f"the keys are: {', '.join(keys)}"
                raise self.error(value.line, f"{what} has an unknown key {key!r}", hint)
        return entry.value

    def words(self, entry: Entry, what: str) -> str:
        """A text that is not empty."""
        if not isinstance(entry.value, str) or not entry.value.strip():
            raise self.error(entry.line, f"{what} is not a text")
        return entry.value.strip()

    def one_of(self, entry: Entry, allowed: tuple[str, ...], what: str) -> str:
        """One of the allowed words."""
        if entry.value not in allowed:
            hint = did_you_mean(str(entry.value), allowed) or f"it is one of: {', '.join(allowed)}"
            raise self.error(entry.line, f"{what} is {entry.value!r}", hint)
        return str(entry.value)


def read_front(path: Path) -> Front:
    """Take a file apart. DataError with its line where the header is no YAML or nothing follows."""
    lines = path.read_text(encoding="utf-8").splitlines()
    comment = list(takewhile(lambda line: line.startswith("//"), lines))
    text = "\n".join(lines[len(comment) :]).rstrip()
    header = _parsed(path, "\n".join(line[2:].removeprefix(" ") for line in comment))
    if not text.strip():
        raise _error(path, len(comment) + 1, "no Cypher follows the header")
    return Front(path, header, text, len(comment) + 1)


def _parsed(path: Path, header: str) -> Entry:
    loader = yaml.SafeLoader(header)
    try:
        node = loader.get_single_node()
        if node is None:
            raise _error(path, 1, "the file has no header", "begin it with `// title: …`")
        return _entry(path, loader, node)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise _error(path, line, f"the header is not YAML: {error.problem}") from None
    finally:
        loader.dispose()


def _entry(path: Path, loader: yaml.SafeLoader, node: yaml.Node) -> Entry:
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.MappingNode):
        return Entry(loader.construct_object(node, deep=True), line)
    return Entry(dict(_entries(path, loader, node)), line)


def _entries(
    path: Path, loader: yaml.SafeLoader, node: yaml.MappingNode
) -> Iterator[tuple[str, Entry]]:
    seen: set[str] = set()
    for key, value in node.value:
        if key.value in seen:
            raise _error(path, key.start_mark.line + 1, f"{key.value} is given twice")
        seen.add(key.value)
        yield key.value, _entry(path, loader, value)


def _error(path: Path, line: int, message: str, hint: str | None = None) -> DataError:
    return DataError(f"{path.name}, line {line}: {message}", hint)
