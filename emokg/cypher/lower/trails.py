"""`-[*low..high]-` and `-[]-{low,high}`: chains of relationships.

A chain uses no relationship twice (a trail), nodes may repeat. No low bound means 1, no high bound
means as long as there are trails; a chain of zero has one node and no relationship. The variable is
the list of relationships, in the order of the pattern. Properties of the pattern hold for each.

The shortest chains are found breadth first: one to each node, or all by walking again along the
distances found. shortestPath() finds none from a node to itself but the empty one, where Neo4j
raises an error; SHORTEST 1 finds the shortest way round: a search for each relationship it can
begin with, because undirected it must not come back the way it went.
"""

from __future__ import annotations

from functools import partial
from itertools import combinations

from emokg.cypher import tree
from emokg.cypher.lower.comparison import compare
from emokg.cypher.lower.dispatch import lower
from emokg.cypher.lower.frame import Frame
from emokg.cypher.lower.pattern_graph import End, Step, ends_of
from emokg.cypher.lower.scans import Branch, Scan, in_tables
from emokg.errors import CypherSemanticError

_NONE = "CAST([] AS BIGINT[])"
_SHORT, _FEW = 2, 3
"""Hops and tables up to which chains are written out as joins."""


def trails(step: Step, frame: Frame) -> None:
    """Join the chains to the frame; one end of the step has an anchor already."""
    assert step.hops is not None
    low = 1 if step.hops.low is None else step.hops.low
    backwards = step.left.anchor is None
    start, other = (step.right, step.left) if backwards else (step.left, step.right)
    _check_shortest(step, low, frame)
    assert start.anchor is not None
    if _is_short(step):
        text = _unrolled(step, start.anchor, low, backwards, frame)
    else:
        text = _recursive(step, (start.anchor, other.anchor), low, backwards, frame)
    alias = frame.fresh("v")
    frame.lateral(f"({text}) AS {alias}")
    _arrive(step, other, f"{alias}.x", low, backwards, frame)
    if backwards:
        step.number = f"list_reverse({alias}.rs)"
        step.nodes = f"list_reverse(list_prepend({start.anchor}, {alias}.ns))[2:]"
    else:
        step.number, step.nodes = f"{alias}.rs", f"{alias}.ns"
    if step.value is not None:
        frame.filters.append(f"{step.number} = {step.value.sql}")


def _is_short(step: Step) -> bool:
    """Whether chains are cheaper as joins: two hops at most, in few tables and one direction."""
    assert step.hops is not None
    high = step.hops.high
    directed = step.written.direction != "both"
    return (
        step.shortest is None
        and high is not None
        and high <= _SHORT
        and directed
        and len(step.branches) <= _FEW
    )


def _unrolled(step: Step, start: str, low: int, backwards: bool, frame: Frame) -> str:
    """The chains of each length, one after the other."""
    assert step.hops is not None
    assert step.hops.high is not None
    lengths = range(low, step.hops.high + 1)
    texts = [_chain(step, start, length, backwards, frame) for length in lengths]
    return (
        " UNION ALL ".join(texts)
        or f"SELECT {start} AS x, {_NONE} AS rs, {_NONE} AS ns WHERE FALSE"
    )


def _chain(step: Step, start: str, length: int, backwards: bool, frame: Frame) -> str:
    hops = [_hop(step, backwards, frame) for _ in range(length)]
    if not hops:
        return f"SELECT {start} AS x, {_NONE} AS rs, {_NONE} AS ns WHERE {start} IS NOT NULL"
    conditions = [text for hop in hops for text in _predicates(step, hop, frame)]
    entered = [start, *(hop.right for hop in hops)]
    conditions += [f"{hop.left} = {entered[i]}" for i, hop in enumerate(hops)]
    conditions += [f"{a.key} <> {b.key}" for a, b in combinations(hops, 2)]
    keys, nodes = (", ".join(texts) for texts in ([h.key for h in hops], [h.right for h in hops]))
    tables = " CROSS JOIN ".join(hop.render() for hop in hops)
    where = " AND ".join(conditions)
    return (
        f"SELECT {hops[-1].right} AS x, [{keys}] AS rs, [{nodes}] AS ns FROM {tables} WHERE {where}"
    )


def _hop(step: Step, backwards: bool, frame: Frame) -> Scan:
    branches = _reversed(step.branches) if backwards else step.branches
    return Scan(frame.fresh("e"), "_r", branches)


def _recursive(
    step: Step, ends: tuple[str, str | None], low: int, backwards: bool, frame: Frame
) -> str:
    """The chains, each a hop longer than one before it."""
    assert step.hops is not None
    hop = _hop(step, backwards, frame)
    predicates = _predicates(step, hop, frame)
    if step.hops.high is not None:
        predicates.append(f"len(w.rs) < {step.hops.high}")
    walk = frame.fresh("w")
    text = _walk(step, walk, ends, hop, predicates)
    return f"{text} SELECT x, rs, ns FROM {walk} WHERE len(rs) >= {low}"


def _walk(
    step: Step, walk: str, ends: tuple[str, str | None], hop: Scan, predicates: list[str]
) -> str:
    """The recursive query called `walk`: nodes reached, relationships and nodes on the way."""
    start, target = ends
    seed = f"SELECT {start}, {_NONE}, {_NONE} WHERE {start} IS NOT NULL"
    grow = partial(_grow, hop, predicates)
    if step.shortest is None:
        trail = grow(walk, f"NOT list_contains(w.rs, {hop.key})")
        return f"WITH RECURSIVE {walk}(x, rs, ns) AS ({seed} UNION ALL {trail})"
    directed = step.written.direction != "both"
    found, near, back = f"{walk}f", f"{walk}n", f"{walk}b"
    first = f"SELECT x, rs, ns FROM ({grow(f'({seed}) AS w(x, rs, ns)')}) AS w(x, rs, ns)"
    first = first if directed and step.shortest.round else seed
    new = f"NOT EXISTS (SELECT 1 FROM recurring.{found} AS known WHERE known.x = {hop.right})"
    text = f"WITH RECURSIVE {found}(x, rs, ns) USING KEY (x) AS ({first} UNION {grow(found, new)})"
    nearest = found
    if step.shortest.every:
        nearer = f" JOIN {found} AS f ON f.x = {hop.right} AND len(f.rs) = len(w.rs) + 1"
        text += f", {near}(x, rs, ns) AS ({seed} UNION ALL {grow(near, also=nearer)})"
        nearest = near
    if directed or not step.shortest.round or step.left.tables.isdisjoint(step.right.tables):
        return f"{text}, {walk} AS (SELECT * FROM {nearest})"
    here = seed if target is None else f"{seed} AND {start} = {target}"
    if step.shortest.every:
        one = f"{walk}c"
        text += f", {_around(one, start, here, hop, predicates)}"
        fewest = f"(SELECT min(len(rs)) FROM {one} WHERE x = {start} AND rs <> [])"
        trail = grow(
            back,
            f"NOT list_contains(w.rs, {hop.key})",
            f"(w.x <> {start} OR w.rs = [])",
            f"len(w.rs) < {fewest}",
        )
        text += f", {back}(x, rs, ns) AS ({here} UNION ALL {trail})"
    else:
        text += f", {_around(back, start, here, hop, predicates)}"
    rank = (
        "rank() OVER (ORDER BY len(rs))"
        if step.shortest.every
        else ("row_number() OVER (ORDER BY len(rs), rs)")
    )
    rounds = f"SELECT x, rs, ns FROM {back} WHERE x = {start} AND rs <> [] QUALIFY {rank} = 1"
    return f"{text}, {walk} AS (SELECT * FROM {nearest} WHERE x <> {start} UNION ALL {rounds})"


def _grow(
    hop: Scan, predicates: list[str], walk: str, *conditions: str, also: str = "", more: str = ""
) -> str:
    """One hop further from the rows of `walk`."""
    source = walk if walk.startswith("(") else f"{walk} AS w"
    grown = f"SELECT {hop.right}, list_append(w.rs, {hop.key}), list_append(w.ns, {hop.right})"
    where = " AND ".join([*predicates, *conditions])
    joined = f"FROM {source} JOIN {hop.render()} ON {hop.left} = w.x{also}"
    return f"{grown}{more} {joined}{f' WHERE {where}' if where else ''}"


def _around(name: str, start: str, here: str, hop: Scan, predicates: list[str]) -> str:
    """The shortest ways back to the start, one for each relationship `f` they begin with."""
    begun = f"CASE WHEN w.f < 0 THEN {hop.key} ELSE w.f END"
    seed = here.replace(f"{_NONE} WHERE", f"{_NONE}, CAST(-1 AS BIGINT) WHERE", 1)
    conditions = (
        f"{hop.key} <> w.f",
        f"(w.f < 0 OR w.x <> {start})",
        f"NOT EXISTS (SELECT 1 FROM recurring.{name} AS known "
        f"WHERE known.x = {hop.right} AND known.f = {begun})",
    )
    grown = _grow(hop, predicates, name, *conditions, more=f", {begun}")
    return f"{name}(x, rs, ns, f) USING KEY (x, f) AS ({seed} UNION {grown})"


def _check_shortest(step: Step, low: int, frame: Frame) -> None:
    if step.shortest is not None and low > 1:
        name = "allShortestPaths" if step.shortest.every else "shortestPath"
        raise frame.compilation.error(
            CypherSemanticError,
            step.written,
            f"{name}(...) does not support a minimal length different from 0 or 1",
        )


def _reversed(branches: tuple[Branch, ...]) -> tuple[Branch, ...]:
    return tuple(Branch(b.table, not b.flipped, b.loops) for b in branches)


def _arrive(step: Step, other: End, text: str, low: int, backwards: bool, frame: Frame) -> None:
    numbers = frame.compilation.numbers
    ends = [ends_of(branch, numbers) for branch in step.branches]
    reached = frozenset[int]().union(*(left if backwards else right for left, right in ends))
    if low == 0:
        reached |= (step.right if backwards else step.left).tables
    if other.anchor is None:
        other.anchor = text
    else:
        frame.filters.append(f"{other.anchor} = {text}")
    if not reached <= other.tables:
        frame.filters.append(in_tables(text, other.tables))


def _predicates(step: Step, hop: Scan, frame: Frame) -> list[str]:
    written = step.written
    if written.where is not None:
        raise frame.compilation.error(
            CypherSemanticError,
            written,
            "Relationship pattern predicates are not supported for variable-length relationships",
            "Write the repetition behind the brackets: -[r WHERE …]->{1,3}.",
        )
    if written.properties is None:
        return []
    if isinstance(written.properties, tree.Parameter):
        raise frame.compilation.error(
            CypherSemanticError,
            written.properties,
            "Parameter maps cannot be used in MATCH patterns",
            "Write the properties one by one: {id: $props.id}",
        )
    return [
        compare(frame, "=", hop.property(name), lower(expression, frame)).sql
        for name, expression in written.properties.entries
    ]
