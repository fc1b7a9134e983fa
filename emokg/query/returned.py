"""The columns a Cypher text returns."""

from __future__ import annotations

from emokg.cypher.parser import parse
from emokg.cypher.tree import Return


def returned_columns(text: str) -> list[str]:
    """Names that the last RETURN gives. Raises CypherError for what is no reading Cypher."""
    last = parse(text).query.parts[-1].clauses[-1]
    return [item.name for item in last.projection.items] if isinstance(last, Return) else []


def is_ordered(text: str) -> bool:
    """Whether the last RETURN says in which order."""
    last = parse(text).query.parts[-1].clauses[-1]
    return isinstance(last, Return) and bool(last.projection.order)
