"""A text, the shape of a graph and parameter values → SQL. No data is touched."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from emokg.cypher import sql
from emokg.cypher.checker import check
from emokg.cypher.dynamic.functions import Call
from emokg.cypher.lower import expressions as _registered  # noqa: F401
from emokg.cypher.lower.frame import Compilation, Frame
from emokg.cypher.lower.query import query
from emokg.cypher.lower.twins import renamed
from emokg.cypher.parser import parse
from emokg.cypher.types import STRING, Type
from emokg.cypher.walking import demanded_properties
from emokg.errors import CypherUnsupported
from emokg.graph.model import GraphModel


@dataclass(frozen=True, slots=True)
class Compiled:
    """SQL, the values to bind to it, the columns it gives, and what was noticed on the way.

    Columns are named c0, c1, … in `sql`; `columns` has the names asked for and their types.
    `functions` are those of `dynamic` that the SQL calls.
    """

    sql: str
    parameters: Mapping[str, Any]
    columns: tuple[tuple[str, Type], ...]
    notices: tuple[str, ...]
    functions: frozenset[Call]


def compile(  # noqa: A001  (the word everybody looks for)
    text: str, model: GraphModel, parameters: Mapping[str, Any] | None = None
) -> Compiled:
    """Compile a reading Cypher 5 text; EXPLAIN before it asks for the SQL as one column `sql`.

    Raises CypherSyntaxError, CypherSemanticError, or CypherUnsupported for valid Cypher that is
    refused by name, each with line and column.
    """
    values = dict(parameters or {})
    statement = parse(text)
    if statement.mode == "PROFILE":
        raise CypherUnsupported(
            "PROFILE is not supported",
            "Write EXPLAIN to see the SQL a text becomes.",
            line=1,
            column=1,
            offset=0,
        )
    checked = check(statement, text, model, values)
    compilation = Compilation(text, model, values, demanded_properties(checked.statement))
    frames = [Frame(compilation) for _ in statement.query.parts]
    selected = query(statement.query, frames)
    whole = renamed(compilation.shared + selected.ordered, compilation.renamed)
    used = set(re.findall(r"CAST\(\$(\w+) AS ", whole))
    bound = {name: value for name, value in compilation.bound.items() if name in used}
    compiled = Compiled(
        whole,
        bound,
        selected.columns,
        tuple(checked.notices),
        frozenset(compilation.functions),
    )
    return _explained(compiled) if statement.mode == "EXPLAIN" else compiled


def _explained(compiled: Compiled) -> Compiled:
    columns = (("sql", STRING),)
    text = f"SELECT {sql.text(compiled.sql)} AS c0"
    return Compiled(text, {}, columns, compiled.notices, frozenset())
