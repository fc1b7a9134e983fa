"""Reads a question file: the YAML in its leading `//` comment, and the text below.

Everything wrong with a file is found when it is loaded, and said with file and line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import yaml

from emokg.errors import DataError
from emokg.query.computing import STATISTICS, WEIGHTED
from emokg.query.question import Column, ColumnType, Parameter, ParameterType, Question
from emokg.query.returned import returned_columns
from emokg.query.suggest import did_you_mean

_KEYS = ("title", "answers", "parameters", "columns", "statistics")
_PARAMETER_KEYS = ("type", "about", "default", "values", "minimum", "maximum")
_COLUMN_KEYS = ("type", "about", "unit")
_MARK = "// weighted"
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_FILE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_PYTHON: Mapping[str, type | tuple[type, ...]] = {
    "integer": int,
    "number": (int, float),
    "boolean": bool,
}


def read_question(path: Path) -> Question:
    """The question in a `.cypher` file. DataError with file and line for anything wrong in it."""
    return _Reader(path).question()


@dataclass(frozen=True, slots=True)
class _Entry:
    """A YAML value with the line it stands on."""

    value: Any
    line: int


class _Reader:
    def __init__(self, path: Path) -> None:
        self.path = path
        lines = path.read_text(encoding="utf-8").splitlines()
        header = list(_leading(lines))
        self.text = "\n".join(lines[len(header) :]).strip()
        self.first_text_line = len(header) + 1
        self.header = "\n".join(line[2:].removeprefix(" ") for line in header)

    def question(self) -> Question:
        if not _FILE.fullmatch(self.path.stem):
            raise self.error(1, f"the name {self.path.stem!r} is not lower-case words joined by -")
        if not self.text:
            raise self.error(self.first_text_line, "no Cypher follows the header")
        top = self.mapping(self.parsed(), _KEYS, "the header")
        for key in ("title", "answers", "columns"):
            if key not in top:
                raise self.error(1, f"the header has no {key}")
        statistic = self.statistic(top.get("statistics"))
        parameters = tuple(self.parameters(top.get("parameters")))
        items = tuple(self.columns(top["columns"]))
        text, weighted = self.texts(parameters)
        self.check_names_used(parameters, statistic)
        names = [column.name for column in items]
        self.check_returned(text, [*names, *(STATISTICS[statistic].needs if statistic else ())])
        if weighted:
            self.check_returned(weighted, [*names, *WEIGHTED])
        return Question(
            name=self.path.stem,
            title=self.words(top["title"], "title"),
            answers=self.words(top["answers"], "answers"),
            parameters=parameters,
            items=items,
            columns=(*items, *(STATISTICS[statistic].adds if statistic else ())),
            statistic=statistic,
            text=text,
            weighted_text=weighted,
            path=self.path,
        )

    def parsed(self) -> _Entry:
        try:
            node = yaml.compose(self.header, Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise self.error(line, f"the header is not YAML: {error.problem}") from None
        if node is None:
            raise self.error(1, "the file has no header", "begin it with `// title: …`")
        return self.built(node)

    def built(self, node: yaml.Node) -> _Entry:
        line = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            entries: dict[str, _Entry] = {}
            for key, value in node.value:
                if key.value in entries:
                    raise self.error(key.start_mark.line + 1, f"{key.value} is given twice")
                entries[key.value] = self.built(value)
            return _Entry(entries, line)
        if isinstance(node, yaml.SequenceNode):
            return _Entry([self.built(item).value for item in node.value], line)
        loader = yaml.SafeLoader("")
        try:
            return _Entry(loader.construct_object(node), line)
        finally:
            loader.dispose()

    def mapping(self, entry: _Entry, keys: tuple[str, ...], what: str) -> dict[str, _Entry]:
        if not isinstance(entry.value, dict):
            raise self.error(entry.line, f"{what} is not a mapping")
        for key, value in entry.value.items():
            if key not in keys:
                hint = did_you_mean(key, keys) or f"the keys are: {', '.join(keys)}"
                raise self.error(value.line, f"{what} has an unknown key {key!r}", hint)
        return entry.value

    def named(self, entry: _Entry, what: str) -> Iterator[tuple[str, _Entry]]:
        if not isinstance(entry.value, dict):
            raise self.error(entry.line, f"{what}s are not a mapping of names")
        for name, value in entry.value.items():
            if not _NAME.fullmatch(name):
                raise self.error(value.line, f"{what} {name!r} is not a lower_case name")
            yield name, value

    def words(self, entry: _Entry, what: str) -> str:
        if not isinstance(entry.value, str) or not entry.value.strip():
            raise self.error(entry.line, f"{what} is not a text")
        return entry.value.strip()

    def statistic(self, entry: _Entry | None) -> str | None:
        if entry is None:
            return None
        if entry.value not in STATISTICS:
            hint = did_you_mean(str(entry.value), STATISTICS)
            known = f"the statistics are: {', '.join(STATISTICS)}"
            raise self.error(entry.line, f"unknown statistics {entry.value!r}", hint or known)
        return str(entry.value)

    def parameters(self, entry: _Entry | None) -> Iterator[Parameter]:
        for name, value in self.named(entry, "parameter") if entry else ():
            keys = self.mapping(value, _PARAMETER_KEYS, f"parameter {name}")
            kind = self.one_of(keys, "type", get_args(ParameterType), f"parameter {name}", value)
            plain = {key: item.value for key, item in keys.items()}
            parameter = Parameter(
                name=name,
                type=kind,  # type: ignore[arg-type]
                about=self.words(keys.get("about", _Entry(None, value.line)), f"about of {name}"),
                required="default" not in keys,
                default=plain.get("default"),
                values=tuple(str(item) for item in plain.get("values", ())),
                minimum=plain.get("minimum"),
                maximum=plain.get("maximum"),
            )
            self.check_default(parameter, value.line)
            yield parameter

    def columns(self, entry: _Entry) -> Iterator[Column]:
        for name, value in self.named(entry, "column"):
            keys = self.mapping(value, _COLUMN_KEYS, f"column {name}")
            kind = self.one_of(keys, "type", get_args(ColumnType), f"column {name}", value)
            about = self.words(keys.get("about", _Entry(None, value.line)), f"about of {name}")
            unit = keys["unit"].value if "unit" in keys else None
            yield Column(name, kind, about, unit)  # type: ignore[arg-type]

    def one_of(
        self,
        keys: Mapping[str, _Entry],
        key: str,
        allowed: tuple[str, ...],
        what: str,
        owner: _Entry,
    ) -> str:
        entry = keys.get(key, _Entry(None, owner.line))
        if entry.value not in allowed:
            raise self.error(
                entry.line,
                f"{what} has {key} {entry.value!r}",
                f"it is one of: {', '.join(allowed)}",
            )
        return str(entry.value)

    def check_default(self, parameter: Parameter, line: int) -> None:
        default = parameter.default
        if default is None:
            return
        fits = isinstance(default, _PYTHON.get(parameter.type, str))
        if isinstance(default, bool) and parameter.type != "boolean":
            fits = False
        if parameter.values and default not in parameter.values:
            fits = False
        if not fits:
            raise self.error(line, f"default {default!r} of {parameter.name} is not allowed by it")

    def check_names_used(self, parameters: tuple[Parameter, ...], statistic: str | None) -> None:
        declared = {parameter.name for parameter in parameters}
        used = set(text_parameters(self.text))
        for name in sorted(used - declared):
            hint = did_you_mean(name, declared) or "declare it under parameters"
            raise self.error(
                self.line_of(rf"\${name}\b"), f"the text uses ${name}, not declared", hint
            )
        read = {"limit", *STATISTICS[statistic].reads} if statistic else set()
        for name in sorted(declared - used - read):
            raise self.error(1, f"parameter {name} is declared and never used")

    def texts(self, parameters: tuple[Parameter, ...]) -> tuple[str, str | None]:
        """The text, and the one below the mark for `weighted`, which needs that parameter."""
        text, mark, weighted = self.text.partition(f"\n{_MARK}\n")
        if bool(mark) != any(parameter.name == "weighted" for parameter in parameters):
            raise self.error(
                self.line_of(_MARK),
                f"a parameter `weighted` and a text below `{_MARK}` belong together",
            )
        return text.strip(), weighted.strip() or None

    def check_returned(self, text: str, needed: list[str]) -> None:
        found = returned_columns(text)
        if found != needed:
            raise self.error(
                self.first_text_line + self.text[: self.text.find(text)].count("\n"),
                f"the text returns {', '.join(found)}",
                f"the header asks for: {', '.join(needed)}",
            )

    def line_of(self, pattern: str) -> int:
        found = re.search(pattern, self.text)
        start = self.text[: found.start()].count("\n") if found else 0
        return self.first_text_line + start

    def error(self, line: int, message: str, hint: str | None = None) -> DataError:
        return DataError(f"{self.path.name}, line {line}: {message}", hint)


def text_parameters(text: str) -> list[str]:
    """Names of the parameters a Cypher text uses, each once, in order."""
    return list(dict.fromkeys(re.findall(r"\$([A-Za-z_]\w*)", text)))


def _leading(lines: list[str]) -> Iterator[str]:
    for line in lines:
        if not line.startswith("//"):
            return
        yield line
