"""reduce(accumulator = initial, x IN list | expression): a fold from the left.

The accumulator's type is found by lowering the body until it no longer widens.
"""

from __future__ import annotations

from emokg.cypher import tree
from emokg.cypher.lower.dispatch import lower, lowers
from emokg.cypher.lower.frame import Frame, NeedsSubquery
from emokg.cypher.lower.lists import as_list, items_frame, lambda_frame
from emokg.cypher.types import ANY, Type, join
from emokg.cypher.values import Value, coerce
from emokg.cypher.walking import walk


@lowers
def _reduce(node: tree.Reduce, frame: Frame) -> Value:
    source = as_list(lower(node.source, frame), node.source, frame)
    initial = lower(node.initial, frame)
    read = _properties_read(node) if source.type.element.entity else []
    steps, properties = _steps(node, source, read, frame)
    kind = initial.type
    for _ in range(3):
        result, names = _body(node, source.type.element, properties, kind, frame)
        if join(kind, result.type) == kind:
            break
        kind = join(kind, result.type)
    else:
        kind = ANY
        result, names = _body(node, source.type.element, properties, kind, frame)
    state, step = names
    wrapped = (
        f"list_transform({steps}, lambda e: struct_pack(a := CAST(NULL AS {kind.sql}), x := e))"
    )
    start = f"[struct_pack(a := {coerce(initial, kind)}, x := NULL)]"
    folded = (
        f"list_reduce(list_concat({start}, {wrapped}), lambda {state}, {step}: "
        f"struct_pack(a := {coerce(result, kind)}, x := {step}.x))"
    )
    return Value(f"(CASE WHEN {source.sql} IS NULL THEN NULL ELSE ({folded}).a END)", kind)


def _properties_read(node: tree.Reduce) -> list[str]:
    """Properties of the list's items that the body reads."""
    return sorted(
        {
            found.name
            for found in walk(node.result)
            if isinstance(found, tree.Property)
            and isinstance(found.subject, tree.Variable)
            and found.subject.name == node.variable
        }
    )


def _steps(
    node: tree.Reduce, source: Value, read: list[str], frame: Frame
) -> tuple[str, dict[str, Type]]:
    """The list as structs of an item and those of its properties that are read."""
    if not read:
        return f"list_transform({source.sql}, lambda e: struct_pack(v := e))", {}
    frame.check_subquery()
    inner, position = items_frame(frame, node.variable, source)
    item = inner.variables[node.variable]
    values = {name: inner.property(item, name) for name in read}
    fields = [f"v := {item.sql}"]
    fields += [f"p{i} := {coerce(value, value.type)}" for i, value in enumerate(values.values())]
    listed = f"list(struct_pack({', '.join(fields)}) ORDER BY {position})"
    text = f"coalesce(({inner.select([listed])}), [])"
    return text, {name: value.type for name, value in values.items()}


def _body(
    node: tree.Reduce, item: Type, properties: dict[str, Type], kind: Type, frame: Frame
) -> tuple[Value, tuple[str, str]]:
    state, step = frame.fresh("a"), frame.fresh("x")
    carried = {
        name: Value(f"{step}.x.p{i}", have, plain=True)
        for i, (name, have) in enumerate(properties.items())
    }
    inner = lambda_frame(
        frame,
        **{
            node.accumulator: Value(f"{state}.a", kind, plain=True),
            node.variable: Value(f"{step}.x.v", item, plain=True, properties=carried),
        },
    )
    try:
        return lower(node.result, inner), (state, step)
    except NeedsSubquery:
        raise frame.compilation.unsupported(
            node,
            "reduce() whose expression asks a subquery",
            "Take the values first: reduce(s = 0, x IN [n IN nodes | COUNT { (n)--() }] | s + x).",
        ) from None
