"""Neo4j over Bolt as an engine, and the files of its bulk importer.

In: a store's rows, or a server's. Out: the same graph on the server, in a workspace, or as CSV.
Not its business: what the rows mean (`graph`), and answering questions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from emokg.graph.neo4j.admin import export
    from emokg.graph.neo4j.pulling import pull
    from emokg.graph.neo4j.pushing import Pushed, push
    from emokg.graph.neo4j.settings import Settings
    from emokg.graph.neo4j.store import Neo4jStore, open_store
    from emokg.graph.neo4j.vectors import push_vectors

__all__ = [
    "Neo4jStore",
    "Pushed",
    "Settings",
    "export",
    "open_store",
    "pull",
    "push",
    "push_vectors",
]

_HOMES = {
    "Neo4jStore": "store",
    "Pushed": "pushing",
    "Settings": "settings",
    "export": "admin",
    "open_store": "store",
    "pull": "pulling",
    "push": "pushing",
    "push_vectors": "vectors",
}


def __getattr__(name: str) -> Any:
    """The public names, imported when first used: the driver and Arrow are heavy."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
