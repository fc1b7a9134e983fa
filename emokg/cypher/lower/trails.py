"""`-[*low..high]-` and `-[]-{low,high}`: chains of relationships.

A chain uses no relationship twice (a trail), nodes may repeat. No low bound means 1, no high bound
means as long as there are trails; a chain of zero has one node and no relationship. The variable is
the list of relationships, in the order of the pattern. Properties of the pattern hold for each.

shortestPath() goes breadth first and keeps one path to each node; allShortestPaths() walks again
along the distances found. There is none from a node to
itself but the empty one, where Neo4j raises an error. A WHERE that looks at the path would have to
be part of the search and is refused.
"""

from __future__ import annotations

from emokg.cypher import tree
from emokg.cypher.lower.comparison import compare
from emokg.cypher.lower.dispatch import lower
from emokg.cypher.lower.frame import Frame
from emokg.cypher.lower.pattern import End, Step, ends_of
from emokg.cypher.lower.scans import Branch, Scan, in_tables
from emokg.errors import CypherSemanticError


def trails(step: Step, frame: Frame) -> None:
    """Join the chains to the frame; one end of the step has an anchor already."""
    assert step.hops is not None
    low = 1 if step.hops.low is None else step.hops.low
    backwards = step.left.anchor is None
    start, other = (step.right, step.left) if backwards else (step.left, step.right)
    branches = _reversed(step.branches) if backwards else step.branches
    hop = Scan(frame.fresh("e"), "_r", branches)
    predicates = _predicates(step, hop, frame)
    if step.hops.high is not None:
        predicates.append(f"len(w.rs) < {step.hops.high}")
    _check_shortest(step, low, frame)
    assert start.anchor is not None
    walk = frame.fresh("w")
    text = _walk(step, walk, start.anchor, hop, predicates)
    text += f" SELECT x, rs, ns FROM {walk} WHERE len(rs) >= {low}"
    alias = frame.fresh("v")
    frame.items.append(f"CROSS JOIN LATERAL ({text}) AS {alias}")
    _arrive(step, other, f"{alias}.x", low, backwards, frame)
    if backwards:
        step.number = f"list_reverse({alias}.rs)"
        step.nodes = f"list_reverse(list_prepend({start.anchor}, {alias}.ns))[2:]"
    else:
        step.number, step.nodes = f"{alias}.rs", f"{alias}.ns"
    if step.value is not None:
        frame.filters.append(f"{step.number} = {step.value.sql}")


def _walk(step: Step, walk: str, start: str, hop: Scan, predicates: list[str]) -> str:
    """The recursive query called `walk`: nodes reached, relationships and nodes on the way."""
    seed = f"SELECT {start}, CAST([] AS BIGINT[]), CAST([] AS BIGINT[]) WHERE {start} IS NOT NULL"
    grown = f"SELECT {hop.right}, list_append(w.rs, {hop.key}), list_append(w.ns, {hop.right})"

    def grow(name: str, *conditions: str, also: str = "") -> str:
        joined = f"FROM {name} AS w JOIN {hop.render()} ON {hop.left} = w.x{also}"
        where = " AND ".join([*predicates, *conditions])
        return f"{grown} {joined}{f' WHERE {where}' if where else ''}"

    if step.shortest is None:
        trail = grow(walk, f"NOT list_contains(w.rs, {hop.key})")
        return f"WITH RECURSIVE {walk}(x, rs, ns) AS ({seed} UNION ALL {trail})"
    found = f"{walk}f"
    new = f"NOT EXISTS (SELECT 1 FROM recurring.{found} AS known WHERE known.x = {hop.right})"
    search = f"{found}(x, rs, ns) USING KEY (x) AS ({seed} UNION {grow(found, new)})"
    if step.shortest == "shortestPath":
        return f"WITH RECURSIVE {search}, {walk} AS (SELECT * FROM {found})"
    nearer = f" JOIN {found} AS f ON f.x = {hop.right} AND len(f.rs) = len(w.rs) + 1"
    every = grow(walk, also=nearer)
    return f"WITH RECURSIVE {search}, {walk}(x, rs, ns) AS ({seed} UNION ALL {every})"


def _check_shortest(step: Step, low: int, frame: Frame) -> None:
    if step.shortest is not None and low > 1:
        raise frame.compilation.error(
            CypherSemanticError,
            step.written,
            f"{step.shortest}(...) does not support a minimal length different from 0 or 1",
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
        raise frame.compilation.unsupported(
            written,
            "WHERE inside a variable-length relationship",
            "Test the list after the pattern: WHERE all(x IN r WHERE …).",
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
