"""`SHORTEST k`, `SHORTEST k GROUPS`, `ALL SHORTEST`, `ANY k`; shortestPath() under a WHERE.

For each pair of a first and a last node the paths count from the shortest on. Conditions inside the
pattern are part of the search, and so is the WHERE of shortestPath(); that of a selector tests what
was found. Where one chain of relationships is asked for, `trails` searches breadth first; anything
else is all its paths, ranked.
"""

from __future__ import annotations

from dataclasses import replace

from emokg.cypher import tree
from emokg.cypher.lower.frame import Frame
from emokg.cypher.lower.nesting import Columns
from emokg.cypher.lower.pattern import path_variable, searched, selective
from emokg.cypher.lower.pattern_graph import Pattern
from emokg.cypher.walking import variable_names
from emokg.errors import CypherSemanticError

_PATH = " path"


def ranked(
    patterns: tuple[tree.PathPattern, ...], where: tree.Expression | None, frame: Frame
) -> bool:
    """Whether paths must be chosen by their rank, which only a MATCH of one path allows."""
    chosen = [path for path in patterns if selective(path)]
    if chosen and len(patterns) > 1:
        raise frame.compilation.error(
            CypherSemanticError,
            chosen[0],
            "Multiple path patterns cannot be used in the same clause in combination with a "
            "selective path selector",
            "Give each path a MATCH of its own.",
        )
    if any(not searched(path) for path in chosen):
        return True
    tested = [path for path in patterns if path.function and _tests(where, path)]
    if tested and len(patterns) > 1:
        raise frame.compilation.unsupported(
            tested[0],
            f"A WHERE on the path that {tested[0].function}() looks for, beside other patterns",
            "Give the path a MATCH of its own.",
        )
    return bool(tested)


def _tests(where: tree.Expression | None, path: tree.PathPattern) -> bool:
    inside = {
        element.variable
        for element in path.elements
        if isinstance(element, tree.RelationshipPattern)
    }
    return where is not None and bool(variable_names(where) & {path.variable, *inside})


def choose(path: tree.PathPattern, where: tree.Expression | None, frame: Frame) -> Pattern:
    """Join the paths of best rank to the frame; `where` is part of the search."""
    from emokg.cypher.lower.match import match

    inner = frame.child()
    variable = path_variable(path) or _PATH
    plain = replace(path, selector=None, function=None, variable=variable)
    pattern = match((plain,), where, inner)
    (route,) = pattern.routes
    first, last = route.ends[0].anchor, route.ends[-1].anchor
    if path.function is not None and not _empty(path):
        inner.filters.append(f"{first} <> {last}")
    walked = inner.variables[variable].sql
    order = f"len(({walked}).r)"
    rank, count = _rank(path)
    if rank == "row_number":
        order += f", ({walked}).r, ({walked}).n"
    columns = Columns(frame.fresh("m"))
    carried = {name: columns.carry(name, value, inner) for name, value in inner.variables.items()}
    window = f"{rank}() OVER (PARTITION BY {first}, {last} ORDER BY {order})"
    text = f"{inner.select(columns.texts)} QUALIFY {window} <= {count}"
    frame.lateral(f"({text}) AS {columns.alias}")
    for name, value in carried.items():
        if name != _PATH:
            frame.bind(name, value)
    return pattern


def _empty(path: tree.PathPattern) -> bool:
    """Whether a path of no relationship will do."""
    (step,) = (e for e in path.elements if isinstance(e, tree.RelationshipPattern))
    return step.length is not None and step.length.low == 0


def _rank(path: tree.PathPattern) -> tuple[str, int]:
    if path.selector is None:
        return ("row_number" if path.function == "shortestPath" else "dense_rank"), 1
    grouped = path.selector.kind in ("ALL SHORTEST", "SHORTEST GROUPS")
    return ("dense_rank" if grouped else "row_number"), path.selector.count
