"""WITH and RETURN: what goes on to the next clause, in which order, and how many rows of it."""

from __future__ import annotations

from emokg.cypher import tree
from emokg.cypher.parsing.cursor import Cursor
from emokg.cypher.parsing.operators import expression


def with_clause(cursor: Cursor) -> tree.With:
    """`WITH … WHERE …`."""
    start = cursor.token.start
    cursor.need("WITH")
    projection = _projection(cursor)
    where = expression(cursor) if cursor.take("WHERE") else None
    return tree.With(cursor.span(start), projection, where)


def return_clause(cursor: Cursor) -> tree.Return:
    """`RETURN …`."""
    start = cursor.token.start
    cursor.need("RETURN")
    projection = _projection(cursor)
    return tree.Return(cursor.span(start), projection)


def bare_order(cursor: Cursor) -> tree.With:
    """`ORDER BY … SKIP … LIMIT …` as a clause of its own: WITH * in disguise."""
    start = cursor.token.start
    order, skip, limit = _window(cursor)
    span = cursor.span(start)
    return tree.With(span, tree.Projection(span, False, True, (), order, skip, limit), None)


def _projection(cursor: Cursor) -> tree.Projection:
    start = cursor.token.start
    distinct = cursor.take("DISTINCT")
    star = cursor.take("*")
    items = () if star and not cursor.take(",") else cursor.separated(_item)
    order, skip, limit = _window(cursor)
    return tree.Projection(cursor.span(start), distinct, star, items, order, skip, limit)


def _item(cursor: Cursor) -> tree.Item:
    start = cursor.token.start
    value = expression(cursor)
    text = cursor.text[start : cursor.span(start).end]
    alias = cursor.name("a variable name") if cursor.take("AS") else None
    return tree.Item(cursor.span(start), value, alias, text)


def _window(
    cursor: Cursor,
) -> tuple[tuple[tree.SortItem, ...], tree.Expression | None, tree.Expression | None]:
    order: tuple[tree.SortItem, ...] = ()
    if cursor.take("ORDER"):
        cursor.need("BY")
        order = cursor.separated(_sort_item)
    skip = expression(cursor) if cursor.take("SKIP") or cursor.take("OFFSET") else None
    limit = expression(cursor) if cursor.take("LIMIT") else None
    return order, skip, limit


def _sort_item(cursor: Cursor) -> tree.SortItem:
    start = cursor.token.start
    key = expression(cursor)
    descending = cursor.take("DESC") or cursor.take("DESCENDING")
    if not descending and not cursor.take("ASC"):
        cursor.take("ASCENDING")
    return tree.SortItem(cursor.span(start), key, descending)
