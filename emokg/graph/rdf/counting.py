"""How many nodes and relationships an RDF store holds."""

from __future__ import annotations

from pyoxigraph import Store

from emokg.graph.rdf.terms import node_forms, relationship_forms
from emokg.graph.store import Counts


def counts(store: Store) -> Counts:
    """Counted by the store, now."""
    return Counts(
        {
            label: _count(store, f"?node a <{form.classes[0]}>")
            for label, form in node_forms().items()
        },
        {
            type_: _count(store, f"?start <{form.predicate}> ?end")
            for type_, form in relationship_forms().items()
        },
    )


def _count(store: Store, pattern: str) -> int:
    (solution,) = store.query(f"SELECT (COUNT(*) AS ?count) {{ {pattern} }}")  # type: ignore[misc]
    return int(solution["count"].value)
