"""Parameters that a text uses but nobody gave."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from emokg.cypher import tree
from emokg.cypher.checking.context import Place
from emokg.cypher.walking import walk


def check_parameters(
    statement: tree.Statement, parameters: Mapping[str, Any], place: Place
) -> None:
    """Raise CypherSemanticError that names all that are missing, at the first of them."""
    missing: dict[str, tree.Parameter] = {}
    for found in walk(statement):
        if isinstance(found, tree.Parameter) and found.name not in parameters:
            missing.setdefault(found.name, found)
    if missing:
        name, first = next(iter(missing.items()))
        raise place.error(
            first,
            f"Expected parameter(s): {', '.join(missing)}",
            f"Give a value: -p {name}=… on the command line, {name}=… in Python.",
        )
