"""Function calls, and what only looks like one: count(*), reduce, quantifiers, trim, normalize."""

from __future__ import annotations

from typing import Literal as OneOf

from emokg.cypher import tree
from emokg.cypher.parsing.cursor import Cursor
from emokg.errors import CypherSyntaxError

_KINDS: dict[str, OneOf["all", "any", "none", "single"]] = {
    "ALL": "all",
    "ANY": "any",
    "NONE": "none",
    "SINGLE": "single",
}
_TRIMS = {"BOTH": "btrim", "LEADING": "ltrim", "TRAILING": "rtrim"}
_FORMS = ("NFC", "NFD", "NFKC", "NFKD")


def called_name(cursor: Cursor) -> bool:
    """Whether a name with its namespace and `(` stand here."""
    count = 1
    while cursor.ahead(count).word == "." and cursor.is_name(count + 1):
        count += 2
    return cursor.ahead(count).word == "("


def call(cursor: Cursor) -> tree.Expression:
    """`name.space.function([DISTINCT] arguments)`."""
    start = cursor.token.start
    parts = [cursor.name("a function name")]
    while cursor.take("."):
        parts.append(cursor.name("a function name"))
    cursor.need("(")
    with cursor.nested():
        distinct = cursor.take("DISTINCT")
        if not distinct and cursor.ahead(1).word != "(":
            cursor.take("ALL")
        arguments = () if cursor.at(")") else cursor.separated(_expression)
        cursor.need(")")
    return tree.FunctionCall(cursor.span(start), ".".join(parts), arguments, distinct)


def count_star(cursor: Cursor) -> tree.Expression:
    """`count(*)`."""
    start = cursor.token.start
    cursor.need("COUNT", "(", "*", ")")
    return tree.CountStar(cursor.span(start))


def quantifier(cursor: Cursor) -> tree.Expression:
    """`all(x IN list WHERE …)` and its kin."""
    start, kind = cursor.token.start, _KINDS[cursor.word]
    cursor.step()
    cursor.need("(")
    with cursor.nested():
        variable = cursor.name("a variable name")
        cursor.need("IN")
        source = _expression(cursor)
        if cursor.at(")"):
            raise cursor.error(CypherSyntaxError, start, f"{kind}(...) requires a WHERE predicate")
        cursor.need("WHERE")
        where = _expression(cursor)
        cursor.need(")")
    return tree.Quantifier(cursor.span(start), kind, variable, source, where)


def reduce(cursor: Cursor) -> tree.Expression:
    """`reduce(total = 0, x IN list | total + x)`."""
    start = cursor.token.start
    cursor.need("REDUCE", "(")
    with cursor.nested():
        accumulator = cursor.name("a variable name")
        cursor.need("=")
        initial = _expression(cursor)
        cursor.need(",")
        variable = cursor.name("a variable name")
        cursor.need("IN")
        source = _expression(cursor)
        cursor.need("|")
        result = _expression(cursor)
        cursor.need(")")
    return tree.Reduce(cursor.span(start), accumulator, initial, variable, source, result)


def trim(cursor: Cursor) -> tree.Expression:
    """`trim(text)`, `trim(BOTH 'x' FROM text)`: the latter is a call of btrim, ltrim or rtrim."""
    if not _trims_from(cursor):
        return call(cursor)
    start = cursor.token.start
    cursor.need("TRIM", "(")
    with cursor.nested():
        name = "btrim"
        if cursor.word in _TRIMS and cursor.ahead(1).word not in (")", ".", "["):
            name = _TRIMS[cursor.word]
            cursor.step()
        characters = () if cursor.at("FROM") else (_expression(cursor),)
        cursor.need("FROM")
        source = _expression(cursor)
        cursor.need(")")
    return tree.FunctionCall(cursor.span(start), name, (source, *characters), False)


def _trims_from(cursor: Cursor) -> bool:
    """Whether the call's own brackets hold a FROM."""
    index, close = cursor.index + 2, cursor.brackets[cursor.index + 1].close
    while index < close:
        if cursor.tokens[index].word == "FROM":
            return True
        inner = cursor.brackets.get(index)
        index = index + 1 if inner is None else inner.close + 1
    return False


def normalize(cursor: Cursor) -> tree.Expression:
    """`normalize(text, NFC)`: the form becomes a text argument."""
    start = cursor.token.start
    cursor.step()
    cursor.need("(")
    with cursor.nested():
        arguments = [] if cursor.at(")") else [_expression(cursor)]
        while cursor.take(","):
            form = cursor.token
            if not cursor.at(*_FORMS):
                raise cursor.failure()
            cursor.step()
            arguments.append(tree.Literal(cursor.span(form.start), form.word))
        cursor.need(")")
    return tree.FunctionCall(cursor.span(start), "normalize", tuple(arguments), False)


def _expression(cursor: Cursor) -> tree.Expression:
    from emokg.cypher.parsing.operators import expression

    return expression(cursor)
