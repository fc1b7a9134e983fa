"""Parameter values as a question wants them: names, types, ranges, and what the graph has."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from typing import Any

from emokg import taxonomy
from emokg.errors import MissingParameter, UnknownName, UsageError
from emokg.query.asking import NODES, Asker
from emokg.query.question import Parameter, Question
from emokg.suggest import did_you_mean, emotion, nearest_phrases

Converter = Callable[[Parameter, Any], Any]

LARGEST = 2**63 - 1
"""The largest whole number of the engines."""
PHRASES = ("attribute", "background", "subject")


def resolve(question: Question, given: Mapping[str, Any]) -> dict[str, Any]:
    """A value for every parameter of the question, checked and in its type.

    UnknownName for a parameter the question does not have or an emotion that is none; UsageError
    for a missing one, a value that does not fit, or one that must differ from another and does not.
    """
    known = {parameter.name: parameter for parameter in question.parameters}
    for name in given:
        if name not in known:
            listed = f"its parameters are: {', '.join(known)}" if known else "it has no parameters"
            raise UnknownName(
                f"question {question.name} has no parameter {name!r}",
                did_you_mean(name, known) or listed,
            )
    values = {name: _value(question, parameter, given) for name, parameter in known.items()}
    for name, parameter in known.items():
        other = parameter.differs_from
        if other is not None and values[name] == values[other]:
            raise UsageError(
                f"{other} and {name} are both {values[name]!r}: "
                f"question {question.name} compares one with another",
                f"give {other} and {name} different values",
            )
    return values


def refuse_unknown(ask: Asker, question: Question, values: Mapping[str, Any]) -> None:
    """UnknownName, with what is near, for a value that names nothing in the graph."""
    for parameter in question.parameters:
        value = values[parameter.name]
        if parameter.type not in NODES or value is None or ask.ids(parameter.type, value):
            continue
        ids, label = ask.ids(parameter.type), NODES[parameter.type][0]
        near = nearest_phrases(value, ids)
        hint = (
            f"near it: {', '.join(near)}" if near else f"the graph has {len(ids):,} {label} nodes"
        )
        raise UnknownName(f"the graph has no {parameter.type} {value!r}", hint)


def _value(question: Question, parameter: Parameter, given: Mapping[str, Any]) -> Any:
    value = given.get(parameter.name)
    if value is None:
        if parameter.required:
            raise MissingParameter(
                f"question {question.name} needs {parameter.name}: {parameter.about}",
                parameter.name,
            )
        return parameter.default
    convert: Converter = _CONVERTERS.get(parameter.type, _text)
    value = convert(parameter, value)
    if parameter.values and value not in parameter.values:
        hint = did_you_mean(str(value), parameter.values)
        raise UsageError(
            f"{parameter.name} is {value!r}", hint or f"it is one of: {', '.join(parameter.values)}"
        )
    return value


def _number(parameter: Parameter, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise UsageError(f"{parameter.name} is {value!r}", "it is a number")
    if parameter.minimum is not None and value < parameter.minimum:
        raise UsageError(f"{parameter.name} is {value!r}", f"it is at least {parameter.minimum:g}")
    if parameter.maximum is not None and value > parameter.maximum:
        raise UsageError(f"{parameter.name} is {value!r}", f"it is at most {parameter.maximum:g}")
    return value


def _integer(parameter: Parameter, value: Any) -> int:
    number = _number(parameter, value)
    if not isinstance(number, int):
        raise UsageError(f"{parameter.name} is {value!r}", "it is a whole number")
    if abs(number) > LARGEST:
        raise UsageError(f"{parameter.name} is {value!r}", f"it is at most {LARGEST:,}")
    return number


def _boolean(parameter: Parameter, value: Any) -> bool:
    if not isinstance(value, bool):
        raise UsageError(f"{parameter.name} is {value!r}", "it is true or false")
    return value


def _emotion(parameter: Parameter, value: Any) -> str:
    return emotion(_text(parameter, value))


def _phrase(parameter: Parameter, value: Any) -> str:
    return taxonomy.normalize_phrase(_text(parameter, value))


def _text(parameter: Parameter, value: Any) -> str:
    """`-p subject=1984` is a text that happens to parse as JSON."""
    if isinstance(value, (bool, int, float)):
        return json.dumps(value)
    if not isinstance(value, str) or not value.strip():
        raise UsageError(f"{parameter.name} is {value!r}", "it is a text")
    return value


_CONVERTERS: Mapping[str, Converter] = {
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "emotion": _emotion,
    **dict.fromkeys(PHRASES, _phrase),
}
