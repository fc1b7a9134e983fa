"""The shape of a graph as patterns see it: its names, and which labels which types connect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from emokg.cypher import tree
from emokg.cypher.walking import walk
from emokg.graph.model import GraphModel


@dataclass(frozen=True, slots=True)
class Shape:
    """`edges` are type, labels of a source, labels of a target; `owned` keys by label and type."""

    labels: frozenset[str]
    types: frozenset[str]
    keys: frozenset[str]
    edges: tuple[tuple[str, frozenset[str], frozenset[str]], ...]
    owned: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, model: GraphModel) -> Shape:
        """The shape of a model."""
        tables = {table.table: frozenset(table.labels) for table in model.nodes}
        owned: dict[str, frozenset[str]] = {}
        for labels, properties in (
            *((table.labels, table.properties) for table in model.nodes),
            *(((table.type,), table.properties) for table in model.relationships),
        ):
            for label in labels:
                owned[label] = owned.get(label, frozenset()) | {each.name for each in properties}
        return cls(
            frozenset(label for labels in tables.values() for label in labels),
            frozenset(table.type for table in model.relationships),
            frozenset(key for keys in owned.values() for key in keys),
            tuple(
                (table.type, tables[source], tables[target])
                for table in model.relationships
                for source in table.sources
                for target in table.targets
            ),
            owned,
        )

    def keys_of(self, expression: tree.LabelExpression | None) -> frozenset[str]:
        """The property keys of the labels or types that are named."""
        named = (found.name for found in walk(expression) if isinstance(found, tree.LabelName))
        return frozenset(key for name in named for key in self.owned.get(name, ()))

    def knows(self, *expressions: tree.LabelExpression | None) -> bool:
        """Whether all names written exist and none is computed."""
        names = self.labels | self.types
        for found in walk(expressions):
            if isinstance(found, tree.LabelDynamic):
                return False
            if isinstance(found, tree.LabelName) and found.name not in names:
                return False
        return True

    def connects(
        self,
        left: tree.LabelExpression | None,
        types: tree.LabelExpression | None,
        right: tree.LabelExpression | None,
        direction: str,
    ) -> bool:
        """Whether some relationship can go between such nodes."""
        for kind, source, target in self.edges:
            if not _fits(types, frozenset((kind,))):
                continue
            if direction != "in" and _fits(left, source) and _fits(right, target):
                return True
            if direction != "out" and _fits(left, target) and _fits(right, source):
                return True
        return False


def _fits(expression: tree.LabelExpression | None, names: frozenset[str]) -> bool:
    match expression:
        case tree.LabelName():
            return expression.name in names
        case tree.LabelAnd():
            return _fits(expression.left, names) and _fits(expression.right, names)
        case tree.LabelOr():
            return _fits(expression.left, names) or _fits(expression.right, names)
        case tree.LabelNot():
            return not _fits(expression.operand, names)
        case tree.LabelAny():
            return bool(names)
    return True
