"""What stands in a FROM: scans of node and relationship tables.

A scan of one table is the table itself; of several, a UNION ALL of the columns asked for. They are
asked for while the rest of the query is lowered, and the text is made at the end.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from emokg.cypher import sql
from emokg.cypher.types import NULL, Type, join_all, of_property
from emokg.cypher.values import NULL_VALUE, Value, coerce
from emokg.graph.model import LABEL_BITS, NodeTable, RelationshipTable

Table = NodeTable | RelationshipTable


def property_type(table: Table, name: str) -> Type:
    """The type of a property in one table; NULL where it has none."""
    return next((of_property(p.type) for p in table.properties if p.name == name), NULL)


def in_tables(text: str, numbers: frozenset[int]) -> str:
    """Whether the entity number `text` lies in one of these tables."""
    if not numbers:
        return "FALSE"
    listed = ", ".join(str(number) for number in sorted(numbers))
    return f"({text} >> {LABEL_BITS}) IN ({listed})"


@dataclass(frozen=True, slots=True)
class Branch:
    """One table of a scan. A flipped relationship runs from its target to its source."""

    table: Table
    flipped: bool = False
    loops: bool = True


@dataclass(eq=False, slots=True)
class Scan:
    """The rows of several tables under one alias; `number` is `_n` of nodes, `_r` of the others."""

    alias: str
    number: str
    branches: tuple[Branch, ...]
    columns: dict[str, Type] = field(default_factory=dict)
    conditions: list[str] = field(default_factory=list)

    @property
    def simple(self) -> bool:
        """One table, read as it stands."""
        return len(self.branches) == 1 and self.branches[0].loops

    @property
    def key(self) -> str:
        """The SQL of the entity's number."""
        return f"{self.alias}.{self.number}"

    @property
    def left(self) -> str:
        """Where the relationship is entered, as the pattern reads from left to right."""
        if self.simple:
            return f"{self.alias}.{'_d' if self.branches[0].flipped else '_s'}"
        return f"{self.alias}._a"

    @property
    def right(self) -> str:
        """Where the relationship is left."""
        if self.simple:
            return f"{self.alias}.{'_s' if self.branches[0].flipped else '_d'}"
        return f"{self.alias}._b"

    def property(self, name: str) -> Value:
        """A property's column; NULL where no table has it, ANY where tables differ in its type."""
        kind = join_all(property_type(branch.table, name) for branch in self.branches)
        if kind == NULL:
            return NULL_VALUE
        if self.simple:
            return Value(f"{self.alias}.{sql.identifier(name)}", kind, plain=True)
        self.columns[name] = kind
        position = list(self.columns).index(name)
        return Value(f"{self.alias}.p{position}", kind, plain=True)

    def render(self) -> str:
        """The FROM item."""
        if self.simple:
            return f"{sql.identifier(self.branches[0].table.table)} AS {self.alias}"
        selects = [self._select(branch) for branch in self.branches]
        if not selects:
            columns = ["_n"] if self.number == "_n" else ["_r", "_s", "_d", "_a", "_b"]
            nulls = ", ".join(f"CAST(NULL AS BIGINT) AS {name}" for name in columns)
            return f"(SELECT {nulls} WHERE FALSE) AS {self.alias}"
        return f"({' UNION ALL '.join(selects)}) AS {self.alias}"

    def _select(self, branch: Branch) -> str:
        columns = ["_n"]
        if isinstance(branch.table, RelationshipTable):
            ends = "_d AS _a, _s AS _b" if branch.flipped else "_s AS _a, _d AS _b"
            columns = ["_r", "_s", "_d", ends]
        for position, (name, kind) in enumerate(self.columns.items()):
            have = property_type(branch.table, name)
            column = Value(sql.identifier(name), have)
            columns.append(f"{coerce(column, kind)} AS p{position}")
        where = "" if branch.loops else " WHERE _s <> _d"
        return f"SELECT {', '.join(columns)} FROM {sql.identifier(branch.table.table)}{where}"
