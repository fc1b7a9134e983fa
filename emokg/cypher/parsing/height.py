"""A limit on how deep a tree is: later stages walk it recursively."""

from __future__ import annotations

from emokg.cypher import tree
from emokg.cypher.parsing.lexer import Token
from emokg.cypher.parsing.position import located
from emokg.errors import CypherSyntaxError

MAX_HEIGHT = 120
_NODES_A_TOKEN = 2


def check_height(root: tree.Syntax, text: str, found: list[Token]) -> None:
    """Raise CypherSyntaxError at the first node that lies too deep. A short text has none."""
    if len(found) * _NODES_A_TOKEN <= MAX_HEIGHT:
        return
    waiting: list[tuple[object, int]] = [(root, 0)]
    while waiting:
        value, depth = waiting.pop()
        if isinstance(value, tuple):
            waiting.extend((item, depth) for item in value)
        elif isinstance(value, tree.Syntax):
            if depth > MAX_HEIGHT:
                raise located(
                    CypherSyntaxError,
                    text,
                    value.span.start,
                    f"The query is nested too deeply: more than {MAX_HEIGHT} levels",
                    "Bind the inner parts to names in a WITH, or pass a list as a parameter.",
                )
            fields: tuple[str, ...] = type(value).__match_args__
            waiting.extend((getattr(value, name), depth + 1) for name in fields)
