"""What every check needs: the text, the shape of the graph, and which names are visible where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from emokg.cypher import tree
from emokg.errors import CypherError, CypherSemanticError

Names = Mapping[str, str]
"""Visible variables, each with its kind in Neo4j's words: `Node`, `List<Relationship>`, `Any`."""

ANY = "Any"


@dataclass(frozen=True, slots=True)
class Place:
    """Where an expression stands.

    `hidden` are variables that DISTINCT or an aggregation has put out of reach, `known` the
    projected expressions (by `walking.identity`) that may be repeated, `outer` the variables of
    an enclosing query, visible throughout, `imported` whether a CALL imports them.
    `aggregates` says what an aggregating call is here.
    """

    text: str
    names: Names = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()
    outer: Names = field(default_factory=dict)
    imported: bool = False
    aggregates: str = "refused"  # allowed, refused, nested, ordering

    def seeing(self, names: Names) -> Place:
        """The same place with other variables visible."""
        return replace(self, names=names)

    def error(
        self,
        at: tree.Syntax | int,
        message: str,
        hint: str | None = None,
        kind: type[CypherError] = CypherSemanticError,
    ) -> CypherError:
        """An error that knows its line and column."""
        start = at if isinstance(at, int) else at.span.start
        line, column = position(self.text, start)
        return kind(message, hint, line=line, column=column, offset=start)


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column, 1-based."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def nearest(name: str, names: list[str]) -> str | None:
    """The name that was probably meant; letter case does not matter."""
    folded = {other.casefold(): other for other in names}
    found = get_close_matches(name.casefold(), list(folded), n=1, cutoff=0.7)
    return folded[found[0]] if found else None


def undefined(place: Place, name: str, at: tree.Syntax | int) -> CypherError:
    """No such variable here."""
    near = nearest(name, list(place.names))
    hint = f"Did you mean `{near}`?" if near else None
    if near is None and place.names:
        hint = f"Variables here: {', '.join(f'`{known}`' for known in sorted(place.names))}."
    return place.error(at, f"Variable `{name}` not defined", hint)
