"""`check`: are the names, scopes and kinds of a parsed text right?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from emokg.cypher import tree
from emokg.cypher.checking.notices import notices
from emokg.cypher.checking.parameters import check_parameters
from emokg.cypher.checking.queries import check_query, start
from emokg.graph.model import GraphModel


@dataclass(frozen=True, slots=True)
class Checked:
    """A statement that is in order, and what is worth saying about it."""

    statement: tree.Statement
    notices: tuple[str, ...]


def check(
    statement: tree.Statement, text: str, model: GraphModel, parameters: Mapping[str, Any]
) -> Checked:
    """The statement again, or a CypherSemanticError; CypherUnsupported for a procedure."""
    place = start(text)
    check_query(statement.query, [place] * len(statement.query.parts))
    check_parameters(statement, parameters, place)
    return Checked(statement, notices(statement, text, model))
