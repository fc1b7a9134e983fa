"""The functions Neo4j 5 has, with the fewest and the most arguments each takes."""

from __future__ import annotations

from emokg.cypher import tree
from emokg.cypher.checking.context import Place, nearest
from emokg.cypher.lower.aggregates import is_aggregate

_MANY = 1000

_BY_COUNT: tuple[tuple[int, int, str], ...] = (
    (0, 0, "pi e rand randomUUID timestamp"),
    (
        1,
        1,
        "abs ceil floor sign isNaN exp log log10 sqrt acos asin atan cos cot cosh coth degrees "
        "haversin radians sin sinh tan tanh size head last tail reverse keys labels type id "
        "elementId properties nodes relationships length startNode endNode exists isEmpty "
        "toUpper upper toLower lower toString toStringOrNull toInteger toIntegerOrNull toFloat "
        "toFloatOrNull toBoolean toBooleanOrNull toIntegerList toFloatList toStringList "
        "toBooleanList valueType char_length character_length count sum avg min max collect "
        "stDev stDevP point db.nameFromElementId graph.byElementId",
    ),
    (1, 2, "trim ltrim rtrim btrim normalize"),
    (1, 3, "round"),
    (2, 2, "atan2 left right split nullIf percentileCont percentileDisc"),
    (2, 3, "substring range"),
    (3, 3, "replace point.withinBBox"),
    (2, 2, "point.distance vector.similarity.cosine vector.similarity.euclidean"),
    (1, _MANY, "coalesce"),
    (0, 2, "date datetime localdatetime time localtime"),
    (1, 1, "duration datetime.fromEpochMillis"),
    (2, 2, "datetime.fromEpoch duration.between duration.inDays duration.inMonths"),
    (2, 2, "duration.inSeconds"),
    (1, 3, "date.truncate datetime.truncate localdatetime.truncate time.truncate"),
    (1, 3, "localtime.truncate"),
    (0, 1, "date.realtime date.statement date.transaction datetime.realtime datetime.statement"),
    (0, 1, "datetime.transaction localdatetime.realtime localdatetime.statement"),
    (0, 1, "localdatetime.transaction localtime.realtime localtime.statement"),
    (0, 1, "localtime.transaction time.realtime time.statement time.transaction"),
    (1, 1, "graph.byName graph.propertiesByName"),
    (0, 0, "graph.names"),
)
FUNCTIONS = {
    name.lower(): (name, least, most) for least, most, names in _BY_COUNT for name in names.split()
}
"""Canonical name and numbers of arguments, by name in lower case."""


def check_call(node: tree.FunctionCall, place: Place) -> None:
    """Raise CypherSemanticError unless such a function exists and takes so many arguments."""
    found = FUNCTIONS.get(node.name.lower())
    if found is None:
        near = nearest(node.name, [name for name, _, _ in FUNCTIONS.values()])
        hint = f"Did you mean {near}()?" if near else "The manual lists the functions there are."
        raise place.error(node, f"Unknown function '{node.name}'", hint)
    name, least, most = found
    takes = f"{name}() takes {_count(least, most)}."
    if len(node.arguments) < least:
        raise place.error(node, f"Insufficient parameters for function '{name}'", takes)
    if len(node.arguments) > most:
        raise place.error(node, f"Too many parameters for function '{name}'", takes)
    if node.distinct and not is_aggregate(node):
        raise place.error(
            node,
            f"Invalid use of DISTINCT with function '{name}'",
            "DISTINCT belongs to aggregating functions such as count() and collect().",
        )


def _count(least: int, most: int) -> str:
    if most == _MANY:
        return f"{least} argument or more"
    if least == most:
        return {0: "no arguments", 1: "one argument"}.get(least, f"{least} arguments")
    return f"{least} to {most} arguments"
