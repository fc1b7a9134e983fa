"""Expressions by precedence: OR, XOR, AND, NOT, comparisons, predicates, arithmetic, postfixes.

The levels are those of Neo4j 5.26's grammar: a sign binds closer than `^`, a comparison may be a
chain, and only one of IN, CONTAINS, IS … stands between two comparisons.
"""

from __future__ import annotations

from typing import Literal as OneOf

from emokg.cypher import tree
from emokg.cypher.parsing.atoms import atom
from emokg.cypher.parsing.cursor import Cursor
from emokg.cypher.parsing.labels import label_expression
from emokg.cypher.parsing.lexer import Lexeme
from emokg.cypher.parsing.literals import number
from emokg.cypher.parsing.types import type_name
from emokg.errors import CypherSyntaxError

Comparing = OneOf["=", "<>", "<", "<=", ">", ">="]

_LOGIC = {"OR": 0, "XOR": 1, "AND": 2}
_ARITHMETIC = {"+": 0, "-": 0, "||": 0, "*": 1, "/": 1, "%": 1, "^": 2}
COMPARING: dict[str, Comparing] = {
    "=": "=",
    "<>": "<>",
    "<": "<",
    "<=": "<=",
    ">": ">",
    ">=": ">=",
}
_PREDICATES = (("=~",), ("IN",), ("CONTAINS",), ("STARTS", "WITH"), ("ENDS", "WITH"))
_FORMS: dict[str, OneOf["NFC", "NFD", "NFKC", "NFKD"]] = {
    "NFC": "NFC",
    "NFD": "NFD",
    "NFKC": "NFKC",
    "NFKD": "NFKD",
}
_BALANCED = 8


def expression(cursor: Cursor) -> tree.Expression:
    """Any expression."""
    cursor.expect("an expression")
    return _logic(cursor, 0)


def _logic(cursor: Cursor, lowest: int) -> tree.Expression:
    start = cursor.token.start
    left = _negation(cursor)
    while True:
        operator = cursor.word
        level = _LOGIC.get(operator)
        if level is None or level < lowest:
            return left
        operands = [left]
        while cursor.word == operator:
            cursor.step()
            operands.append(_logic(cursor, level + 1))
        left = _join(operator, operands, start)


def _join(operator: str, operands: list[tree.Expression], start: int) -> tree.Expression:
    """A long chain becomes a balanced tree: logic is associative, and depth costs stack later."""
    if len(operands) > _BALANCED:
        middle = len(operands) // 2
        left, right = operands[:middle], operands[middle:]
        parts = [_join(operator, left, start), _join(operator, right, right[0].span.start)]
        return _join(operator, parts, start)
    joined = operands[0]
    for operand in operands[1:]:
        joined = tree.Binary(tree.Span(start, operand.span.end), operator, joined, operand)
    return joined


def _negation(cursor: Cursor) -> tree.Expression:
    if cursor.word != "NOT":
        return _comparison(cursor)
    starts = []
    while cursor.word == "NOT":
        starts.append(cursor.token.start)
        cursor.step()
    operand = _comparison(cursor)
    for start in reversed(starts):
        operand = tree.Unary(cursor.span(start), "NOT", operand)
    return operand


def _comparison(cursor: Cursor) -> tree.Expression:
    start = cursor.token.start
    first = predicate(cursor)
    rest = []
    while cursor.word in COMPARING:
        operator = COMPARING[cursor.word]
        cursor.step()
        rest.append((operator, predicate(cursor)))
    if cursor.word == "!=":
        raise cursor.error(
            CypherSyntaxError,
            cursor.token.start,
            "Unknown operation '!=' (you probably meant to use '<>', "
            "which is the operator for inequality testing)",
        )
    return tree.Comparison(cursor.span(start), first, tuple(rest)) if rest else first


def predicate(cursor: Cursor) -> tree.Expression:
    """What may stand beside a comparison sign."""
    start = cursor.token.start
    left = arithmetic(cursor)
    for words in _PREDICATES:
        if cursor.word == words[0] and cursor.take(*words):
            right = arithmetic(cursor)
            return tree.Binary(cursor.span(start), " ".join(words), left, right)
    if cursor.word == "IS" or cursor.word == "::":
        return is_test(cursor, left, start)
    return left


def is_test(cursor: Cursor, left: tree.Expression, start: int) -> tree.Expression:
    """`IS [NOT] NULL`, `IS [NOT] :: TYPE`, `IS [NOT] NORMALIZED` after `left`."""
    if cursor.take("::"):
        return _typed(cursor, left, start, negated=False)
    cursor.need("IS")
    negated = cursor.take("NOT")
    if cursor.take("NULL"):
        return tree.IsNull(cursor.span(start), left, negated)
    if cursor.take("::") or cursor.take("TYPED"):
        return _typed(cursor, left, start, negated=negated)
    form = _FORMS.get(cursor.word)
    if form is not None:
        cursor.step()
    cursor.need("NORMALIZED")
    return tree.IsNormalized(cursor.span(start), left, form or "NFC", negated)


def _typed(cursor: Cursor, left: tree.Expression, start: int, *, negated: bool) -> tree.Expression:
    wanted = type_name(cursor)
    return tree.IsTyped(cursor.span(start), left, wanted, negated)


def arithmetic(cursor: Cursor, lowest: int = 0) -> tree.Expression:
    """Sums, products and powers, and what they are made of."""
    start = cursor.token.start
    left = _signed(cursor)
    while True:
        operator = cursor.word
        level = _ARITHMETIC.get(operator)
        if level is None or level < lowest:
            return left
        cursor.step()
        right = arithmetic(cursor, level + 1)
        left = tree.Binary(cursor.span(start), operator, left, right)


def _signed(cursor: Cursor) -> tree.Expression:
    sign = cursor.word
    if sign != "-" and sign != "+":
        return _postfixed(cursor)
    start = cursor.token.start
    cursor.step()
    if sign == "-" and cursor.token.kind is Lexeme.NUMBER:
        value = number(cursor.token, cursor.text, negative=True)
        cursor.step()
        return _postfixes(cursor, tree.Literal(cursor.span(start), value), start)
    inner = _postfixed(cursor) if cursor.word not in ("+", "-") else _second_sign(cursor)
    return tree.Unary(cursor.span(start), "-" if sign == "-" else "+", inner)


def _second_sign(cursor: Cursor) -> tree.Expression:
    """Only a negative number may follow a sign."""
    start = cursor.token.start
    if cursor.word == "+" or cursor.ahead(1).kind is not Lexeme.NUMBER:
        raise cursor.failure("an expression")
    cursor.step()
    value = number(cursor.token, cursor.text, negative=True)
    cursor.step()
    return tree.Literal(cursor.span(start), value)


def _postfixed(cursor: Cursor) -> tree.Expression:
    start = cursor.token.start
    return _postfixes(cursor, atom(cursor), start)


def _postfixes(cursor: Cursor, subject: tree.Expression, start: int) -> tree.Expression:
    while True:
        word = cursor.word
        if word == ".":
            cursor.step()
            name = cursor.name("a property name")
            subject = tree.Property(cursor.span(start), subject, name)
        elif word == "[":
            subject = _indexed(cursor, subject, start)
        elif word == ":" or (word == "IS" and _names_label(cursor)):
            cursor.step()
            labels = label_expression(cursor)
            subject = tree.HasLabels(cursor.span(start), subject, labels)
        else:
            return subject


_NO_LABEL = ("NOT", "NULL", "TYPED", "NORMALIZED", "NFC", "NFD", "NFKC", "NFKD", "::")


def _names_label(cursor: Cursor) -> bool:
    after = cursor.ahead(1)
    return after.kind is not Lexeme.END and after.word not in _NO_LABEL


def _indexed(cursor: Cursor, subject: tree.Expression, start: int) -> tree.Expression:
    cursor.need("[")
    with cursor.nested():
        low = None if cursor.at("..") else expression(cursor)
        if cursor.take(".."):
            high = None if cursor.at("]") else expression(cursor)
            cursor.need("]")
            return tree.Slice(cursor.span(start), subject, low, high)
        cursor.need("]")
    assert low is not None
    return tree.Index(cursor.span(start), subject, low)
