"""reduce(accumulator = initial, x IN list | expression): a fold from the left.

The accumulator's type is found by lowering the body until it no longer widens.
"""

from __future__ import annotations

from emokg.cypher import tree
from emokg.cypher.lower.dispatch import lower, lowers
from emokg.cypher.lower.frame import Frame, NeedsSubquery
from emokg.cypher.lower.lists import as_list, items_frame, lambda_frame
from emokg.cypher.types import ANY, Kind, Type, join
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
        _refuse_change(node, initial.type, result.type, frame)
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


def _refuse_change(node: tree.Reduce, start: Type, result: Type, frame: Frame) -> None:
    """Neo4j refuses a result of another type than the start, as far as it sees the two."""
    if Kind.ANY in (start.kind, result.kind) or Kind.NULL in (start.kind, result.kind):
        return
    narrow = (start.kind, result.kind) == (Kind.INTEGER, Kind.FLOAT) and _widens(node.result)
    if narrow or (start.kind is not result.kind and not (start.numeric and result.numeric)):
        raise frame.compilation.unsupported(
            node,
            f"reduce() that begins with {start} and goes on with {result}",
            "Begin with a value of the type it gives: reduce(s = 0.0, …).",
        )


def _widens(body: tree.Expression) -> bool:
    """A sum of sums or product of products with a float written into it, as `s + x + 0.5`."""
    nested = isinstance(body, tree.Binary) and any(
        isinstance(side, tree.Binary) and side.operator == body.operator in ("+", "*")
        for side in (body.left, body.right)
    )
    return nested and any(
        isinstance(found, tree.Literal) and isinstance(found.value, float) for found in walk(body)
    )


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
