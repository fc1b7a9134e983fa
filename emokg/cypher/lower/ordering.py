"""Order and sameness of values.

ORDER BY puts null last ascending and first descending, and unlike types in Neo4j's order; DISTINCT
and grouping see null equal to null and 1 to 1.0; NaN, each a group of its own in Neo4j 5.26, is
refused there. Where SQL's order of a type is already that, the value is its own key; else
`order_key` makes bytes that sort and compare so.
"""

from __future__ import annotations

from collections.abc import Sequence

from emokg.cypher import tree
from emokg.cypher.dynamic.values import NO_NANS
from emokg.cypher.lower.dispatch import dynamic
from emokg.cypher.lower.frame import Frame
from emokg.cypher.types import ANY, FLOAT, Kind
from emokg.cypher.values import Value, coerce
from emokg.cypher.walking import walk

_OWN_KEY = {
    Kind.NULL,
    Kind.BOOLEAN,
    Kind.INTEGER,
    Kind.FLOAT,
    Kind.STRING,
    Kind.DATE,
    Kind.LOCAL_DATETIME,
    Kind.ZONED_DATETIME,
    Kind.NODE,
    Kind.RELATIONSHIP,
}


def sort_key(value: Value, frame: Frame) -> str:
    """SQL that sorts, and is equal, as Cypher values are; null only where `value` is its key."""
    if value.type.kind is Kind.TOTAL:
        return coerce(value, FLOAT)
    if value.type.kind in _OWN_KEY:
        return value.sql
    return dynamic(frame, "order_key", value, returns=ANY, held="BLOB").sql


def group_key(value: Value, frame: Frame) -> str:
    """The same for DISTINCT and grouping; NaNs that are FLOATs are left to `no_nan`."""
    if value.type.kind is Kind.TOTAL or value.type.kind in _OWN_KEY:
        return sort_key(value, frame)
    return dynamic(frame, "group_key", value, returns=ANY, held="BLOB").sql


def no_nan(text: str, kept: str) -> str:
    """`kept`, or a refusal where the FLOAT is NaN."""
    return f"(CASE WHEN isnan({text}) THEN error('CypherUnsupported: {NO_NANS}') ELSE {kept} END)"


def direction(descending: bool) -> str:
    """How SQL says the order of nulls that Cypher has."""
    return "DESC NULLS FIRST" if descending else "ASC NULLS LAST"


def order_matters(clauses: Sequence[tree.Clause]) -> bool:
    """Whether anything these clauses give depends on the order their first one is handed its rows
    in, beyond the order of rows that a later ORDER BY finds equal."""
    for clause in clauses:
        if any(_collects(found) for found in walk(clause)):
            return True
        if isinstance(clause, (tree.With, tree.Return)):
            projection = clause.projection
            if projection.order:
                return False
            if projection.skip is not None or projection.limit is not None:
                return True
    return True


def _collects(found: tree.Syntax) -> bool:
    return isinstance(found, tree.FunctionCall) and found.name.lower() == "collect"
