"""The graph in RDF: written as N-Quads, Turtle or JSON-LD, kept in a store that answers SPARQL.

In: a built graph, or the address of an endpoint. Out: files, graph rows again, and Tables.
Not its business: what the terms mean (`schema/`, explained in schema/RDF.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from emokg.graph.rdf.building import Built, build
    from emokg.graph.rdf.current import open_current
    from emokg.graph.rdf.exporting import Exported, export
    from emokg.graph.rdf.remote import Endpoint
    from emokg.graph.rdf.shapes import check_shapes
    from emokg.graph.rdf.store import RdfStore, open_store
    from emokg.graph.rdf.terms import PREFIXES

_HOMES = {
    "PREFIXES": "terms",
    "Built": "building",
    "Endpoint": "remote",
    "Exported": "exporting",
    "RdfStore": "store",
    "build": "building",
    "check_shapes": "shapes",
    "export": "exporting",
    "open_current": "current",
    "open_store": "store",
}

__all__ = [
    "PREFIXES",
    "Built",
    "Endpoint",
    "Exported",
    "RdfStore",
    "build",
    "check_shapes",
    "export",
    "open_current",
    "open_store",
]


def __getattr__(name: str) -> Any:
    """The public names, imported when first used: DuckDB, Arrow and pyoxigraph are heavy."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
