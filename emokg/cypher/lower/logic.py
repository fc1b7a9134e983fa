"""NOT, AND, OR, XOR, IS NULL and CASE.

SQL's AND, OR and NOT are Cypher's three-valued ones; XOR is `<>` on booleans, null with a null. A
CASE compares its subject by `=`, so a null subject matches no WHEN but `WHEN IS NULL`. Its branches
may differ in type.
"""

from __future__ import annotations

from functools import reduce

from emokg.cypher import tree
from emokg.cypher.lower.comparison import compare
from emokg.cypher.lower.dispatch import dynamic, lower, lowers
from emokg.cypher.lower.frame import Frame
from emokg.cypher.types import BOOLEAN, Kind, join_all
from emokg.cypher.values import NULL_VALUE, Value, boolean, coerce
from emokg.errors import CypherSemanticError


def condition(expression: tree.Expression, frame: Frame) -> Value:
    """An expression that must be a boolean or null."""
    return as_boolean(lower(expression, frame), expression, frame)


def as_boolean(value: Value, at: tree.Expression, frame: Frame) -> Value:
    """The value as SQL BOOLEAN; another type is the error Neo4j gives."""
    if value.type.kind is Kind.BOOLEAN:
        return value
    if value.type.kind is Kind.NULL:
        return boolean("CAST(NULL AS BOOLEAN)")
    if value.type.kind is Kind.ANY:
        return dynamic(frame, "truth", value, returns=BOOLEAN)
    raise frame.compilation.error(
        CypherSemanticError, at, f"Type mismatch: expected Boolean but was {value.type}"
    )


def constant(truth: bool) -> Value:
    """TRUE or FALSE."""
    return Value("TRUE" if truth else "FALSE", BOOLEAN, plain=True, nullable=False)


def binary(operator: str, left: Value, right: Value) -> Value:
    """AND, OR, XOR of booleans."""
    sql = {"AND": "AND", "OR": "OR", "XOR": "<>"}[operator]
    return boolean(f"({left.sql} {sql} {right.sql})")


@lowers
def _is_null(node: tree.IsNull, frame: Frame) -> Value:
    value = lower(node.operand, frame)
    if value.type.kind is Kind.NULL or isinstance(node.operand, tree.Parameter):
        return constant((value.type.kind is Kind.NULL) is not node.negated)
    return boolean(f"({value.sql} IS {'NOT ' if node.negated else ''}NULL)")


@lowers
def _case(node: tree.Case, frame: Frame) -> Value:
    subject = None if node.subject is None else lower(node.subject, frame)
    conditions = [_when(when, subject, frame) for when in node.whens]
    results = [lower(when.result, frame) for when in node.whens]
    otherwise = NULL_VALUE if node.otherwise is None else lower(node.otherwise, frame)
    kind = join_all(value.type for value in (*results, otherwise))
    branches = " ".join(
        f"WHEN {test} THEN {coerce(result, kind)}"
        for test, result in zip(conditions, results, strict=True)
    )
    return Value(f"(CASE {branches} ELSE {coerce(otherwise, kind)} END)", kind)


def _when(when: tree.When, subject: Value | None, frame: Frame) -> str:
    tests = [_test(test, subject, frame).sql for test in when.tests]
    return reduce(lambda a, b: f"({a} OR {b})", tests)


def _test(test: tree.Expression | tree.CaseTest, subject: Value | None, frame: Frame) -> Value:
    if subject is None:
        assert isinstance(test, tree.Expression)
        return condition(test, frame)
    if isinstance(test, tree.Expression):
        return compare(frame, "=", subject, lower(test, frame))
    if test.operand is None:
        return boolean(f"({subject.sql} {test.operator})")
    operand = lower(test.operand, frame)
    return compare(frame, test.operator, subject, operand)
