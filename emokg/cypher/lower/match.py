"""MATCH: patterns to joins.

Relationships of one MATCH are pairwise different, those of different MATCHes need not be. An
undirected pattern sees a relationship both ways, a self-loop once. A pattern that the schema makes
impossible has no rows. Referential integrity of the graph makes the ends of a relationship exist,
so a node table is joined only where a property is read.
"""

from __future__ import annotations

from itertools import combinations

from emokg.cypher import tree
from emokg.cypher.lower.comparison import compare
from emokg.cypher.lower.dispatch import lower
from emokg.cypher.lower.frame import Frame
from emokg.cypher.lower.logic import condition
from emokg.cypher.lower.pattern import build
from emokg.cypher.lower.pattern_graph import End, Pattern, Route, Step, ends_of
from emokg.cypher.lower.quantified import Walk
from emokg.cypher.lower.scans import Branch, Scan, in_tables
from emokg.cypher.lower.trails import trails
from emokg.cypher.types import PATH, Kind, list_of, node_of, relationship_of
from emokg.cypher.values import Value
from emokg.cypher.walking import variable_names
from emokg.errors import CypherSemanticError


def match(
    patterns: tuple[tree.PathPattern, ...], where: tree.Expression | None, frame: Frame
) -> Pattern:
    """Join the patterns to the frame and bind their new variables."""
    from emokg.cypher.lower.selected import choose, ranked

    if ranked(patterns, where, frame):
        (path,) = patterns
        if path.function is not None:
            return choose(path, where, frame)
        pattern = choose(path, None, frame)
        if where is not None:
            frame.filters.append(condition(where, frame).sql)
        return pattern
    pattern = build(patterns, frame)
    if not pattern.possible:
        frame.filters.append("FALSE")
    for step in pattern.steps:
        if step.hops is None:
            _relationship(step, frame)
    for end in pattern.ends:
        if end.known is not None and not end.known <= end.tables:
            assert end.anchor is not None
            frame.filters.append(in_tables(end.anchor, end.tables))
    _anchor_rest(pattern, frame)
    for end in pattern.ends:
        _bind_end(end, frame)
    _bind_steps(pattern, frame)
    _different(pattern, frame)
    for route in pattern.routes:
        if route.variable is not None:
            frame.bind(route.variable, _path(route))
    _predicates(pattern, frame)
    for route in pattern.routes:
        frame.filters += [condition(test, frame).sql for test in route.conditions]
    if where is not None:
        frame.filters.append(condition(where, frame).sql)
    return pattern


def repeat(step: Step, group: tree.GroupPattern, frame: Frame) -> None:
    """Join the repetitions of a quantified group, which is a MATCH of its own each time."""
    if step.left.anchor is None:
        _scan(step.left, frame)
    walk = Walk(step, group, frame)
    inner = walk.frame
    pattern = match((walk.path,), group.where, inner)
    walk.join(pattern.steps, pattern.routes[0], frame)


def _relationship(step: Step, frame: Frame) -> None:
    scan = Scan(frame.fresh("r"), "_r", step.branches)
    frame.items.append(scan)
    step.number = scan.key
    if step.value is not None:
        frame.filters.append(f"{scan.key} = {step.value.sql}")
    numbers = frame.compilation.numbers
    ends = [ends_of(branch, numbers) for branch in step.branches]
    lefts = frozenset[int]().union(*(left for left, _ in ends))
    rights = frozenset[int]().union(*(right for _, right in ends))
    arrive(step.left, scan.left, lefts, frame)
    arrive(step.right, scan.right, rights, frame)
    if step.value is None:
        tables = frozenset(branch.table.number for branch in step.branches)
        step.value = Value(scan.key, relationship_of(tables), plain=True, nullable=False, scan=scan)


def arrive(end: End, text: str, tables: frozenset[int], frame: Frame) -> None:
    """The end is what `text` names, which is known to lie in `tables`."""
    if end.known is None:
        end.known = tables if end.value is None else tables & end.value.type.tables
    else:
        end.known &= tables
    if end.anchor is None:
        end.anchor = text
    else:
        frame.filters.append(f"{end.anchor} = {text}")


def _anchor_rest(pattern: Pattern, frame: Frame) -> None:
    waiting = [step for step in pattern.steps if step.hops is not None]
    for end in pattern.ends:
        if end.anchor is None and not any(end in (s.left, s.right) for s in waiting):
            _scan(end, frame)
    while waiting:
        step = next(
            (s for s in waiting if s.left.anchor is not None or s.right.anchor is not None), None
        )
        if step is None:
            step = waiting[0]
            ends = sorted((step.left, step.right), key=_cost)
            _scan(ends[0], frame)
            _narrow(ends[0], frame)
        if step.group is None:
            trails(step, frame)
        else:
            repeat(step, step.group, frame)
        waiting.remove(step)


def _cost(end: End) -> tuple[bool, int]:
    selective = any(n.properties is not None or n.where is not None for n in end.written)
    return (not selective, len(end.tables))


def _scan(end: End, frame: Frame) -> None:
    branches = tuple(Branch(frame.compilation.nodes[number]) for number in sorted(end.tables))
    scan = Scan(frame.fresh("n"), "_n", branches)
    frame.items.append(scan)
    end.anchor = scan.key
    end.value = Value(
        scan.key, node_of(end.tables), plain=True, nullable=False, scan=scan, owner=frame
    )


def _narrow(end: End, frame: Frame) -> None:
    """Before chains start from a node, as each row is a search of its own: what is said of it."""
    assert end.value is not None
    for node in end.written:
        properties = node.properties
        names = variable_names(properties)
        if properties is not None and all(frame.find(name) is not None for name in names):
            _entity_predicates(end.value, properties, None, frame)


def _bind_end(end: End, frame: Frame) -> None:
    assert end.anchor is not None
    if end.value is None:
        end.value = Value(end.anchor, node_of(end.tables), plain=True, nullable=False, owner=frame)
    elif end.bound:
        _keep_bound(end, end.value, frame)
    if end.variable is not None and frame.find(end.variable) is None:
        frame.bind(end.variable, end.value)


def _keep_bound(end: End, value: Value, frame: Frame) -> None:
    """What an earlier clause has bound must be there and have the labels now asked for."""
    labelled = any(node.labels is not None for node in end.written)
    if labelled and value.type.kind is Kind.NODE and not value.type.tables <= end.tables:
        frame.filters.append(in_tables(value.sql, end.tables))
    elif value.nullable:
        frame.filters.append(f"{value.sql} IS NOT NULL")


def _bind_steps(pattern: Pattern, frame: Frame) -> None:
    for step in pattern.steps:
        name = step.written.variable
        if name is None or frame.find(name) is not None:
            continue
        if step.hops is not None:
            tables = frozenset(branch.table.number for branch in step.branches)
            step.value = Value(
                step.number, list_of(relationship_of(tables)), plain=True, nullable=False
            )
        assert step.value is not None
        frame.bind(name, step.value)


def _different(pattern: Pattern, frame: Frame) -> None:
    for first, second in combinations(pattern.steps, 2):
        tables = {branch.table.number for branch in first.branches}
        if tables.isdisjoint(branch.table.number for branch in second.branches):
            continue
        if first.hops is None and second.hops is None:
            frame.filters.append(f"{first.number} <> {second.number}")
        elif first.hops is not None and second.hops is not None:
            frame.filters.append(f"NOT list_has_any({first.number}, {second.number})")
        else:
            many, one = (first, second) if first.hops is not None else (second, first)
            frame.filters.append(f"NOT list_contains({many.number}, {one.number})")


def _path(route: Route) -> Value:
    """Node and relationship numbers in the order walked."""
    nodes, relationships = [f"[{route.ends[0].anchor}]"], ["CAST([] AS BIGINT[])"]
    for step, end in zip(route.steps, route.ends[1:], strict=True):
        nodes.append(step.nodes if step.hops is not None else f"[{end.anchor}]")
        relationships.append(step.number if step.hops is not None else f"[{step.number}]")
    parts = [" || ".join(nodes), " || ".join(relationships)]
    return Value(f"struct_pack(n := {parts[0]}, r := {parts[1]})", PATH, nullable=False)


def _predicates(pattern: Pattern, frame: Frame) -> None:
    for end in pattern.ends:
        assert end.value is not None
        for node in end.written:
            _entity_predicates(end.value, node.properties, node.where, frame)
    for step in pattern.steps:
        if step.hops is None:
            assert step.value is not None
            _entity_predicates(step.value, step.written.properties, step.written.where, frame)


def _entity_predicates(
    entity: Value,
    properties: tree.MapLiteral | tree.Parameter | None,
    where: tree.Expression | None,
    frame: Frame,
) -> None:
    if isinstance(properties, tree.Parameter):
        raise frame.compilation.error(
            CypherSemanticError,
            properties,
            "Parameter maps cannot be used in MATCH patterns",
            "Write the properties one by one: {id: $props.id}",
        )
    if properties is not None:
        for name, expression in properties.entries:
            value = lower(expression, frame)
            frame.filters.append(compare(frame, "=", frame.property(entity, name), value).sql)
    if where is not None:
        frame.filters.append(condition(where, frame).sql)
