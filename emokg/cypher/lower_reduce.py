"""reduce(accumulator = initial, x IN list | expression): a fold from the left.

The accumulator's type is found by lowering the body until it no longer widens.
"""

from __future__ import annotations

from emokg.cypher import tree
from emokg.cypher.frame import Frame, NeedsSubquery
from emokg.cypher.lower_lists import as_list, lambda_frame
from emokg.cypher.lowering import lower, lowers
from emokg.cypher.types import ANY, Type, join
from emokg.cypher.values import Value, coerce


@lowers
def _reduce(node: tree.Reduce, frame: Frame) -> Value:
    source = as_list(lower(node.source, frame), node.source, frame)
    initial = lower(node.initial, frame)
    kind = initial.type
    for _ in range(3):
        result, names = _body(node, source.type.element, kind, frame)
        if join(kind, result.type) == kind:
            break
        kind = join(kind, result.type)
    else:
        kind = ANY
        result, names = _body(node, source.type.element, kind, frame)
    item = source.type.element
    wrapped = (
        f"list_transform({source.sql}, "
        f"lambda e: struct_pack(a := CAST(NULL AS {kind.sql}), x := e))"
    )
    start = f"[struct_pack(a := {coerce(initial, kind)}, x := CAST(NULL AS {item.sql}))]"
    state, step = names
    folded = (
        f"list_reduce(list_concat({start}, {wrapped}), lambda {state}, {step}: "
        f"struct_pack(a := {coerce(result, kind)}, x := {step}.x))"
    )
    return Value(f"(CASE WHEN {source.sql} IS NULL THEN NULL ELSE ({folded}).a END)", kind)


def _body(node: tree.Reduce, item: Type, kind: Type, frame: Frame) -> tuple[Value, tuple[str, str]]:
    state, step = frame.fresh("a"), frame.fresh("x")
    inner = lambda_frame(
        frame,
        **{
            node.accumulator: Value(f"{state}.a", kind, plain=True),
            node.variable: Value(f"{step}.x", item, plain=True),
        },
    )
    try:
        return lower(node.result, inner), (state, step)
    except NeedsSubquery:
        raise frame.compilation.unsupported(
            node,
            "reduce() whose expression reads a property of its variable or asks a subquery",
            "Take the values first: reduce(s = 0, x IN [n IN nodes | n.value] | s + x).",
        ) from None
