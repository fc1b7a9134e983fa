"""A query: its clauses in order, each seeing the names the one before left, and UNION."""

from __future__ import annotations

from dataclasses import replace

from emokg.cypher import tree
from emokg.cypher.checking.context import ANY, Place
from emokg.cypher.checking.expressions import check_expression
from emokg.cypher.checking.kinds import item_of, kind_of
from emokg.cypher.checking.patterns import check_inside, check_repetition, declared
from emokg.cypher.checking.projections import check_projection, shadowing
from emokg.errors import CypherUnsupported

Columns = dict[str, str]


def check_query(
    query: tree.Query, places: list[Place], *, bare: bool = False, aliased: str | None = None
) -> Columns:
    """The columns of a query whose parts begin in `places`, one each.

    `bare`: it may end without RETURN. `aliased`: the words for a RETURN whose columns need names.
    """
    results = [
        _check_single(part, place, bare=bare, aliased=aliased)
        for part, place in zip(query.parts, places, strict=True)
    ]
    for i, columns in enumerate(results[1:]):
        at = _union(query, i, places[0].text)
        if set(columns) != set(results[0]):
            raise places[0].error(
                at,
                "All sub queries in an UNION must have the same return column names",
                f"Before it: {', '.join(results[0])}; after it: {', '.join(columns)}.",
            )
        if query.all_rows[i] != query.all_rows[0]:
            raise places[0].error(
                at,
                "Invalid combination of UNION and UNION ALL",
                "Use one of them throughout, or put one union into CALL { }.",
            )
    return results[0]


def _union(query: tree.Query, number: int, text: str) -> int:
    before, after = query.parts[number].span.end, query.parts[number + 1].span.start
    found = text.upper().rfind("UNION", before, after)
    return found if found >= 0 else before


def _check_single(
    part: tree.SingleQuery, place: Place, *, bare: bool, aliased: str | None
) -> Columns:
    last = part.clauses[-1]
    for clause in part.clauses[:-1]:
        if isinstance(clause, (tree.Return, tree.Finish)):
            word = type(clause).__name__.upper()
            raise place.error(
                clause,
                f"{word} can only be used at the end of the query.",
                "Use WITH to go on with another clause.",
            )
    columns: Columns = {}
    for clause in part.clauses:
        if isinstance(clause, tree.Return):
            columns = check_projection(clause, place, aliased=aliased)
        else:
            place = place.seeing(check_clause(clause, place))
    if not bare and not isinstance(last, (tree.Return, tree.Finish)):
        word = _WORDS[type(last)]
        raise place.error(
            last,
            f"Query cannot conclude with {word} (must be a RETURN clause or a FINISH clause)",
            "Say at the end what to RETURN.",
        )
    return columns


_WORDS: dict[type[tree.Clause], str] = {
    tree.Match: "MATCH",
    tree.Unwind: "UNWIND",
    tree.With: "WITH",
    tree.CallSubquery: "CALL",
    tree.CallProcedure: "CALL",
}


def check_clause(clause: tree.Clause, place: Place) -> Columns:
    """The names visible after a clause that is not RETURN."""
    match clause:
        case tree.Match():
            names, _ = declared(clause.patterns, place)
            check_repetition(clause, place)
            inside = place.seeing(names)
            check_inside(clause.patterns, inside)
            if clause.where is not None:
                check_expression(clause.where, inside, boolean=True)
            return names
        case tree.Unwind():
            return _unwind(clause, place)
        case tree.With():
            return {**place.outer, **check_projection(clause, place, aliased="WITH")}
        case tree.CallSubquery():
            from emokg.cypher.checking.subqueries import check_call

            return check_call(clause, place)
        case tree.CallProcedure():
            raise place.error(
                clause,
                f"CALL {clause.name}() is refused: a query reads the graph and calls no procedures",
                _INSTEAD.get(clause.name.lower(), "Ask with MATCH."),
                CypherUnsupported,
            )
    return {}


_INSTEAD = {
    "db.labels": "Ask MATCH (n) UNWIND labels(n) AS label RETURN DISTINCT label.",
    "db.relationshiptypes": "Ask MATCH ()-[r]->() RETURN DISTINCT type(r) AS relationshipType.",
    "db.propertykeys": "Ask MATCH (n) UNWIND keys(n) AS propertyKey RETURN DISTINCT propertyKey.",
}


def _unwind(clause: tree.Unwind, place: Place) -> Columns:
    if not _refuse_aggregate(clause, place):
        check_expression(clause.source, place)
    at = clause.span.end - len(clause.variable)
    if clause.variable in place.outer:
        raise shadowing(place, clause.variable, at)
    if clause.variable in place.names:
        raise place.error(
            at, f"Variable `{clause.variable}` already declared", "Give the items a new name."
        )
    return {**place.names, clause.variable: item_of(kind_of(clause.source, place.names))}


def _refuse_aggregate(clause: tree.Unwind, place: Place) -> bool:
    from emokg.cypher.lower.aggregates import aggregates_in

    found = aggregates_in(clause.source)
    if found:
        raise place.error(
            found[0],
            "Can't use aggregating expressions inside of expressions executing over lists",
            "Aggregate in a WITH first and unwind its column.",
        )
    return False


def start(text: str) -> Place:
    """Where a text begins."""
    return Place(text)


def correlated(place: Place) -> Place:
    """Where a subquery expression begins: it sees everything around it."""
    return replace(
        place,
        outer={**place.outer, **place.names},
        imported=False,
        hidden=frozenset(),
        known=frozenset(),
        aggregates="refused",
    )


__all__ = ["ANY", "Columns", "check_clause", "check_query", "correlated", "start"]
