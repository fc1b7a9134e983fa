"""Expression to SQL: one dispatch, extended by the modules beside it, each for one idea."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import singledispatch

from emokg.cypher import tree
from emokg.cypher.dynamic import functions as dynamic_functions
from emokg.cypher.lower.frame import Frame
from emokg.cypher.types import ANY, Type, list_of
from emokg.cypher.values import Value, encode, settled


def lower(expression: tree.Expression, frame: Frame) -> Value:
    """The value of an expression inside `frame`.

    Raises CypherSemanticError, or CypherUnsupported for what is refused by name.
    """
    return settled(lower_total(expression, frame))


def lower_total(expression: tree.Expression, frame: Frame) -> Value:
    """The same for who knows what to do with a TOTAL."""
    known = frame.recall(expression) if frame.has_known else None
    return _lower(expression, frame) if known is None else known


@singledispatch
def _lower(expression: tree.Expression, frame: Frame) -> Value:
    words = re.sub(r"(?<!^)(?=[A-Z])", " ", type(expression).__name__).lower()
    raise frame.compilation.unsupported(
        expression, f"This {words}", "Write the question without it."
    )


lowers = _lower.register
"""Decorator: this function lowers the expressions of its first argument's type."""

Call = Callable[[Frame, tree.FunctionCall, list[Value]], Value]

FUNCTIONS: dict[str, Call] = {}
"""Scalar functions by lower-case name; filled when the `functions_*` modules are imported."""


def function(*names: str) -> Callable[[Call], Call]:
    """Decorator: this function lowers calls of these Cypher functions, their arguments lowered."""

    def register(call: Call) -> Call:
        FUNCTIONS.update({name.lower(): call for name in names})
        return call

    return register


def dynamic(
    frame: Frame, name: str, *arguments: Value, returns: Type = ANY, held: str | None = None
) -> Value:
    """A call of one of `dynamic.functions` with encoded arguments.

    `held` is the SQL type of the result where it is not that of `returns`.
    """
    called = dynamic_functions.Call(
        name, len(arguments), held or returns.sql, returns == ANY, returns == list_of(ANY)
    )
    frame.compilation.functions.add(called)
    texts = ", ".join(encode(argument) for argument in arguments)
    text = f"{called.sql_name}({texts})"
    return Value(f"CAST({text} AS DOUBLE)" if called.held == "DOUBLE" else text, returns)
