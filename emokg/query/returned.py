"""The columns a Cypher text returns."""

from __future__ import annotations

import re

from emokg.cypher.parser import parse
from emokg.cypher.tree import Return

_ENDS = re.compile(r"\b(?:SKIP|LIMIT)\b")


def returned_columns(text: str) -> list[str]:
    """Names that the last RETURN gives. Raises CypherError for what is no reading Cypher."""
    last = parse(text).query.parts[-1].clauses[-1]
    return [item.name for item in last.projection.items] if isinstance(last, Return) else []


def row_order(text: str) -> str | None:
    """What the last RETURN orders by, as it is written; None where it does not."""
    if not is_ordered(text):
        return None
    return _ENDS.split(text.rpartition("ORDER BY")[2])[0].strip()


def is_ordered(text: str) -> bool:
    """Whether the last RETURN says in which order."""
    last = parse(text).query.parts[-1].clauses[-1]
    return isinstance(last, Return) and bool(last.projection.order)
