"""The graph a scenario begins with: its set-up texts, which write, read as nodes and relationships.

The parser of `emokg` reads them with MATCH in place of CREATE. Understood are CREATE, UNWIND,
MATCH of single nodes and WITH of names, with literal values, names, properties, `+` and range().
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import duckdb

from emokg.cypher import run, tree
from emokg.cypher.parser import parse
from emokg.cypher.parsing.lexer import Lexeme, tokens
from emokg.errors import CypherError, CypherUnsupported
from emokg.graph.model import GraphModel
from tests.cypher.small_graph import Node, Relationship

Row = dict[str, Any]


class NotUnderstood(Exception):
    """A set-up text that says more than this reads."""


@dataclass(frozen=True, slots=True)
class Graph:
    """As `small_graph.build` takes it."""

    nodes: list[Node] = field(default_factory=list)
    relationships: list[Relationship] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Ref:
    """A node that has been created."""

    key: int


def graph(texts: tuple[str, ...]) -> Graph:
    """What the texts create, in order. Raises NotUnderstood; CypherError for an unknown value."""
    made = Graph()
    for text in texts:
        rows: list[Row] = [{}]
        for clause, creates in _clauses(text):
            rows = _run(clause, creates, rows, made)
    return made


def _clauses(text: str) -> Iterator[tuple[tree.Clause, bool]]:
    read, creating = text, set()
    for token in tokens(text):
        if token.kind is Lexeme.NAME and token.word == "CREATE":
            creating.add(token.start)
            read = read[: token.start] + "MATCH " + read[token.end :]
    try:
        (part,) = parse(read).query.parts
    except CypherError as error:
        raise NotUnderstood(text) from error
    for clause in part.clauses:
        yield clause, clause.span.start in creating


def _run(clause: tree.Clause, creates: bool, rows: list[Row], made: Graph) -> list[Row]:
    if isinstance(clause, tree.Match):
        extend = _create if creates else _match
        return [after for row in rows for after in extend(clause, row, made)]
    if isinstance(clause, tree.Unwind):
        return [
            {**row, clause.variable: item}
            for row in rows
            for item in _value(clause.source, row, made)
        ]
    if isinstance(clause, tree.With):
        return _with(clause, rows, made)
    raise NotUnderstood(type(clause).__name__)


def _with(clause: tree.With, rows: list[Row], made: Graph) -> list[Row]:
    items = clause.projection.items
    collecting = [item for item in items if "collect" in item.text]
    if clause.projection.star:
        return rows
    if not collecting:
        return [{item.name: _value(item.expression, row, made) for item in items} for row in rows]
    first = rows[0]
    gathered = {"collect": rows}
    return [{item.name: _value(item.expression, {**first, **gathered}, made) for item in items}]


def _create(clause: tree.Match, row: Row, made: Graph) -> Iterator[Row]:
    row = dict(row)
    for path in clause.patterns:
        ends, between = [], []
        for element in path.elements:
            if isinstance(element, tree.NodePattern):
                ends.append(_node(element, row, made))
            elif isinstance(element, tree.RelationshipPattern):
                between.append(element)
            else:
                raise NotUnderstood("a group in CREATE")
        for pattern, start, end in zip(between, ends, ends[1:], strict=False):
            if pattern.direction == "in":
                start, end = end, start
            (name,) = _labels(pattern.types)
            properties = _properties(pattern.properties, row, made)
            made.relationships.append((start.key, name, end.key, properties))
    yield row


def _node(pattern: tree.NodePattern, row: Row, made: Graph) -> _Ref:
    if pattern.variable in row:
        return row[pattern.variable]
    made_node = _Ref(len(made.nodes))
    properties = _properties(pattern.properties, row, made)
    made.nodes.append((made_node.key, _labels(pattern.labels), properties))
    if pattern.variable is not None:
        row[pattern.variable] = made_node
    return made_node


def _match(clause: tree.Match, row: Row, made: Graph) -> Iterator[Row]:
    names, choices = [], []
    for path in clause.patterns:
        if len(path.elements) != 1 or clause.where is not None:
            raise NotUnderstood("MATCH of more than nodes")
        (pattern,) = path.elements
        wanted = set(_labels(pattern.labels))
        names.append(pattern.variable)
        choices.append([_Ref(key) for key, labels, _ in made.nodes if wanted <= set(labels)])
    for chosen in product(*choices):
        yield {**row, **dict(zip(names, chosen, strict=True))}


def _labels(labels: tree.LabelExpression | None) -> list[str]:
    if labels is None:
        return []
    if isinstance(labels, tree.LabelName):
        return [labels.name]
    if isinstance(labels, tree.LabelAnd):
        return [*_labels(labels.left), *_labels(labels.right)]
    raise NotUnderstood("labels")


def _properties(written: tree.MapLiteral | tree.Parameter | None, row: Row, made: Graph) -> Any:
    return {} if written is None else _value(written, row, made)


def _value(expression: tree.Expression, row: Row, made: Graph) -> Any:
    match expression:
        case tree.Literal():
            return expression.value
        case tree.Variable():
            return row[expression.name]
        case tree.ListLiteral():
            return [_value(item, row, made) for item in expression.items]
        case tree.MapLiteral():
            return {name: _value(item, row, made) for name, item in expression.entries}
        case tree.Unary(operator="-"):
            return -_value(expression.operand, row, made)
        case tree.Binary(operator="+" | "-"):
            left, right = (_value(e, row, made) for e in (expression.left, expression.right))
            return left + right if expression.operator == "+" else left - right
        case tree.Index():
            return _value(expression.subject, row, made)[_value(expression.index, row, made)]
        case tree.Property():
            return made.nodes[_value(expression.subject, row, made).key][2][expression.name]
        case tree.FunctionCall():
            return _call(expression, row, made)
    raise NotUnderstood(type(expression).__name__)


def _call(call: tree.FunctionCall, row: Row, made: Graph) -> Any:
    if call.name == "collect":
        return [_value(call.arguments[0], each, made) for each in row["collect"]]
    arguments = [_value(argument, row, made) for argument in call.arguments]
    if call.name == "range":
        low, high, *step = arguments
        return list(range(low, high + 1, *step))
    if call.name == "size":
        return len(arguments[0])
    return _temporal(call, arguments)


def _temporal(call: tree.FunctionCall, arguments: list[Any]) -> Any:
    """What the embedded engine makes of it; CypherUnsupported where it cannot keep it."""
    with duckdb.connect() as connection:
        parameters = {f"a{i}": argument for i, argument in enumerate(arguments)}
        text = f"RETURN {call.name}({', '.join(f'${name}' for name in parameters)}) AS x"
        made = run(connection, GraphModel((), ()), text, parameters).column("x")[0]
    if isinstance(made, str):
        raise CypherUnsupported(f"{call.name}() gives what no column of the store can hold")
    return made
