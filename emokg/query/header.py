"""A question file → a Question. Everything wrong with it is found here, and said with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from pathlib import Path
from typing import Any, get_args

from emokg.errors import CypherError
from emokg.query.computing import STATISTICS, WEIGHTED, WEIGHTED_METHOD
from emokg.query.front import Entry, Front, read_front
from emokg.query.question import Column, ColumnType, Parameter, ParameterType, Question
from emokg.query.returned import returned_columns, row_order
from emokg.query.sparql import read_pair
from emokg.suggest import did_you_mean

_KEYS = ("title", "answers", "parameters", "columns", "statistics")
_PARAMETER_KEYS = ("type", "about", "default", "values", "minimum", "maximum", "differs_from")
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
    """The question in a `.cypher` file and the `.rq` beside it.

    DataError with file and line for anything wrong in either.
    """
    front = read_front(path)
    if not _FILE.fullmatch(path.stem):
        raise front.error(1, f"the name {path.stem!r} is not lower-case words joined by -")
    header = front.mapping(front.header, _KEYS, "the header")
    for key in ("title", "answers", "columns"):
        if key not in header:
            raise front.error(1, f"the header has no {key}")
    statistic = _statistic(front, header.get("statistics"))
    parameters = tuple(_parameters(front, header.get("parameters")))
    items = tuple(_columns(front, header["columns"]))
    text, weighted = _texts(front, parameters)
    declared = {parameter.name for parameter in parameters}
    needed = declared - ({"limit", *STATISTICS[statistic].reads} if statistic else set())
    _check_parameters(front, parameters, needed)
    returned = (*items, *(STATISTICS[statistic].needs if statistic else ()))
    weighted_returned = (*items, *WEIGHTED)
    names = [[column.name for column in returned]]
    _check_returned(front, text, names[0])
    if weighted:
        names.append([column.name for column in weighted_returned])
        _check_returned(front, weighted, names[1])
    sparql, *weighted_sparql = read_pair(path, declared, needed, names)
    return Question(
        name=path.stem,
        title=front.words(header["title"], "title"),
        answers=front.words(header["answers"], "answers"),
        parameters=parameters,
        items=items,
        columns=(*items, *(STATISTICS[statistic].adds if statistic else ())),
        statistic=statistic,
        order=(STATISTICS[statistic].order if statistic else None) or row_order(text),
        methods=_methods(statistic, weighted),
        text=text,
        weighted_text=weighted,
        sparql=sparql,
        weighted_sparql=weighted_sparql[0] if weighted_sparql else None,
        returned=returned,
        weighted_returned=weighted_returned,
        path=path,
    )


def text_parameters(text: str) -> list[str]:
    """Names of the parameters a Cypher text uses, each once, in order."""
    return list(dict.fromkeys(re.findall(r"\$([A-Za-z_]\w*)", text)))


def _statistic(front: Front, entry: Entry | None) -> str | None:
    return None if entry is None else front.one_of(entry, tuple(STATISTICS), "statistics")


def _methods(statistic: str | None, weighted: str | None) -> tuple[str, ...]:
    methods = STATISTICS[statistic].methods if statistic else ()
    return (*methods, WEIGHTED_METHOD) if weighted else methods


def _named(front: Front, entry: Entry, what: str) -> Iterator[tuple[str, Entry]]:
    if not isinstance(entry.value, dict):
        raise front.error(entry.line, f"{what}s are not a mapping of names")
    for name, value in entry.value.items():
        if not _NAME.fullmatch(name):
            raise front.error(value.line, f"{what} {name!r} is not a lower_case name")
        yield name, value


def _parameters(front: Front, entry: Entry | None) -> Iterator[Parameter]:
    for name, value in _named(front, entry, "parameter") if entry else ():
        keys = front.mapping(value, _PARAMETER_KEYS, f"parameter {name}")
        absent = Entry(None, value.line)
        given = {key: item.value for key, item in keys.items()}
        kind = front.one_of(keys.get("type", absent), get_args(ParameterType), f"type of {name}")
        parameter = Parameter(
            name=name,
            type=kind,  # type: ignore[arg-type]  # one_of has checked it
            about=front.words(keys.get("about", absent), f"about of {name}"),
            required="default" not in given,
            default=given.get("default"),
            values=tuple(given.get("values", ())),
            minimum=given.get("minimum"),
            maximum=given.get("maximum"),
            differs_from=given.get("differs_from"),
        )
        if not _fits(parameter, parameter.default):
            message = f"default {parameter.default!r} of {name} is not allowed by it"
            raise front.error(value.line, message)
        yield parameter


def _fits(parameter: Parameter, value: Any) -> bool:
    if value is None:
        return True
    kind: Any = _PYTHON.get(parameter.type, str)
    if not isinstance(value, kind):
        return False
    if isinstance(value, bool):
        return parameter.type == "boolean"
    low, high = parameter.minimum, parameter.maximum
    return (
        (not parameter.values or value in parameter.values)
        and (low is None or value >= low)
        and (high is None or value <= high)
    )


def _columns(front: Front, entry: Entry) -> Iterator[Column]:
    for name, value in _named(front, entry, "column"):
        keys = front.mapping(value, _COLUMN_KEYS, f"column {name}")
        absent = Entry(None, value.line)
        kind = front.one_of(keys.get("type", absent), get_args(ColumnType), f"type of {name}")
        about = front.words(keys.get("about", absent), f"about of {name}")
        unit = front.words(keys["unit"], f"unit of {name}") if "unit" in keys else None
        yield Column(name, kind, about, unit)  # type: ignore[arg-type]  # one_of has checked it


def _texts(front: Front, parameters: tuple[Parameter, ...]) -> tuple[str, str | None]:
    """The text, and the one below the mark, asked where the parameter `weighted` is true."""
    text, mark, weighted = front.text.partition(f"\n{_MARK}\n")
    if bool(mark) != any(parameter.name == "weighted" for parameter in parameters):
        message = f"a parameter `weighted` and a text below `{_MARK}` belong together"
        raise front.error(_line(front, _MARK), message)
    return text.strip(), weighted.strip() or None


def _check_parameters(front: Front, parameters: tuple[Parameter, ...], needed: Set[str]) -> None:
    declared = {parameter.name for parameter in parameters}
    used = set(text_parameters(front.text))
    for name in sorted(used - declared):
        hint = did_you_mean(name, declared) or "declare it under parameters"
        line = _line(front, f"${name}")
        raise front.error(line, f"the text uses ${name}, which is not declared", hint)
    for parameter in parameters:
        if parameter.differs_from not in {None, *declared}:
            message = f"{parameter.name} differs from an unknown {parameter.differs_from!r}"
            raise front.error(1, message)
    for name in sorted(needed - used):
        raise front.error(1, f"parameter {name} is declared and never used")


def _check_returned(front: Front, text: str, needed: list[str]) -> None:
    try:
        found = returned_columns(text)
    except CypherError as error:
        line = _line(front, text) + (error.line or 1) - 1
        raise front.error(line, error.message, error.hint) from None
    if found != needed:
        hint = f"the header asks for: {', '.join(needed)}"
        raise front.error(_line(front, text), f"the text returns {', '.join(found)}", hint)


def _line(front: Front, part: str) -> int:
    return front.first_line + front.text[: max(front.text.find(part), 0)].count("\n")
