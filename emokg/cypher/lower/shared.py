"""What all parts of a UNION begin with, worked out once.

The MATCH and WITH clauses that every part repeats word for word become a common table expression:
the counts of an item and those of everything read the same joins. Only where there is something to
save: a join, or the look-up of a node by a property.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from emokg.cypher import tree
from emokg.cypher.lower.frame import Frame
from emokg.cypher.lower.nesting import Columns
from emokg.cypher.walking import is_chance, walk


def shared_clauses(parts: Sequence[tree.SingleQuery], frames: Sequence[Frame]) -> int:
    """How many clauses all parts begin with that are better worked out once."""
    if len(parts) == 1 or any(frame.parent is not None for frame in frames):
        return 0
    columns = zip(*(part.clauses[:-1] for part in parts), strict=False)
    alike = takewhile(
        lambda clauses: _plain(clauses[0]) and len(set(map(repr, clauses))) == 1, columns
    )
    common = [clauses[0] for clauses in alike]
    return len(common) if _worth(common) else 0


def share(frame: Frame, frames: Sequence[Frame]) -> tuple[str, list[Frame]]:
    """The WITH clause of what is in `frame`, and for each part the frame that reads it."""
    name = frame.fresh("w")
    readers, texts = [], ["1 AS c0"]
    for other in frames:
        columns = Columns(frame.fresh("q"))
        reader = Frame(frame.compilation, parent=other.parent)
        reader.items.append(f"CROSS JOIN {name} AS {columns.alias}")
        for variable, value in frame.variables.items():
            reader.bind(variable, columns.carry(variable, value, frame))
        readers.append(reader)
        texts = columns.texts or texts
    return f"WITH {name} AS MATERIALIZED ({frame.select(texts)}) ", readers


def _plain(clause: tree.Clause) -> bool:
    """Whether the rows of a clause are the same each time and have no order to keep."""
    if any(map(is_chance, walk(clause))):
        return False
    if isinstance(clause, tree.With):
        return not clause.projection.order
    return isinstance(clause, tree.Match) and not clause.optional


def _worth(clauses: Sequence[tree.Clause]) -> bool:
    found = [node for clause in clauses for node in walk(clause)]
    joins = sum(isinstance(node, tree.RelationshipPattern) for node in found)
    named = any(
        isinstance(node, tree.NodePattern) and node.properties is not None for node in found
    )
    return joins > 1 or (joins == 1 and named)
