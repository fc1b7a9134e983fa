"""What a SPARQL engine answers → the Table people see."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
from pyoxigraph import (
    Literal,
    NamedNode,
    QueryBoolean,
    QuerySolutions,
    Triple,
)

from emokg.errors import LimitExceeded
from emokg.graph.rdf.terms import RDF, XSD
from emokg.table import Table

_INTEGERS = (
    "integer long int short byte nonNegativeInteger positiveInteger nonPositiveInteger "
    "negativeInteger unsignedLong unsignedInt unsignedShort unsignedByte"
)


def _truth(text: str) -> bool:
    return {"true": True, "1": True, "false": False, "0": False}[text]


_VALUES: Mapping[str, Callable[[str], Any]] = {
    **{f"{XSD}{name}": int for name in _INTEGERS.split()},
    f"{XSD}double": float,
    f"{XSD}float": float,
    f"{XSD}decimal": lambda text: float(Decimal(text)),
    f"{XSD}boolean": _truth,
    f"{XSD}dateTime": datetime.fromisoformat,
    f"{XSD}date": date.fromisoformat,
    f"{RDF}JSON": json.loads,
}
"""How a literal is read; what is not here, and what cannot be read, is its text."""
_ARROW: Mapping[type, pa.DataType] = {
    bool: pa.bool_(),
    int: pa.int64(),
    float: pa.float64(),
    str: pa.string(),
    date: pa.date32(),
}
_STATEMENT = ("subject", "predicate", "object", "datatype", "language")
_JSON = {"emokg": "json"}


def table(
    answer: QuerySolutions | QueryBoolean | Iterator[Triple],
    max_rows: int | None,
    stop: threading.Event,
) -> Table:
    """SELECT: a column a variable. ASK: one row of `answer`. CONSTRUCT, DESCRIBE: the statements.

    IRIs are texts; a statement's object has a datatype where it is a literal. LimitExceeded beyond
    `max_rows` rows, or when told to stop.
    """
    if isinstance(answer, QueryBoolean):
        return Table(pa.table({"answer": [bool(answer)]}))
    if isinstance(answer, QuerySolutions):
        names = [variable.value for variable in answer.variables]
        rows = _taken(answer, max_rows, stop)
        columns = [_column(name, [_value(row[i]) for row in rows]) for i, name in enumerate(names)]
        return Table(_arrow(columns))
    triples = [_statement(triple) for triple in _taken(answer, max_rows, stop)]
    texts = [pa.array(column, pa.string()) for column in zip(*triples, strict=True)]
    empty = [pa.array([], pa.string()) for _ in _STATEMENT]
    return Table(pa.Table.from_arrays(texts or empty, names=list(_STATEMENT)))


def _taken(answer: Iterator[Any], max_rows: int | None, stop: threading.Event) -> list[Any]:
    rows: list[Any] = []
    for row in answer:
        if stop.is_set():
            break  # nobody waits any more
        rows.append(row)
        if max_rows is not None and len(rows) > max_rows:
            raise LimitExceeded(
                f"The answer has more than {max_rows:,} rows",
                "Add LIMIT to the text, aggregate, or raise the row cap (max_rows).",
            )
    return rows


def _value(term: object) -> Any:
    if isinstance(term, Literal):
        read = _VALUES.get(term.datatype.value)
        try:
            return term.value if read is None else read(term.value)
        except (ValueError, ArithmeticError, KeyError):
            return term.value
    if isinstance(term, NamedNode):
        return term.value
    return None if term is None else str(term)


def _statement(triple: Triple) -> tuple[str | None, ...]:
    subject, predicate, value = triple.subject, triple.predicate, triple.object
    said = (_text(subject), predicate.value)
    if isinstance(value, Literal):
        return (*said, value.value, value.datatype.value, value.language)
    return (*said, _text(value), None, None)


def _text(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else str(term)


def _column(name: str, values: Sequence[Any]) -> tuple[pa.Field, pa.Array]:
    """Typed where all values are of one type; whole numbers among others become doubles."""
    kinds = {type(value) for value in values if value is not None}
    if kinds == {int, float} and all(abs(v) <= 2**53 for v in values if type(v) is int):
        kinds = {float}
    kind = kinds.pop() if len(kinds) == 1 else str if not kinds else None
    array = None if kind is None else _typed(kind, values)
    if array is not None:
        return pa.field(name, array.type), array
    texts = [
        None if value is None else json.dumps(value, ensure_ascii=False, default=_iso)
        for value in values
    ]
    return pa.field(name, pa.string(), metadata=_JSON), pa.array(texts, pa.string())


def _typed(kind: type, values: Sequence[Any]) -> pa.Array | None:
    """None where Arrow has no one type for the values."""
    if kind is datetime:
        zoned = {value.tzinfo is not None for value in values if value is not None}
        return (
            pa.array(values, pa.timestamp("us", "UTC" if True in zoned else None))
            if (len(zoned) == 1)
            else None
        )
    if kind is float:
        values = [None if value is None else float(value) for value in values]
    if kind is int and any(value is not None and abs(value) >= 2**63 for value in values):
        return None
    return pa.array(values, _ARROW[kind]) if kind in _ARROW else None


def _iso(value: date) -> str:
    return value.isoformat()


def _arrow(columns: Sequence[tuple[pa.Field, pa.Array]]) -> pa.Table:
    return pa.Table.from_arrays(
        [array for _, array in columns], schema=pa.schema([field for field, _ in columns])
    )
