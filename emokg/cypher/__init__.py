"""Reading Cypher 5 over the embedded store: text → syntax tree → checked tree → SQL → Table.

Comes in: a text, the shape of a graph, parameter values, a DuckDB connection. Goes out: a Table,
or an error with line and column. Not its business: where the graph lies and how it was built.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from emokg.cypher.compiling import Compiled, compile  # noqa: A004
    from emokg.cypher.embedded import EmbeddedGraph, open_graph
    from emokg.cypher.execute import run

__all__ = ["Compiled", "EmbeddedGraph", "compile", "open_graph", "run"]

_HOMES = {
    "Compiled": "compiling",
    "EmbeddedGraph": "embedded",
    "compile": "compiling",
    "open_graph": "embedded",
    "run": "execute",
}


def __getattr__(name: str) -> Any:
    """The public names, imported when first used: DuckDB and Arrow are heavy."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
