"""What the compiler knows of a value before any row is read, and how DuckDB holds it.

A value of a known type is a plain SQL value: a node is its `_n`, a relationship its `_r`, a path
the two lists of them, a map a struct. Where the type depends on the row (`[1, 'a']`, a property
that is text on one label and a number on another) the type is ANY and the value is tagged JSON
text, worked on by the functions of `dynamic`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import reduce

from emokg.graph.model import PropertyType


class Kind(Enum):
    """The families of values."""

    NULL = "NULL"
    BOOLEAN = "BOOLEAN"
    INTEGER = "INTEGER"
    FLOAT = "FLOAT"
    TOTAL = "INTEGER | FLOAT"
    STRING = "STRING"
    DATE = "DATE"
    LOCAL_DATETIME = "LOCAL DATETIME"
    ZONED_DATETIME = "ZONED DATETIME"
    LIST = "LIST"
    MAP = "MAP"
    NODE = "NODE"
    RELATIONSHIP = "RELATIONSHIP"
    PATH = "PATH"
    ANY = "ANY"


@dataclass(frozen=True, slots=True)
class Type:
    """A static type. `item` of a list, `fields` of a map in order, `tables` of an entity.

    TOTAL is a sum of floats: a FLOAT, or the INTEGER 0 of no floats, which is held as null. Only a
    column is one; `lower` settles it where it stands in an expression. `stored` is a list as a
    property holds it; to Neo4j that is an array, which reverse() refuses. `inexact` is a FLOAT
    whose last bits depend on the order of the rows.
    """

    kind: Kind
    item: Type | None = None
    fields: tuple[tuple[str, Type], ...] = ()
    tables: frozenset[int] = frozenset()
    stored: bool = field(default=False, compare=False)
    inexact: bool = field(default=False, compare=False)

    @property
    def sql(self) -> str:
        """The DuckDB type that holds such a value."""
        if self.kind is Kind.LIST:
            return f"{self.element.sql}[]"
        if self.kind is Kind.MAP:
            parts = (f"f{i} {kind.sql}" for i, (_, kind) in enumerate(self.fields))
            return f"STRUCT({', '.join(parts)})"
        return _SQL[self.kind]

    @property
    def element(self) -> Type:
        """The type of a list's items."""
        assert self.item is not None
        return self.item

    @property
    def numeric(self) -> bool:
        """INTEGER or FLOAT."""
        return self.kind in (Kind.INTEGER, Kind.FLOAT)

    @property
    def entity(self) -> bool:
        """NODE or RELATIONSHIP."""
        return self.kind in (Kind.NODE, Kind.RELATIONSHIP)

    def __str__(self) -> str:
        return f"LIST<{self.element}>" if self.kind is Kind.LIST else self.kind.value


_SQL = {
    Kind.NULL: "BIGINT",
    Kind.BOOLEAN: "BOOLEAN",
    Kind.INTEGER: "BIGINT",
    Kind.FLOAT: "DOUBLE",
    Kind.TOTAL: "DOUBLE",
    Kind.STRING: "VARCHAR",
    Kind.DATE: "DATE",
    Kind.LOCAL_DATETIME: "TIMESTAMP",
    Kind.ZONED_DATETIME: "TIMESTAMPTZ",
    Kind.NODE: "BIGINT",
    Kind.RELATIONSHIP: "BIGINT",
    Kind.PATH: "STRUCT(n BIGINT[], r BIGINT[])",
    Kind.ANY: "VARCHAR",
}

NULL = Type(Kind.NULL)
BOOLEAN = Type(Kind.BOOLEAN)
INTEGER = Type(Kind.INTEGER)
FLOAT = Type(Kind.FLOAT)
INEXACT = Type(Kind.FLOAT, inexact=True)
TOTAL = Type(Kind.TOTAL, inexact=True)
STRING = Type(Kind.STRING)
DATE = Type(Kind.DATE)
LOCAL_DATETIME = Type(Kind.LOCAL_DATETIME)
ZONED_DATETIME = Type(Kind.ZONED_DATETIME)
PATH = Type(Kind.PATH)
ANY = Type(Kind.ANY)


def list_of(item: Type) -> Type:
    """LIST<item>."""
    return Type(Kind.LIST, item=item)


def map_of(fields: Iterable[tuple[str, Type]]) -> Type:
    """A map with exactly these keys, or ANY for the empty map, which no struct can hold."""
    entries = tuple(fields)
    return Type(Kind.MAP, fields=entries) if entries else ANY


def node_of(tables: frozenset[int]) -> Type:
    """A node of one of these tables."""
    return Type(Kind.NODE, tables=tables)


def relationship_of(tables: frozenset[int]) -> Type:
    """A relationship of one of these tables."""
    return Type(Kind.RELATIONSHIP, tables=tables)


_PROPERTY_TYPES = {
    PropertyType.STRING: STRING,
    PropertyType.INTEGER: INTEGER,
    PropertyType.FLOAT: FLOAT,
    PropertyType.BOOLEAN: BOOLEAN,
    PropertyType.DATE: DATE,
    PropertyType.LOCAL_DATETIME: LOCAL_DATETIME,
    PropertyType.ZONED_DATETIME: ZONED_DATETIME,
    PropertyType.STRING_LIST: list_of(STRING),
    PropertyType.INTEGER_LIST: list_of(INTEGER),
    PropertyType.FLOAT_LIST: list_of(FLOAT),
    PropertyType.BOOLEAN_LIST: list_of(BOOLEAN),
}


def of_property(kind: PropertyType) -> Type:
    """The type of a stored property."""
    found = _PROPERTY_TYPES[kind]
    return replace(found, stored=True) if found.kind is Kind.LIST else found


def join(first: Type, second: Type) -> Type:
    """The smallest type that holds both: `1` and `2.5` stay what they are, so ANY for the two."""
    if first == second and not second.stored:
        return second if second.inexact else first
    if Kind.NULL in (first.kind, second.kind):
        other = second if first.kind is Kind.NULL else first
        return ANY if other.kind is Kind.TOTAL else other
    if first.kind is not second.kind:
        return ANY
    if first.kind is Kind.LIST:
        item = join(first.element, second.element)
        return replace(list_of(item), stored=first.stored or second.stored)
    if first.entity:
        return Type(first.kind, tables=first.tables | second.tables)
    if first.kind is Kind.MAP:
        names = [name for name, _ in first.fields]
        others = dict(second.fields)
        if len(names) != len(others) or not all(name in others for name in names):
            return ANY
        return map_of((name, join(kind, others[name])) for name, kind in first.fields)
    return first


def join_all(kinds: Iterable[Type]) -> Type:
    """`join` over any number of types; NULL for none."""
    return reduce(join, kinds, NULL)
