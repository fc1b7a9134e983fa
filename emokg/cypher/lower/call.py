"""CALL { … }: a subquery for each row, its columns beside those there are.

`CALL (a, b) { … }` sees the named variables throughout, `CALL (*)` all of them; in the older form
the first WITH of each part names them. OPTIONAL CALL keeps rows for which the subquery has none.
"""

from __future__ import annotations

from emokg.cypher import tree
from emokg.cypher.lower.frame import Frame
from emokg.cypher.types import Kind
from emokg.cypher.values import Value


def call(clause: tree.CallSubquery, frame: Frame) -> Frame:
    """Join the subquery's rows to the frame."""
    from emokg.cypher.lower.query import query

    if not isinstance(clause.query.parts[0].clauses[-1], tree.Return):
        raise frame.compilation.unsupported(
            clause, "A subquery without RETURN", "Leave it out: in a reading query it does nothing."
        )
    frames = [_start(part, clause, frame) for part in clause.query.parts]
    selected = query(clause.query, frames)
    if clause.optional and any(kind.kind is Kind.TOTAL for _, kind in selected.columns):
        raise frame.compilation.unsupported(
            clause,
            "OPTIONAL CALL of a subquery that returns sum() of floats",
            "Write sum(…) + 0.0.",
        )
    alias = frame.fresh("k")
    if clause.optional:
        frame.items.append(f"LEFT JOIN LATERAL ({selected.sql}) AS {alias} ON TRUE")
    else:
        frame.items.append(f"CROSS JOIN LATERAL ({selected.sql}) AS {alias}")
    for i, (name, kind) in enumerate(selected.columns):
        frame.bind(name, Value(f"{alias}.c{i}", kind, plain=True))
    frame.order += [(f"{alias}.{name}", direction) for name, direction in selected.order]
    return frame


def _start(part: tree.SingleQuery, clause: tree.CallSubquery, frame: Frame) -> Frame:
    """The frame a part begins with: a child of `frame` that sees only what is imported."""
    gate = frame.child()
    inner = gate.child()
    if clause.imports == "*":
        return inner
    if clause.imports is not None:
        gate.closed = True
        for name in clause.imports:
            gate.variables[name] = frame.variable(name, clause)
        return inner
    first = part.clauses[0]
    gate.closed = True
    if isinstance(first, tree.With) and _imports(first):
        names = (
            list(frame.variables)
            if first.projection.star
            else [item.name for item in first.projection.items]
        )
        for name in names:
            inner.variables[name] = frame.variable(name, first)
    return inner


def _imports(first: tree.With) -> bool:
    return all(
        isinstance(item.expression, tree.Variable) and item.name == item.expression.name
        for item in first.projection.items
    )
