"""`-p name=value` on the command line."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from emokg.errors import UsageError

ParameterOption = Annotated[
    list[str] | None,
    typer.Option("--param", "-p", metavar="NAME=VALUE", help="Repeat for several parameters."),
]


def parse_parameters(given: list[str] | None) -> dict[str, Any]:
    """`NAME=VALUE` texts as a dict; a value is JSON where it parses as it, else text.

    UsageError for a text without `=`, an empty name, or a name given twice.
    """
    parameters: dict[str, Any] = {}
    for text in given or ():
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise UsageError(f"-p {text!r} is not NAME=VALUE", "write for example -p emotion=fear")
        if name in parameters:
            raise UsageError(f"parameter {name!r} is given twice", "give each parameter once")
        parameters[name] = _value(value)
    return parameters


def _value(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_not_json)
    except ValueError:
        return text


def _not_json(token: str) -> Any:
    raise ValueError(f"{token} is not JSON")
