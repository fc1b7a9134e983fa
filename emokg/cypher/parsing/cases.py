"""CASE in both forms.

A test of the simple form that is neither a value nor a comparison (`WHEN IS :: STRING`) turns the
whole into the searched form, whose tests repeat the subject.
"""

from __future__ import annotations

from emokg.cypher import tree
from emokg.cypher.parsing.cursor import Cursor

_TEXT_TESTS = (("=~",), ("STARTS", "WITH"), ("ENDS", "WITH"))


def case(cursor: Cursor) -> tree.Expression:
    """`CASE [subject] WHEN … THEN … ELSE … END`."""
    from emokg.cypher.parsing.operators import expression

    start = cursor.token.start
    cursor.need("CASE")
    with cursor.nested():
        subject = None if cursor.at("WHEN") else expression(cursor)
        if not cursor.at("WHEN"):
            raise cursor.failure()
        whens = []
        while cursor.at("WHEN"):
            whens.append(_when(cursor, subject))
        otherwise = expression(cursor) if cursor.take("ELSE") else None
        cursor.need("END")
    tests = [test for when in whens for test in when.tests]
    if subject is not None and any(_is_whole(test, subject) for test in tests):
        whens = [_searched(when, subject) for when in whens]
        subject = None
    return tree.Case(cursor.span(start), subject, tuple(whens), otherwise)


def _when(cursor: Cursor, subject: tree.Expression | None) -> tree.When:
    from emokg.cypher.parsing.operators import expression

    start = cursor.token.start
    cursor.need("WHEN")
    tests: tuple[tree.Expression | tree.CaseTest, ...]
    if subject is None:
        tests = (expression(cursor),)
    else:
        tests = cursor.separated(lambda inner: _test(inner, subject))
    cursor.need("THEN")
    result = expression(cursor)
    return tree.When(cursor.span(start), tests, result)


def _test(cursor: Cursor, subject: tree.Expression) -> tree.Expression | tree.CaseTest:
    from emokg.cypher.parsing.operators import (
        COMPARING,
        arithmetic,
        expression,
        is_test,
        predicate,
    )

    start = cursor.token.start
    if cursor.word in COMPARING:
        operator = COMPARING[cursor.word]
        cursor.step()
        return tree.CaseTest(cursor.span(start), operator, predicate(cursor))
    for words in _TEXT_TESTS:
        if cursor.take(*words):
            right = arithmetic(cursor)
            return tree.Binary(cursor.span(start), " ".join(words), subject, right)
    if cursor.at("IS", "::"):
        test = is_test(cursor, subject, start)
        if isinstance(test, tree.IsNull):
            operator_ = "IS NOT NULL" if test.negated else "IS NULL"
            return tree.CaseTest(test.span, operator_, None)
        return test
    return expression(cursor)


def _is_whole(test: tree.Expression | tree.CaseTest, subject: tree.Expression) -> bool:
    """Whether a test already speaks of the subject itself."""
    match test:
        case tree.Binary():
            return test.left is subject
        case tree.IsTyped() | tree.IsNormalized():
            return test.operand is subject
    return False


def _searched(when: tree.When, subject: tree.Expression) -> tree.When:
    return tree.When(
        when.span,
        tuple(test if _is_whole(test, subject) else _full(test, subject) for test in when.tests),
        when.result,
    )


def _full(test: tree.Expression | tree.CaseTest, subject: tree.Expression) -> tree.Expression:
    from emokg.cypher.parsing.operators import COMPARING

    if isinstance(test, tree.Expression):
        return tree.Comparison(test.span, subject, (("=", test),))
    if test.operand is None:
        return tree.IsNull(test.span, subject, test.operator == "IS NOT NULL")
    return tree.Comparison(test.span, subject, ((COMPARING[test.operator], test.operand),))
