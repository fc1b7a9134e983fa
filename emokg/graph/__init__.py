"""The embedded graph: built from the records as one file, verified, and opened read-only.

In: a workspace. Out: nodes and relationships as typed tables, of the shape that `model` describes.
Not its business: answering Cypher (`cypher`), and reading data sets (`sources`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from emokg.graph.building import Built, build
    from emokg.graph.checking import Report, check
    from emokg.graph.in_memory import to_rustworkx
    from emokg.graph.snapshot import Snapshot, open_snapshot

__all__ = ["Built", "Report", "Snapshot", "build", "check", "open_snapshot", "to_rustworkx"]

_HOMES = {
    "Built": "building",
    "Report": "checking",
    "Snapshot": "snapshot",
    "build": "building",
    "check": "checking",
    "open_snapshot": "snapshot",
    "to_rustworkx": "in_memory",
}


def __getattr__(name: str) -> Any:
    """The public names, imported when first used: DuckDB and Arrow are heavy."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
