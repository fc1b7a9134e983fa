"""One SELECT under construction: what is in its FROM, what is filtered, which names are visible.

Clauses are lowered into a frame until one needs a boundary (DISTINCT, aggregation, LIMIT); then the
frame becomes a subquery of the next one. Keeping frames flat lets DuckDB order all joins together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from emokg.cypher import tree
from emokg.cypher.dynamic.functions import Call
from emokg.cypher.lower.scans import Branch, Scan
from emokg.cypher.lower.twins import twins
from emokg.cypher.types import Kind, Type
from emokg.cypher.values import NULL_VALUE, Value
from emokg.cypher.walking import identity, variable_names
from emokg.errors import CypherError, CypherSemanticError, CypherUnsupported
from emokg.graph.model import GraphModel, NodeTable, RelationshipTable


class NeedsSubquery(Exception):
    """A lambda's body needs a join or a subquery, which DuckDB does not allow there."""


class Compilation:
    """What all frames of one text share."""

    def __init__(
        self,
        text: str,
        model: GraphModel,
        parameters: Mapping[str, Any],
        demanded: Mapping[str, frozenset[str]],
    ) -> None:
        self.text = text
        self.parameters = parameters
        self.demanded = demanded
        self.prefix = "p"
        while f"${self.prefix}" in text:
            self.prefix += "_"
        self.bound: dict[str, Any] = {}
        self.functions: set[Call] = set()
        self.nodes: dict[int, NodeTable] = {table.number: table for table in model.nodes}
        self.relationships: dict[int, RelationshipTable] = {
            table.number: table for table in model.relationships
        }
        self.numbers = {table.table: table.number for table in model.nodes}
        self.renamed: dict[str, str] = {}
        self._count = 0
        self._shared: dict[str, str] = {}

    def fresh(self, prefix: str) -> str:
        """A name no other alias has."""
        self._count += 1
        return f"{prefix}{self._count}"

    def once(self, text: str) -> str:
        """The name of a table that a self-contained SELECT is; of the same text the same name."""
        return self._shared.setdefault(text, f"x{len(self._shared)}")

    @property
    def shared(self) -> str:
        """The WITH clause of the tables named by `once`."""
        tables = ", ".join(f"{name} AS ({text})" for text, name in self._shared.items())
        return f"WITH {tables} " if tables else ""

    def constant(self, expression: tree.Expression) -> object:
        """The value of a literal or parameter, known before any row; None for anything else."""
        if isinstance(expression, tree.Parameter):
            return self.parameters.get(expression.name)
        return expression.value if isinstance(expression, tree.Literal) else None

    def tables(self, kind: Type) -> list[NodeTable] | list[RelationshipTable]:
        """The tables an entity of this type may lie in."""
        if kind.kind is Kind.NODE:
            return [self.nodes[number] for number in sorted(kind.tables)]
        return [self.relationships[number] for number in sorted(kind.tables)]

    def error(
        self, kind: type[CypherError], at: tree.Syntax, message: str, hint: str | None = None
    ) -> CypherError:
        """An error that knows its line and column."""
        start = at.span.start
        line = self.text.count("\n", 0, start) + 1
        column = start - self.text.rfind("\n", 0, start)
        return kind(message, hint, line=line, column=column, offset=start)

    def unsupported(self, at: tree.Syntax, what: str, instead: str) -> CypherError:
        """A refusal by name, with what to write instead."""
        return self.error(CypherUnsupported, at, f"{what} is not supported", instead)


@dataclass(eq=False)
class Frame:
    """`order` are the SQL expressions, each with its direction, by which the rows are ordered.

    `known` are expressions that an aggregation below has already computed, by `identity`.
    """

    compilation: Compilation
    parent: Frame | None = None
    is_lambda: bool = False
    closed: bool = False
    variables: dict[str, Value] = field(default_factory=dict)
    known: dict[str, Value] = field(default_factory=dict)
    items: list[str | Scan] = field(default_factory=list)
    filters: list[str] = field(default_factory=list)
    order: list[tuple[str, str]] = field(default_factory=list)
    lookups: dict[str, Scan] = field(default_factory=dict)

    def child(self) -> Frame:
        """A frame for a subquery that sees this one's variables."""
        return Frame(self.compilation, parent=self)

    def bind(self, name: str, value: Value) -> None:
        """Make a variable visible."""
        self.variables[name] = replace(value, owner=self)

    def find(self, name: str) -> Value | None:
        """The value of a variable here or further out."""
        frame: Frame | None = self
        while frame is not None:
            if name in frame.variables:
                return frame.variables[name]
            frame = None if frame.closed else frame.parent
        return None

    def variable(self, name: str, at: tree.Syntax) -> Value:
        """Like `find`; a name that is not visible is an error."""
        value = self.find(name)
        if value is None:
            raise self.compilation.error(CypherSemanticError, at, f"Variable `{name}` not defined")
        return value

    @property
    def has_known(self) -> bool:
        """Whether anything was computed before an aggregation, here or further out."""
        return bool(self.known) or (self.parent is not None and self.parent.has_known)

    def recall(self, expression: tree.Expression) -> Value | None:
        """The value of an expression that was computed before an aggregation."""
        frame: Frame | None = self
        names, key = None, identity(expression)
        while frame is not None:
            if key in frame.known:
                return frame.known[key]
            if frame.variables:
                names = variable_names(expression) if names is None else names
                if not names.isdisjoint(frame.variables):
                    return None
            frame = frame.parent
        return None

    def fresh(self, prefix: str) -> str:
        """A new alias."""
        return self.compilation.fresh(prefix)

    def check_subquery(self) -> None:
        """Raise NeedsSubquery inside a lambda."""
        if self.in_lambda:
            raise NeedsSubquery

    @property
    def in_lambda(self) -> bool:
        """Whether this is the body of a lambda, or inside one."""
        return self.is_lambda or (self.parent is not None and self.parent.in_lambda)

    # --- properties

    def property(self, entity: Value, name: str) -> Value:
        """A property of a node or relationship: from where it was bound, else by a join."""
        if name in entity.properties:
            return entity.properties[name]
        if entity.scan is not None and not entity.nullable:
            return entity.scan.property(name)
        if not any(
            stored.name == name
            for table in self.compilation.tables(entity.type)
            for stored in table.properties
        ):
            return NULL_VALUE
        return self.reach(entity).property(name)

    def reach(self, entity: Value) -> Scan:
        """The table rows of an entity, joined where that has not been done yet."""
        if entity.scan is not None and not entity.nullable:
            return entity.scan
        owner = entity.owner or self
        return owner.lookup(entity)

    def lookup(self, entity: Value) -> Scan:
        """Join the tables of an entity to this frame; once for each SQL expression."""
        if entity.sql in self.lookups:
            return self.lookups[entity.sql]
        if self.is_lambda:
            raise NeedsSubquery
        number = "_n" if entity.type.kind is Kind.NODE else "_r"
        branches = tuple(Branch(table) for table in self.compilation.tables(entity.type))
        scan = Scan(self.fresh("t"), number, branches)
        if not entity.nullable:
            self.items.append(scan)
            self.filters.append(f"{scan.key} = {entity.sql}")
        else:
            scan.conditions.append(f"{scan.key} = {entity.sql}")
            self.items.append(scan)
        self.lookups[entity.sql] = scan
        return scan

    # --- text

    def lateral(self, text: str) -> None:
        """Join what depends on each row of what is joined so far.

        DuckDB 2.0 asks no condition between tables before a lateral join of a recursive query,
        which then sees every combination of their rows; those of an inner join it does ask.
        """
        if self.items and self.filters:
            conditions = " AND ".join(f"({condition})" for condition in self.filters)
            self.items.append(f"JOIN (SELECT 1) AS {self.fresh('j')} ON {conditions}")
            self.filters = []
        self.items.append(f"CROSS JOIN LATERAL {text}")

    def source(self) -> str:
        """FROM and WHERE."""
        items, filters = self.items, self.filters
        found = None if self.parent is not None else twins(items, filters)
        if found is not None:
            star = self.compilation.once(found.star)
            items = [f"CROSS JOIN {star} AS {reader}" for reader in found.readers]
            filters = found.filters
            self.compilation.renamed |= found.renamed
        parts: list[str] = []
        for item in items:
            if isinstance(item, str):
                if not parts and item.startswith("LEFT JOIN"):
                    parts.append("(SELECT 1) AS one")
                parts.append(item if parts else item.removeprefix("CROSS JOIN "))
            elif item.conditions:
                start = "LEFT JOIN" if parts else "(SELECT 1) AS one LEFT JOIN"
                parts.append(f"{start} {item.render()} ON {' AND '.join(item.conditions)}")
            else:
                parts.append(f"CROSS JOIN {item.render()}" if parts else item.render())
        text = f" FROM {' '.join(parts)}" if parts else ""
        if filters:
            text += f" WHERE {' AND '.join(f'({condition})' for condition in filters)}"
        return text

    def natural_order(self) -> list[tuple[str, str]]:
        """The order the rows have, else that of the numbers of what the patterns bind."""
        if self.order:
            return self.order
        joined = {id(scan) for scan in self.lookups.values()}
        scans = [item for item in self.items if isinstance(item, Scan) and id(item) not in joined]
        return [(scan.key, "ASC") for scan in scans]

    def order_by(self) -> str:
        """ORDER BY, where the rows have an order."""
        terms = ", ".join(f"{text} {direction}" for text, direction in self.order)
        return f" ORDER BY {terms}" if terms else ""

    def select(self, columns: Iterable[str]) -> str:
        """The whole SELECT without ordering."""
        return f"SELECT {', '.join(columns)}{self.source()}"
