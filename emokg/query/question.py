"""What a question of the catalogue is: its parameters, columns and text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

ParameterType = Literal[
    "text",
    "integer",
    "number",
    "boolean",
    "emotion",
    "attribute",
    "background",
    "subject",
    "source",
    "image",
    "annotator",
]
ColumnType = Literal["string", "integer", "number", "boolean", "list of string"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter. Optional where it has a default, which may be None.

    `differs_from` is another parameter, whose value this one may not have.
    """

    name: str
    type: ParameterType
    about: str
    required: bool
    default: Any = None
    values: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    differs_from: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the answer."""

    name: str
    type: ColumnType
    about: str
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One named question.

    `items` are the columns that the file declares, `columns` all of the answer, those that the
    statistic adds included. A text returns the items and what the statistic needs, `returned`.
    The weighted texts are asked instead of the others where `weighted` is true. `order` says how
    the rows come, None in any order; `methods` how the statistic is worked out.
    """

    name: str
    title: str
    answers: str
    parameters: tuple[Parameter, ...]
    items: tuple[Column, ...]
    columns: tuple[Column, ...]
    statistic: str | None
    order: str | None
    methods: tuple[str, ...]
    text: str
    weighted_text: str | None
    sparql: str
    weighted_sparql: str | None
    returned: tuple[Column, ...]
    weighted_returned: tuple[Column, ...]
    path: Path

    def text_for(self, values: Mapping[str, Any]) -> str:
        """The text that these parameter values ask."""
        if self.weighted_text is not None and values.get("weighted"):
            return self.weighted_text
        return self.text

    def sparql_for(self, values: Mapping[str, Any]) -> str:
        """The same in SPARQL."""
        if self.weighted_sparql is not None and values.get("weighted"):
            return self.weighted_sparql
        return self.sparql

    def returned_for(self, values: Mapping[str, Any]) -> tuple[Column, ...]:
        """The columns that these texts return."""
        if self.weighted_text is not None and values.get("weighted"):
            return self.weighted_returned
        return self.returned

    def describe(self) -> str:
        """The question for people: what it answers, parameters, columns, order, methods, text."""
        lines = [f"{self.name}: {self.title}", "", self.answers, "", "Parameters"]
        lines += [f"  {_parameter(parameter)}" for parameter in self.parameters] or ["  none"]
        lines += ["", "Columns"]
        lines += [f"  {_column(column)}" for column in self.columns]
        lines += ["", f"Order of the rows: {self.order or 'any'}"]
        if self.statistic:
            lines += ["", f"Statistics: {self.statistic.replace('_', ' ')}"]
            lines += [f"  {method}" for method in self.methods]
        lines += ["", "Cypher", "", self.text]
        if self.weighted_text:
            lines += ["", "Cypher, weighted", "", self.weighted_text]
        lines += ["", "SPARQL", "", self.sparql]
        if self.weighted_sparql:
            lines += ["", "SPARQL, weighted", "", self.weighted_sparql]
        return "\n".join(lines)


def _parameter(parameter: Parameter) -> str:
    kind = " | ".join(parameter.values) or parameter.type
    default = "required" if parameter.required else f"default {_value(parameter.default)}"
    return f"{parameter.name} ({kind}, {default}): {parameter.about}"


def _column(column: Column) -> str:
    unit = f", {column.unit}" if column.unit else ""
    return f"{column.name} ({column.type}{unit}): {column.about}"


def _value(value: Any) -> str:
    if value is None:
        return "none"
    return str(value).lower() if isinstance(value, bool) else str(value)
