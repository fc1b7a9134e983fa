"""Label expressions: `A`, `A|B`, `A&B`, `A:B`, `!A`, `%`, `$(name)`; `|` binds least."""

from __future__ import annotations

from emokg.cypher import tree
from emokg.cypher.parsing.cursor import Cursor


def label_expression(cursor: Cursor) -> tree.LabelExpression:
    """What follows `:` or `IS`.

    In a list comprehension the last `|` begins the result: `[n IN ns WHERE n:A|n.id]`.
    """
    start = cursor.token.start
    left = _all_of(cursor)
    while cursor.word == "|" and cursor.index != cursor.bar:
        cursor.step()
        cursor.take(":")
        right = _all_of(cursor)
        left = tree.LabelOr(cursor.span(start), left, right)
    return left


def _all_of(cursor: Cursor) -> tree.LabelExpression:
    start = cursor.token.start
    left = _negated(cursor)
    while cursor.word == "&" or cursor.word == ":":
        cursor.step()
        right = _negated(cursor)
        left = tree.LabelAnd(cursor.span(start), left, right)
    return left


def _negated(cursor: Cursor) -> tree.LabelExpression:
    starts = []
    while cursor.at("!"):
        starts.append(cursor.token.start)
        cursor.step()
    labels = _single(cursor)
    for start in reversed(starts):
        labels = tree.LabelNot(cursor.span(start), labels)
    return labels


def _single(cursor: Cursor) -> tree.LabelExpression:
    start = cursor.token.start
    if cursor.take("("):
        with cursor.nested():
            labels = label_expression(cursor)
        cursor.need(")")
        return labels
    if cursor.take("%"):
        return tree.LabelAny(cursor.span(start))
    if cursor.take("$"):
        return _dynamic(cursor, start)
    name = cursor.name("a label or relationship type")
    return tree.LabelName(cursor.span(start), name)


def _dynamic(cursor: Cursor, start: int) -> tree.LabelExpression:
    from emokg.cypher.parsing.operators import expression

    every = cursor.take("ALL") or not cursor.take("ANY")
    cursor.need("(")
    with cursor.nested():
        value = expression(cursor)
    cursor.need(")")
    return tree.LabelDynamic(cursor.span(start), value, every)
