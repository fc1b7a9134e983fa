"""Patterns: which variables they declare, and which forms Neo4j does not allow."""

from __future__ import annotations

from collections.abc import Iterable

from emokg.cypher import tree
from emokg.cypher.checking.context import ANY, Names, Place
from emokg.cypher.checking.expressions import check_all, check_expression
from emokg.cypher.walking import walk
from emokg.errors import CypherUnsupported

_QUANTIFIED = "Variable length relationships cannot be part of a quantified path pattern."


def declared(
    patterns: Iterable[tree.PathPattern], place: Place
) -> tuple[dict[str, str], dict[str, tree.Syntax]]:
    """The names visible with those of the patterns, and where each new one stands."""
    names, new = dict(place.names), dict[str, tree.Syntax]()
    for pattern in patterns:
        _shortest(pattern, place)
        if pattern.variable is not None:
            if pattern.variable in names:
                raise place.error(
                    pattern,
                    f"Variable `{pattern.variable}` already declared",
                    "Give the path a name of its own.",
                )
            _declare(pattern.variable, "Path", pattern, names, new, place)
        _elements(pattern.elements, names, new, place)
    return names, new


def _shortest(pattern: tree.PathPattern, place: Place) -> None:
    if pattern.function is None:
        return
    middle = pattern.elements[1:-1]
    if len(middle) != 1 or not isinstance(middle[0], tree.RelationshipPattern):
        raise place.error(
            pattern,
            f"{pattern.function}(...) requires a pattern containing a single relationship",
            "As in shortestPath((a)-[*]-(b)).",
        )


def _elements(
    elements: Iterable[tree.PathElement],
    names: dict[str, str],
    new: dict[str, tree.Syntax],
    place: Place,
) -> None:
    for element in elements:
        if isinstance(element, tree.GroupPattern):
            _group(element, names, new, place)
            continue
        kind = "Node"
        if isinstance(element, tree.RelationshipPattern):
            _repeats(element, place)
            _types(element, place)
            repeated = element.length or element.quantifier
            kind = "List<Relationship>" if repeated else "Relationship"
        if element.variable is not None:
            _declare(element.variable, kind, element, names, new, place)


def check_repetition(clause: tree.Match, place: Place) -> None:
    """`*` and quantifiers do not stand in one MATCH, its subqueries aside."""
    within = {
        id(inner)
        for found in walk(clause)
        if isinstance(found, tree.Subquery)
        for inner in walk(found.query)
    }
    found = [each for each in walk(clause) if id(each) not in within]
    lengths = [e for e in found if isinstance(e, tree.RelationshipPattern) and e.length is not None]
    parts = [e for e in found if isinstance(e, (tree.RelationshipPattern, tree.GroupPattern))]
    if lengths and any(part.quantifier for part in parts):
        raise place.error(
            lengths[0],
            "Mixing variable-length relationships ('-[*]-') with quantified relationships "
            "('()-->*()') or quantified path patterns ('(()-->())*') is not allowed.",
            "Write -[:TYPE]->{1,3} for -[:TYPE*1..3]->.",
        )


def _repeats(element: tree.RelationshipPattern, place: Place) -> None:
    if element.length is not None and element.quantifier is not None:
        raise place.error(element, _QUANTIFIED, "Keep one of the two.")
    if element.length is not None and element.where is not None:
        raise place.error(
            element.where,
            "Relationship pattern predicates are not supported for variable-length relationships.",
            "Test the list after the pattern: WHERE all(x IN r WHERE …).",
        )
    if element.quantifier is not None:
        _bounds(element.quantifier, place)


def _types(element: tree.RelationshipPattern, place: Place) -> None:
    for found in walk(element.types):
        if isinstance(found, tree.LabelAnd):
            between = place.text[found.left.span.end : found.right.span.start]
            if ":" in between:
                raise place.error(
                    found,
                    "Relationship types in a relationship type expressions may not be combined "
                    "using ':'",
                    "A relationship has one type; write A|B for either.",
                )
        if isinstance(found, tree.LabelDynamic) and element.length is not None:
            raise place.error(
                found,
                "A computed type of a variable-length relationship is not supported",
                "Neo4j 5.26 takes it for any type. Write the type, or -[:$(…)]->{1,2}.",
                CypherUnsupported,
            )


def _bounds(hops: tree.Hops, place: Place) -> None:
    if hops.high == 0:
        raise place.error(hops, "A quantifier for a path pattern must not be limited by 0.")
    if hops.high is not None and (hops.low or 0) > hops.high:
        raise place.error(
            hops,
            "A quantifier for a path pattern must not have a lower bound which exceeds its "
            f"upper bound: {hops.low} is greater than {hops.high}",
        )


def _declare(
    name: str,
    kind: str,
    at: tree.Syntax,
    names: dict[str, str],
    new: dict[str, tree.Syntax],
    place: Place,
) -> None:
    have = names.get(name)
    if have is None:
        names[name], new[name] = kind, at
    elif have not in (kind, ANY, f"List<{ANY}>"):
        raise place.error(
            at,
            f"Type mismatch: {name} defined with conflicting type {have} (expected {kind})",
            "Give the pattern a variable of its own.",
        )


def _group(
    group: tree.GroupPattern, names: dict[str, str], new: dict[str, tree.Syntax], place: Place
) -> None:
    if group.quantifier is None:
        if group.variable is not None:
            _declare(group.variable, "Path", group, names, new, place)
        _elements(group.elements, names, new, place)
        return
    _bounds(group.quantifier, place)
    inside = [found for found in walk(group.elements) if not isinstance(found, tree.Expression)]
    for found in inside:
        if isinstance(found, tree.GroupPattern) and found.quantifier is not None:
            raise place.error(group, "Quantified path patterns are not allowed to be nested.")
        if isinstance(found, tree.RelationshipPattern) and (found.length or found.quantifier):
            raise place.error(found, _QUANTIFIED, "Quantify the whole group only.")
    if not any(isinstance(found, tree.RelationshipPattern) for found in inside):
        raise place.error(
            group, "A quantified path pattern needs to have at least one relationship."
        )
    singles, own = inner_names(group, place)
    for name, at in own.items():
        if name in names:
            earlier = name in place.names
            raise place.error(
                at,
                f"The variable `{name}` is already defined in a previous clause, it cannot be "
                "referenced as a node or as a relationship variable inside of a quantified "
                "path pattern."
                if earlier
                else f"The variable `{name}` occurs both inside and outside a quantified path "
                "pattern and needs to be renamed.",
                "Rename it inside the parentheses.",
            )
        names[name], new[name] = f"List<{singles[name]}>", at


def inner_names(group: tree.GroupPattern, place: Place) -> tuple[Names, dict[str, tree.Syntax]]:
    """The variables of a quantified group as they are inside it, one repetition at a time."""
    singles, own = dict[str, str](), dict[str, tree.Syntax]()
    if group.variable is not None:
        _declare(group.variable, "Path", group, singles, own, place)
    _elements(group.elements, singles, own, place)
    return singles, own


def check_inside(patterns: Iterable[tree.PathPattern], place: Place) -> None:
    """Check the properties and the WHERE of pattern elements; all names are declared by now."""
    for pattern in patterns:
        _check_elements(pattern.elements, place)


def _check_elements(elements: Iterable[tree.PathElement], place: Place) -> None:
    for element in elements:
        if isinstance(element, tree.GroupPattern):
            inner = place
            if element.quantifier is not None:
                inner = place.seeing({**place.names, **inner_names(element, place)[0]})
            _check_elements(element.elements, inner)
            if element.where is not None:
                check_expression(element.where, inner, boolean=True)
            continue
        if isinstance(element.properties, tree.Parameter):
            raise place.error(
                element.properties,
                "Parameter maps cannot be used in `MATCH` patterns",
                f"Write the properties one by one: {{id: ${element.properties.name}.id}}",
            )
        if element.properties is not None:
            check_all((value for _, value in element.properties.entries), place)
        if element.where is not None:
            inner = place
            if isinstance(element, tree.RelationshipPattern) and element.variable is not None:
                inner = place.seeing({**place.names, element.variable: "Relationship"})
            check_expression(element.where, inner, boolean=True)
