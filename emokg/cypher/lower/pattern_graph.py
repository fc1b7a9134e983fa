"""What a MATCH asks for, as a graph of its own: ends, steps between them, named paths.

Every end and step knows the tables it can lie in; what the schema allows for one narrows its
neighbours, so that `(a)-[:HAS_ATTRIBUTE]->(b)` reads no node table at all.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from emokg.cypher import tree
from emokg.cypher.lower.scans import Branch
from emokg.cypher.values import Value
from emokg.graph.model import RelationshipTable


@dataclass(eq=False, slots=True)
class End:
    """A node of the pattern. `anchor` is the SQL that names it once something has bound it;
    `bound` says that an earlier clause has. It lies in `known`, say relationships that reach it."""

    variable: str | None
    tables: frozenset[int]
    value: Value | None = None
    anchor: str | None = None
    bound: bool = False
    known: frozenset[int] | None = None
    written: list[tree.NodePattern] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Shortest:
    """Which of the shortest chains: one or `every`; `round` if back to the start is one, too."""

    every: bool
    round: bool


@dataclass(eq=False, slots=True)
class Step:
    """A relationship, or with `hops` a chain of them or of a `group`, from `left` to `right`."""

    written: tree.RelationshipPattern
    left: End
    right: End
    branches: tuple[Branch, ...]
    hops: tree.Hops | None
    value: Value | None = None
    number: str = ""
    nodes: str = ""
    group: tree.GroupPattern | None = None
    shortest: Shortest | None = None


@dataclass(slots=True)
class Route:
    """One comma part of the pattern: ends and steps in turn, and the WHERE inside parentheses."""

    variable: str | None
    ends: list[End]
    steps: list[Step]
    conditions: list[tree.Expression] = field(default_factory=list)


@dataclass(slots=True)
class Pattern:
    """All comma parts; a variable used twice is one End.

    `repeated`: a relationship variable stands twice, where relationships must differ: no rows.
    """

    routes: list[Route]
    ends: list[End]
    steps: list[Step]
    possible: bool = True
    repeated: bool = False


def narrow(pattern: Pattern, numbers: dict[str, int]) -> None:
    """Drop branches and tables that the schema makes impossible, until nothing changes."""
    changed = True
    while changed:
        changed = False
        for step in pattern.steps:
            changed = (step.group is None and _narrow_step(step, numbers)) or changed
    pattern.possible = (
        not pattern.repeated
        and all(end.tables for end in pattern.ends)
        and all(
            step.branches or (step.hops is not None and step.hops.low == 0)
            for step in pattern.steps
            if step.group is None
        )
    )


def _narrow_step(step: Step, numbers: dict[str, int]) -> bool:
    ends = {branch: ends_of(branch, numbers) for branch in step.branches}
    before = (step.branches, step.left.tables, step.right.tables)
    if step.hops is None:
        step.branches = tuple(
            branch
            for branch, (sources, targets) in ends.items()
            if sources & step.left.tables and targets & step.right.tables
        )
    if step.hops is None or step.hops.low != 0:
        sources = frozenset[int]().union(*(ends[branch][0] for branch in step.branches))
        targets = frozenset[int]().union(*(ends[branch][1] for branch in step.branches))
        step.left.tables &= sources
        step.right.tables &= targets
    return before != (step.branches, step.left.tables, step.right.tables)


def ends_of(branch: Branch, numbers: dict[str, int]) -> tuple[frozenset[int], frozenset[int]]:
    """The node tables a branch can start and arrive in, as the pattern reads."""
    assert isinstance(branch.table, RelationshipTable)
    sources = frozenset(numbers[name] for name in branch.table.sources)
    targets = frozenset(numbers[name] for name in branch.table.targets)
    return (targets, sources) if branch.flipped else (sources, targets)
