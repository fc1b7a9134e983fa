"""OPTIONAL MATCH: the pattern with its WHERE, or null for all its new variables.

WHERE belongs to the pattern: it decides what matches, not which rows stay. A pattern that the
schema makes impossible gives nulls.
"""

from __future__ import annotations

from dataclasses import replace

from emokg.cypher import tree
from emokg.cypher.lower.correlation import split
from emokg.cypher.lower.frame import Frame
from emokg.cypher.lower.match import match
from emokg.cypher.lower.nesting import Columns
from emokg.cypher.values import Value


def optional(clause: tree.Match, frame: Frame) -> Frame:
    """Left-join the pattern to the frame."""
    inner = frame.child()
    match(clause.patterns, clause.where, inner)
    attach(inner, dict(inner.variables), frame)
    return frame


def attach(inner: Frame, variables: dict[str, Value], frame: Frame) -> None:
    """Left-join a correlated frame; its variables become nullable ones of `frame`."""
    columns = Columns(frame.fresh("m"))
    carried = {name: columns.carry(name, value, inner) for name, value in variables.items()}
    found = split(inner, columns.texts)
    if found is None:
        text = inner.select(columns.texts or ["1 AS c0"])
        frame.items.append(f"LEFT JOIN LATERAL ({text}) AS {columns.alias} ON TRUE")
    else:
        outer, key, rest = found
        test = f"{columns.add(key)} = {outer}"
        frame.items.append(f"LEFT JOIN ({rest.select(columns.texts)}) AS {columns.alias} ON {test}")
    for name, value in carried.items():
        frame.bind(name, replace(value, nullable=True))
