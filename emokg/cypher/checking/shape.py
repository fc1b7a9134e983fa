"""The shape of a graph as patterns see it: its names, and which labels which types connect."""

from __future__ import annotations

from dataclasses import dataclass

from emokg.cypher import tree
from emokg.cypher.walking import walk
from emokg.graph.model import GraphModel


@dataclass(frozen=True, slots=True)
class Shape:
    """`edges` are type, labels of a source, labels of a target."""

    labels: frozenset[str]
    types: frozenset[str]
    keys: frozenset[str]
    edges: tuple[tuple[str, frozenset[str], frozenset[str]], ...]

    @classmethod
    def of(cls, model: GraphModel) -> Shape:
        """The shape of a model."""
        tables = {table.table: frozenset(table.labels) for table in model.nodes}
        keys = [each.name for table in model.nodes for each in table.properties]
        keys += [each.name for table in model.relationships for each in table.properties]
        return cls(
            frozenset(label for labels in tables.values() for label in labels),
            frozenset(table.type for table in model.relationships),
            frozenset(keys),
            tuple(
                (table.type, tables[source], tables[target])
                for table in model.relationships
                for source in table.sources
                for target in table.targets
            ),
        )

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
