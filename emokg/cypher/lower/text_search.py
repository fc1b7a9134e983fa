"""`STARTS WITH`, `ENDS WITH`, `CONTAINS`, `=~`.

Null where a side is null or no text. `=~` matches the whole text. DuckDB's RE2 knows no
look-around, back-reference, possessive quantifier or atomic group; a pattern with one is refused.
"""

from __future__ import annotations

import re

from emokg.cypher import tree
from emokg.cypher.lower.dispatch import dynamic
from emokg.cypher.lower.frame import Frame
from emokg.cypher.types import BOOLEAN, Kind
from emokg.cypher.values import Value, boolean

_FUNCTIONS = {
    "STARTS WITH": "starts_with",
    "ENDS WITH": "ends_with",
    "CONTAINS": "contains",
}
_JAVA_ONLY = re.compile(r"(?<!\\)(?:\\\\)*(?:\(\?(?:[=!>]|<[=!])|\\[1-9]|\\k<|[*+?}]\+|\[[^]]*&&)")


def search(node: tree.Binary, left: Value, right: Value, frame: Frame) -> Value:
    """One text predicate."""
    kinds = {left.type.kind, right.type.kind}
    if Kind.ANY in kinds:
        name = "matches" if node.operator == "=~" else _FUNCTIONS[node.operator]
        return dynamic(frame, name, left, right, returns=BOOLEAN)
    if kinds != {Kind.STRING}:
        return boolean("CAST(NULL AS BOOLEAN)")
    if node.operator == "=~":
        return _regular_expression(node, left, right, frame)
    return boolean(f"{_FUNCTIONS[node.operator]}({left.sql}, {right.sql})")


def _regular_expression(node: tree.Binary, left: Value, right: Value, frame: Frame) -> Value:
    pattern = frame.compilation.constant(node.right)
    if not isinstance(pattern, str):
        return dynamic(frame, "matches", left, right, returns=BOOLEAN)
    if "(?i" in pattern and not pattern.isascii():
        raise frame.compilation.unsupported(
            node.right,
            "A regular expression that ignores the case of letters beyond ASCII",
            "Compare toLower(text) with a pattern in lower case.",
        )
    if _JAVA_ONLY.search(pattern):
        raise frame.compilation.unsupported(
            node.right,
            "A regular expression with look-around, back-references or possessive quantifiers",
            "Use STARTS WITH, ENDS WITH, CONTAINS or a pattern without them.",
        )
    return boolean(f"regexp_full_match({left.sql}, {right.sql})")
