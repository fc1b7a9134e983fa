"""EXISTS, COUNT, COLLECT { } and CALL { }: what a subquery sees and what it gives."""

from __future__ import annotations

from dataclasses import replace

from emokg.cypher import tree
from emokg.cypher.checking.context import Place, undefined
from emokg.cypher.checking.queries import Columns, check_query, correlated

_IMPORTING = "Importing WITH should consist only of simple references to outside variables. "


def check_subquery(node: tree.Subquery, place: Place) -> None:
    """A subquery expression."""
    inner = correlated(place)
    columns = check_query(node.query, [inner] * len(node.query.parts), bare=node.kind != "COLLECT")
    if node.kind == "COLLECT" and len(columns) != 1:
        raise place.error(
            node,
            "A Collect Expression must end with a single return column.",
            "Return one column; a map {a: …, b: …} holds several values.",
        )


def check_call(clause: tree.CallSubquery, place: Place) -> Columns:
    """The names visible after CALL { … }."""
    starts = [_start(part, clause, place) for part in clause.query.parts]
    given = check_query(clause.query, starts, aliased="CALL { RETURN ... }")
    for name in given:
        if name in place.names:
            raise place.error(
                _returned(clause, name),
                f"Variable `{name}` already declared in outer scope",
                "Return it under another name with AS.",
            )
    return {**place.names, **given}


def _returned(clause: tree.CallSubquery, name: str) -> tree.Syntax:
    last = clause.query.parts[0].clauses[-1]
    assert isinstance(last, tree.Return)
    return next((item for item in last.projection.items if item.name == name), last)


def _start(part: tree.SingleQuery, clause: tree.CallSubquery, place: Place) -> Place:
    empty = Place(place.text)
    if clause.imports is not None:
        names = list(place.names) if clause.imports == "*" else clause.imports
        for name in names:
            if name not in place.names:
                raise undefined(place, name, clause)
        visible = {name: place.names[name] for name in names}
        return replace(empty, names=visible, outer=visible, imported=True)
    first = part.clauses[0]
    if not isinstance(first, tree.With) or not _imports(first, place):
        return empty
    _check_importing(first, place)
    projection = first.projection
    wanted = list(place.names) if projection.star else [item.name for item in projection.items]
    return empty.seeing({name: place.names[name] for name in wanted if name in place.names})


def _imports(first: tree.With, place: Place) -> bool:
    """Whether the first WITH refers to anything outside."""
    return first.projection.star or any(
        isinstance(item.expression, tree.Variable) and item.expression.name in place.names
        for item in first.projection.items
    )


def _check_importing(first: tree.With, place: Place) -> None:
    projection = first.projection
    for item in projection.items:
        if not isinstance(item.expression, tree.Variable) or item.name != item.expression.name:
            raise place.error(
                first,
                _IMPORTING + "Aliasing or expressions are not supported.",
                "Import with CALL (name) { … } and compute inside.",
            )
    for word, present in (
        ("DISTINCT", projection.distinct),
        ("ORDER BY", bool(projection.order)),
        ("SKIP", projection.skip is not None),
        ("LIMIT", projection.limit is not None),
        ("WHERE", first.where is not None),
    ):
        if present:
            raise place.error(
                first,
                _IMPORTING + f"{word} is not allowed.",
                "Import first, then filter in a WITH of its own.",
            )
