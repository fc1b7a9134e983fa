"""Index, slice, comprehension, quantifiers.

Positions count from 0, negative ones from the end; out of range is null, a slice keeps what is
there. A null list gives null. Quantifiers are three-valued: `any` is true where one is, else null
where one is null, else false. A body that needs a join or a subquery becomes a subquery over the
items.
"""

from __future__ import annotations

from collections.abc import Callable

from emokg.cypher import sql, tree
from emokg.cypher.lower.dispatch import dynamic, lower, lowers
from emokg.cypher.lower.entities import access
from emokg.cypher.lower.frame import Frame, NeedsSubquery
from emokg.cypher.lower.logic import condition
from emokg.cypher.types import ANY, BOOLEAN, INTEGER, Kind, join_all, list_of
from emokg.cypher.values import NULL_VALUE, Value, boolean, coerce
from emokg.errors import CypherSemanticError


def as_list(value: Value, at: tree.Expression, frame: Frame) -> Value:
    """A value that must be a list or null."""
    if value.type.kind is Kind.LIST:
        return value
    if value.type.kind is Kind.ANY:
        return dynamic(frame, "listed", value, returns=list_of(ANY))
    if value.type.kind is Kind.NULL:
        return Value(f"CAST(NULL AS {list_of(value.type).sql})", list_of(value.type))
    raise frame.compilation.error(
        CypherSemanticError, at, f"Type mismatch: expected List but was {value.type}"
    )


@lowers
def _index(node: tree.Index, frame: Frame) -> Value:
    subject = lower(node.subject, frame)
    kind = subject.type.kind
    key = node.index.value if isinstance(node.index, tree.Literal) else None
    if key == "":
        raise frame.compilation.error(
            CypherSemanticError, node.index, "'' is not a valid token name: it is empty"
        )
    if (kind is Kind.MAP or subject.type.entity) and isinstance(key, str):
        return access(subject, key, node, frame)
    index = lower(node.index, frame)
    if Kind.NULL in (kind, index.type.kind):
        return NULL_VALUE
    if kind is Kind.LIST and index.type.kind is Kind.INTEGER:
        return item_at(subject, index)
    if kind is Kind.LIST and index.type.kind is not Kind.ANY:
        raise frame.compilation.error(
            CypherSemanticError, node.index, f"Type mismatch: expected Integer but was {index.type}"
        )
    if subject.type.entity:
        return _entity_index(subject, index, frame)
    return dynamic(frame, "get", subject, index)


def item_at(items: Value, index: Value) -> Value:
    """The item at a position, null out of range. DuckDB counts from 1 and from the end by -1."""
    kind = items.type.element
    text = (
        f"(CASE WHEN {index.sql} >= 0 THEN ({items.sql})[{index.sql} + 1] "
        f"ELSE ({items.sql})[{index.sql}] END)"
    )
    return Value(text, kind)


def _entity_index(subject: Value, index: Value, frame: Frame) -> Value:
    """`n[key]` with a computed key."""
    names = sorted(
        {stored.name for t in frame.compilation.tables(subject.type) for stored in t.properties}
    )
    if index.type.kind is not Kind.STRING or not names:
        return NULL_VALUE
    values = {name: frame.property(subject, name) for name in names}
    kind = join_all(value.type for value in values.values())
    cases = " ".join(
        f"WHEN {sql.text(name)} THEN {coerce(value, kind)}" for name, value in values.items()
    )
    return Value(f"(CASE {index.sql} {cases} END)", kind)


@lowers
def _slice(node: tree.Slice, frame: Frame) -> Value:
    subject = as_list(lower(node.subject, frame), node.subject, frame)
    low = Value("0", INTEGER) if node.low is None else lower(node.low, frame)
    length = f"len({subject.sql})"
    high = Value(length, INTEGER) if node.high is None else lower(node.high, frame)
    if Kind.NULL in (low.type.kind, high.type.kind):
        return Value(f"CAST(NULL AS {subject.type.sql})", list_of(subject.type.element))
    if low.type.kind is not Kind.INTEGER or high.type.kind is not Kind.INTEGER:
        raise frame.compilation.error(
            CypherSemanticError, node, "Type mismatch: a slice is taken from Integer to Integer"
        )
    first, last = _position(low.sql, length), _position(high.sql, length)
    text = (
        f"(CASE WHEN {subject.sql} IS NULL OR {low.sql} IS NULL OR {high.sql} IS NULL THEN NULL "
        f"WHEN {first} >= {last} THEN CAST([] AS {subject.type.sql}) "
        f"ELSE ({subject.sql})[{first} + 1 : {last}] END)"
    )
    return Value(text, list_of(subject.type.element))


def _position(text: str, length: str) -> str:
    from_end = f"greatest({length} + {text}, 0)"
    return f"(CASE WHEN {text} < 0 THEN {from_end} ELSE least({text}, {length}) END)"


@lowers
def _comprehension(node: tree.ListComprehension, frame: Frame) -> Value:
    source = as_list(lower(node.source, frame), node.source, frame)
    if source.type.element.kind is Kind.NULL and source.sql.startswith("CAST([]"):
        return source
    return with_body(
        frame,
        lambda: _by_lambda(node, source, frame),
        lambda: _by_subquery(node, source, frame),
    )


def with_body(frame: Frame, quick: Callable[[], Value], general: Callable[[], Value]) -> Value:
    """The lambda form, else the subquery form where the body cannot stand in a lambda."""
    marks = _marks(frame)
    try:
        return quick()
    except NeedsSubquery:
        for part, items, filters, lookups in marks:
            del part.items[items:], part.filters[filters:]
            for name in list(part.lookups)[lookups:]:
                del part.lookups[name]
        frame.check_subquery()
        return general()


def _marks(frame: Frame | None) -> list[tuple[Frame, int, int, int]]:
    marks = []
    while frame is not None:
        marks.append((frame, len(frame.items), len(frame.filters), len(frame.lookups)))
        frame = frame.parent
    return marks


def lambda_frame(frame: Frame, **variables: Value) -> Frame:
    """A frame for a lambda's body, in which these variables are its parameters."""
    inner = frame.child()
    inner.is_lambda = True
    for name, value in variables.items():
        inner.bind(name, value)
    return inner


def _by_lambda(node: tree.ListComprehension, source: Value, frame: Frame) -> Value:
    name = frame.fresh("x")
    item = Value(name, source.type.element, plain=True)
    inner = lambda_frame(frame, **{node.variable: item})
    text = source.sql
    if node.where is not None:
        test = condition(node.where, inner).sql
        text = f"list_filter({text}, lambda {name}: coalesce({test}, FALSE))"
    if node.result is None:
        return Value(text, list_of(source.type.element))
    result = lower(node.result, inner)
    body = coerce(result, result.type)
    return Value(f"list_transform({text}, lambda {name}: {body})", list_of(result.type))


def items_frame(frame: Frame, variable: str, source: Value) -> tuple[Frame, str]:
    """A subquery's frame over the items of a list, and the column of their positions."""
    inner = frame.child()
    alias = frame.fresh("x")
    inner.items.append(f"CROSS JOIN unnest({source.sql}) WITH ORDINALITY AS {alias}(x, o)")
    inner.bind(variable, Value(f"{alias}.x", source.type.element, plain=True))
    return inner, f"{alias}.o"


def _by_subquery(node: tree.ListComprehension, source: Value, frame: Frame) -> Value:
    inner, position = items_frame(frame, node.variable, source)
    if node.where is not None:
        inner.filters.append(condition(node.where, inner).sql)
    expression = node.result or tree.Variable(node.span, node.variable)
    result = lower(expression, inner)
    kind = list_of(result.type)
    listed = f"list({coerce(result, result.type)} ORDER BY {position})"
    text = f"coalesce(({inner.select([listed])}), CAST([] AS {kind.sql}))"
    return Value(f"(CASE WHEN {source.sql} IS NULL THEN NULL ELSE {text} END)", kind)


@lowers
def _quantifier(node: tree.Quantifier, frame: Frame) -> Value:
    source = as_list(lower(node.source, frame), node.source, frame)

    def by_lambda() -> Value:
        name = frame.fresh("x")
        item = Value(name, source.type.element, plain=True)
        inner = lambda_frame(frame, **{node.variable: item})
        test = condition(node.where, inner).sql
        return Value(f"list_transform({source.sql}, lambda {name}: {test})", list_of(BOOLEAN))

    def by_subquery() -> Value:
        inner, _ = items_frame(frame, node.variable, source)
        test = condition(node.where, inner).sql
        text = f"coalesce(({inner.select([f'list({test})'])}), CAST([] AS BOOLEAN[]))"
        guarded = f"(CASE WHEN {source.sql} IS NULL THEN NULL ELSE {text} END)"
        return Value(guarded, list_of(BOOLEAN))

    return _judged(node.kind, with_body(frame, by_lambda, by_subquery).sql)


def _judged(kind: str, tests: str) -> Value:
    """A quantifier over the list of its tests' results."""
    true, false = f"list_contains({tests}, TRUE)", f"list_contains({tests}, FALSE)"
    unknown = f"len({tests}) > list_count({tests})"
    if kind == "any":
        cases = f"WHEN {true} THEN TRUE WHEN {unknown} THEN NULL ELSE FALSE"
    elif kind == "none":
        cases = f"WHEN {true} THEN FALSE WHEN {unknown} THEN NULL ELSE TRUE"
    elif kind == "all":
        cases = f"WHEN {false} THEN FALSE WHEN {unknown} THEN NULL ELSE TRUE"
    else:
        count = f"len(list_filter({tests}, lambda t: coalesce(t, FALSE)))"
        cases = f"WHEN {count} > 1 THEN FALSE WHEN {unknown} THEN NULL ELSE {count} = 1"
    return boolean(f"(CASE WHEN {tests} IS NULL THEN NULL {cases} END)")
