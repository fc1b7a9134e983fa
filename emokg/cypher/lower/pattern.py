"""The patterns of a MATCH, as they are written → the graph of what they ask for."""

from __future__ import annotations

from dataclasses import replace

from emokg.cypher import tree
from emokg.cypher.lower.entities import as_entity
from emokg.cypher.lower.frame import Frame
from emokg.cypher.lower.labels import all_nodes, satisfies
from emokg.cypher.lower.pattern_graph import End, Pattern, Route, Shortest, Step, narrow
from emokg.cypher.lower.scans import Branch
from emokg.cypher.types import Kind
from emokg.errors import CypherSemanticError
from emokg.graph.model import RelationshipTable

MOST_STEPS = 100
"""Ordering the joins of so many takes a second, of 300 minutes, and nothing can stop it."""


def build(patterns: tuple[tree.PathPattern, ...], frame: Frame) -> Pattern:
    """The graph of these patterns, narrowed by the schema."""
    pattern = Pattern([], [], [])
    named: dict[str, End] = {}
    for path in patterns:
        pattern.routes.append(_route(path, pattern, named, frame))
    if len(pattern.steps) > MOST_STEPS:
        raise frame.compilation.unsupported(
            patterns[0],
            f"A MATCH of more than {MOST_STEPS} relationships",
            "Write a chain as one relationship of variable length: -[:TYPE*300]->",
        )
    narrow(pattern, frame.compilation.numbers)
    return pattern


def _route(path: tree.PathPattern, pattern: Pattern, named: dict[str, End], frame: Frame) -> Route:
    if path.function is not None and not _single(path):
        raise frame.compilation.error(
            CypherSemanticError,
            path,
            f"{path.function}(...) requires a pattern of one relationship",
        )
    route = Route(path_variable(path), [], [])
    pending: tree.RelationshipPattern | tree.GroupPattern | None = None
    elements = _flat(path.elements, route, frame)
    for element in _alternating([_as_group(element) for element in elements]):
        if not isinstance(element, tree.NodePattern):
            pending = element
            continue
        end = _end(element, pattern, named, frame)
        if isinstance(pending, tree.GroupPattern):
            _add(_group(pending, route.ends[-1], end, frame), route, pattern)
        elif pending is not None:
            _once(pending, pattern, frame)
            step = _step(pending, route.ends[-1], end, frame)
            step.shortest = _shortest(path, step)
            _add(step, route, pattern)
        elif route.ends:
            raise frame.compilation.unsupported(
                element, "Two nodes side by side", "Write one node with both its conditions."
            )
        pending = None
        route.ends.append(end)
    return route


def _single(path: tree.PathPattern) -> bool:
    return len(path.elements) == 3 and isinstance(path.elements[1], tree.RelationshipPattern)


def selective(path: tree.PathPattern) -> bool:
    """Whether a selector leaves paths out."""
    return path.selector is not None and path.selector.kind != "ALL"


def searched(path: tree.PathPattern) -> bool:
    """Whether what the selector wants is one chain, found breadth first."""
    step = path.elements[1] if _single(path) else None
    if path.selector is None or not isinstance(step, tree.RelationshipPattern):
        return False
    hops = step.length or step.quantifier
    near = hops is not None and (hops.low is None or hops.low <= 1) and step.where is None
    return near and path.selector.kind != "SHORTEST GROUPS" and path.selector.count == 1


def _shortest(path: tree.PathPattern, step: Step) -> Shortest | None:
    if step.hops is None:
        return None
    if path.function is not None:
        return Shortest(path.function == "allShortestPaths", round=False)
    if path.selector is None or not selective(path):
        return None
    return Shortest(path.selector.kind == "ALL SHORTEST", round=step.hops.low != 0)


def path_variable(path: tree.PathPattern) -> str | None:
    """The variable of `p = (a)-->(b)`, or of `(p = (a)-->(b))` where that is the whole path."""
    group = path.elements[0] if len(path.elements) == 1 else None
    if isinstance(group, tree.GroupPattern) and group.quantifier is None and not path.variable:
        return group.variable
    return path.variable


def _as_group(element: tree.PathElement) -> tree.PathElement:
    """`-[r WHERE …]->{1,2}` as `(()-[r WHERE …]->()){1,2}`."""
    if not isinstance(element, tree.RelationshipPattern):
        return element
    if element.where is None or element.quantifier is None:
        return element
    node = tree.NodePattern(element.span, None, None, None, None)
    elements = (node, replace(element, quantifier=None), node)
    return tree.GroupPattern(element.span, None, elements, None, element.quantifier)


def _add(step: Step, route: Route, pattern: Pattern) -> None:
    route.steps.append(step)
    pattern.steps.append(step)


def _alternating(elements: list[tree.PathElement]) -> list[tree.PathElement]:
    """With a node before and after every quantified group."""
    padded: list[tree.PathElement] = []
    for element in elements:
        group = isinstance(element, tree.GroupPattern)
        before = isinstance(padded[-1], tree.GroupPattern) if padded else group
        if before and not isinstance(element, tree.NodePattern):
            padded.append(tree.NodePattern(element.span, None, None, None, None))
        padded.append(element)
    if padded and isinstance(padded[-1], tree.GroupPattern):
        padded.append(tree.NodePattern(padded[-1].span, None, None, None, None))
    return padded


def _group(group: tree.GroupPattern, left: End, right: End, frame: Frame) -> Step:
    written = tree.RelationshipPattern(group.span, None, None, None, None, "both", None, None)
    branches = tuple(Branch(table) for table in frame.compilation.relationships.values())
    return Step(written, left, right, branches, group.quantifier, group=group)


def _once(written: tree.RelationshipPattern, pattern: Pattern, frame: Frame) -> None:
    if written.variable is None:
        return
    if any(end.variable == written.variable for end in pattern.ends):
        raise frame.compilation.error(
            CypherSemanticError,
            written,
            f"Type mismatch: {written.variable} defined with conflicting type Node "
            "(expected Relationship)",
        )
    if any(step.written.variable == written.variable for step in pattern.steps):
        pattern.repeated = True


def _flat(
    elements: tuple[tree.PathElement, ...], route: Route, frame: Frame
) -> list[tree.PathElement]:
    """Parentheses without a quantifier taken away."""
    flat: list[tree.PathElement] = []
    for element in elements:
        if not isinstance(element, tree.GroupPattern) or element.quantifier is not None:
            if isinstance(element, tree.GroupPattern) and element.variable is not None:
                raise _refused_variable(element, frame)
            flat.append(element)
            continue
        if element.variable not in (None, route.variable):
            raise _refused_variable(element, frame)
        if element.where is not None:
            route.conditions.append(element.where)
        flat.extend(_flat(element.elements, route, frame))
    return flat


def _refused_variable(group: tree.GroupPattern, frame: Frame) -> Exception:
    return frame.compilation.unsupported(
        group, "A path variable inside a path", "Name the whole path: p = (a)-->(b)."
    )


def _end(node: tree.NodePattern, pattern: Pattern, named: dict[str, End], frame: Frame) -> End:
    end = named.get(node.variable) if node.variable is not None else None
    if end is None:
        end = _new_end(node, frame)
        pattern.ends.append(end)
        if node.variable is not None:
            named[node.variable] = end
    end.written.append(node)
    if node.labels is not None:
        names = frame.compilation.nodes
        end.tables = frozenset(
            number
            for number in end.tables
            if satisfies(node.labels, frozenset(names[number].labels), frame)
        )
    return end


def _new_end(node: tree.NodePattern, frame: Frame) -> End:
    value = frame.find(node.variable) if node.variable is not None else None
    if value is None or value.type.kind is Kind.NULL:
        end = End(node.variable, all_nodes(frame).tables)
        if value is not None:
            end.value, end.anchor, end.bound = value, "CAST(NULL AS BIGINT)", True
        return end
    if value.type.kind is Kind.ANY:
        value = as_entity(value, all_nodes(frame), "node_number", frame)
    if value.type.kind is not Kind.NODE:
        raise frame.compilation.error(
            CypherSemanticError,
            node,
            f"Type mismatch: `{node.variable}` is used as a node but is {value.type}",
        )
    return End(node.variable, value.type.tables, value, value.sql, bound=True)


def _step(written: tree.RelationshipPattern, left: End, right: End, frame: Frame) -> Step:
    hops = written.length or written.quantifier
    value = None
    tables = list(frame.compilation.relationships.values())
    if written.variable is not None:
        value = frame.find(written.variable)
    if value is not None:
        if value.type.kind is not (Kind.RELATIONSHIP if hops is None else Kind.LIST):
            raise frame.compilation.error(
                CypherSemanticError,
                written,
                f"Type mismatch: `{written.variable}` is used as a relationship "
                f"but is {value.type}",
            )
        kind = value.type if hops is None else value.type.element
        if kind.kind is not Kind.RELATIONSHIP:
            raise frame.compilation.unsupported(
                written,
                f"Matching again a list of {kind}",
                "Give the pattern a variable of its own.",
            )
        tables = [table for table in tables if table.number in kind.tables]
    if written.types is not None:
        tables = [t for t in tables if satisfies(written.types, frozenset((t.type,)), frame)]
    branches = [branch for table in tables for branch in _branches(table, written.direction)]
    return Step(written, left, right, tuple(branches), hops, value)


def _branches(table: RelationshipTable, direction: str) -> list[Branch]:
    if direction == "out":
        return [Branch(table)]
    if direction == "in":
        return [Branch(table, flipped=True)]
    loops_twice = not set(table.sources).isdisjoint(table.targets)
    return [Branch(table), Branch(table, flipped=True, loops=not loops_twice)]
