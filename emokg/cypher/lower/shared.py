"""What all parts of a UNION begin with, worked out once.

A first MATCH that every part repeats word for word becomes a common table expression: the counts of
an item and those of everything read the same joins. Not for a MATCH of less than two relationships,
where there is no join to save, and which the rest of a part may narrow to a few rows.
"""

from __future__ import annotations

from collections.abc import Sequence

from emokg.cypher import tree
from emokg.cypher.lower.frame import Frame
from emokg.cypher.lower.match import match
from emokg.cypher.lower.nesting import Columns
from emokg.cypher.walking import walk


def share(parts: Sequence[tree.SingleQuery], frames: Sequence[Frame]) -> tuple[str, list[Frame]]:
    """The WITH clause, and for each part the frame that reads it instead of its first clause."""
    frame = frames[0]
    first = parts[0].clauses[0]
    assert isinstance(first, tree.Match)
    match(first.patterns, first.where, frame)
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


def shareable(parts: Sequence[tree.SingleQuery], frames: Sequence[Frame]) -> bool:
    """Whether there is something to share."""
    first = parts[0].clauses[0]
    return (
        len(parts) > 1
        and all(frame.parent is None for frame in frames)
        and isinstance(first, tree.Match)
        and not first.optional
        and sum(isinstance(found, tree.RelationshipPattern) for found in walk(first)) > 1
        and len({repr(part.clauses[0]) for part in parts}) == 1
        and all(len(part.clauses) > 1 for part in parts)
    )
