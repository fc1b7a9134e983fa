"""SPARQL texts before they are asked: parameters put in, updates refused, errors made readable."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from emokg.errors import MissingParameter, SparqlError, UsageError
from emokg.graph.rdf.terms import XSD

Value = str | bool | int | float

_TOKEN = re.compile(
    r"""(?P<skipped>\#[^\n]*|<[^<>"{}|^`\\\x00-\x20]*>
        |\"{3}(?:[^\\]|\\.)*?\"{3}|'{3}(?:[^\\]|\\.)*?'{3}
        |"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    |\$(?P<parameter>\w+)
    |(?P<prologue>\b(?:PREFIX\s+[^\s<]*:|BASE)\s*<[^<>]*>)
    |(?P<word>[?@:]?\w[\w:.-]*)""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_QUERIES = frozenset(("SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "PREFIX", "BASE"))
_UPDATES = frozenset(
    ["INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"]
)
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})
_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_NAMED = re.compile(r"\b[A-Z]{2,}\b|\"[^\"]+\"|'[^']+'")


def refuse_updates(text: str) -> None:
    """UsageError for a text that would change something."""
    word = _first_word(text)
    if word and word[0].upper() in _UPDATES:
        raise UsageError(
            f"{word[0].upper()} would change the store, which only shows the records",
            "change the records (emokg ingest), then: emokg graph build",
        )


def refuse_service(text: str) -> None:
    """UsageError for a text that would ask a server elsewhere."""
    words = (token for token in _TOKEN.finditer(text) if token["word"])
    if any(word[0].upper() == "SERVICE" for word in words):
        raise UsageError(
            "SERVICE would ask another server; this store answers from itself only",
            "ask that server by its own address: emokg sparql --endpoint URL",
        )


def _first_word(text: str) -> re.Match[str] | None:
    """What a text begins with after comments and prefixes: it says what the text does."""
    return next((token for token in _TOKEN.finditer(text) if token["word"]), None)


def bind(text: str, parameters: Mapping[str, Value]) -> str:
    """The text with each `$name` replaced by its value as a literal.

    UsageError for a value that is not a text, a truth value or a number, for one that the text
    does not use, and, where any is given, for one that it lacks.
    """
    if not parameters:
        return text
    used = set()

    def replaced(token: re.Match[str]) -> str:
        name = token["parameter"]
        if name is None:
            return token[0]
        if name not in parameters:
            raise MissingParameter(f"the text needs a value for ${name}", name)
        used.add(name)
        return literal(name, parameters[name])

    bound = _TOKEN.sub(replaced, text)
    if unused := sorted(parameters.keys() - used):
        raise UsageError(
            f"the text has no parameter ${unused[0]}",
            "a parameter is written $name, a variable ?name",
        )
    return bound


def literal(name: str, value: Value) -> str:
    """A value as SPARQL writes it. UsageError as in `bind`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):  # a minus sign before the least one would overflow
        return str(value) if value >= 0 else f'"{value}"^^<{XSD}integer>'
    if isinstance(value, float):
        return f'"{_double(value)}"^^<{XSD}double>'
    if isinstance(value, str):
        return f'"{value.translate(_ESCAPES)}"'
    raise UsageError(
        f"parameter {name!r} cannot be {value!r}",
        "SPARQL takes a text, a number, true or false",
    )


def _double(value: float) -> str:
    if math.isfinite(value):
        return repr(value)
    return "NaN" if math.isnan(value) else "INF" if value > 0 else "-INF"


def syntax_error(error: SyntaxError, text: str) -> SparqlError:
    """The engine's complaint with its place; what it expected, where that can be said briefly."""
    word = _first_word(text)
    if word and word[0].upper() not in _QUERIES:
        before = text[: word.start()]
        line, column = before.count("\n") + 1, word.start() - before.rfind("\n")
        return SparqlError(
            f"this is not SPARQL (line {line}, column {column}): a query begins with SELECT, ASK, "
            "CONSTRUCT or DESCRIBE",
            line=line,
            column=column,
        )
    found = _PLACE.search(str(error))
    if found is None:
        return SparqlError(f"this is not SPARQL: {error}", line=None, column=None)
    line, column = int(found[1]), int(found[2])
    lines = text.rstrip().split("\n")
    ended = (line, column) > (len(lines), len(lines[-1]))
    reason = _reason(found[3], ended)
    return SparqlError(
        f"this is not SPARQL (line {line}, column {column}): {reason}",
        line=line,
        column=column,
    )


def _reason(detail: str, ended: bool) -> str:
    if "Prefix not found" in detail:
        return "this prefix stands for nothing; say what with PREFIX, or see schema/RDF.md"
    if sentence := re.search(r"The SELECT contains[^,\[]*|[A-Z][a-z]+ [a-z][^,\[]{12,}", detail):
        return sentence[0].strip()
    if ended:
        return "the text ends too early"
    expected = list(dict.fromkeys(_NAMED.findall(detail)))
    if not expected or len(expected) > 12:
        return "something else was expected here"
    return f"expected {', '.join(expected)}"
