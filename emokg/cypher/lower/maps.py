"""Map projection: `n {.*, .id, other, key: value}`; also properties() and keys().

`.*` brings only the properties an entity has, `.id` its property or null. A null subject gives
null.
"""

from __future__ import annotations

from emokg.cypher import sql, tree
from emokg.cypher.lower.dispatch import dynamic, lower, lowers
from emokg.cypher.lower.entities import access
from emokg.cypher.lower.frame import Frame
from emokg.cypher.lower.literals import map_value
from emokg.cypher.types import ANY, STRING, Kind, list_of
from emokg.cypher.values import NULL_VALUE, Value, encode, json_key


@lowers
def _projection(node: tree.MapProjection, frame: Frame) -> Value:
    subject = frame.variable(node.variable, node)
    if subject.type.kind is Kind.NULL:
        return NULL_VALUE
    if any(entry.kind == "all" for entry in node.entries):
        return _open(node, subject, frame)
    entries = [(entry.name, _entry(entry, subject, frame)) for entry in node.entries]
    value = map_value(entries)
    if not subject.nullable:
        return value
    text = f"(CASE WHEN {subject.sql} IS NULL THEN NULL ELSE {value.sql} END)"
    return Value(text, value.type)


def _open(node: tree.MapProjection, subject: Value, frame: Frame) -> Value:
    everything = properties(subject, frame)
    rest = [(e.name, _entry(e, subject, frame)) for e in node.entries if e.kind != "all"]
    return dynamic(frame, "merge", everything, map_value(rest)) if rest else everything


def _entry(entry: tree.ProjectionEntry, subject: Value, frame: Frame) -> Value:
    if entry.kind == "property":
        return access(subject, entry.name, tree.Variable(entry.span, entry.name), frame)
    if entry.kind == "variable":
        return frame.variable(entry.name, entry)
    assert entry.value is not None
    return lower(entry.value, frame)


def properties(subject: Value, frame: Frame) -> Value:
    """All properties an entity has, as a map whose keys the row decides."""
    if not subject.type.entity:
        return subject
    pieces = []
    for name in _names(subject, frame):
        value = frame.property(subject, name)
        text = f"{sql.text(json_key(name))} || {encode(value)}"
        pieces.append(f"CASE WHEN {value.sql} IS NULL THEN NULL ELSE {text} END")
    joined = f"concat_ws(',', {', '.join(pieces)})" if pieces else "''"
    text = f"(CASE WHEN {subject.sql} IS NULL THEN NULL ELSE '{{' || {joined} || '}}' END)"
    return Value(text, ANY)


def keys(subject: Value, frame: Frame) -> Value:
    """Names of the properties an entity has, or of a map's entries."""
    if subject.type.entity:
        cases = [
            f"CASE WHEN {frame.property(subject, name).sql} IS NULL "
            f"THEN NULL ELSE {sql.text(name)} END"
            for name in _names(subject, frame)
        ]
        listed = f"list_filter(CAST([{', '.join(cases)}] AS VARCHAR[]), lambda k: k IS NOT NULL)"
    elif subject.type.kind is Kind.MAP:
        names = sorted(name for name, _ in subject.type.fields)
        listed = f"[{', '.join(map(sql.text, names))}]"
    else:
        return dynamic(frame, "keys", subject, returns=list_of(STRING))
    text = f"(CASE WHEN {subject.sql} IS NULL THEN NULL ELSE {listed} END)"
    return Value(text, list_of(STRING))


def _names(subject: Value, frame: Frame) -> list[str]:
    tables = frame.compilation.tables(subject.type)
    return sorted({stored.name for table in tables for stored in table.properties})
