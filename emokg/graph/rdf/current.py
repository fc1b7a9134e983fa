"""The RDF store of the graph that answers now, built where there is none yet or an older one."""

from __future__ import annotations

from collections.abc import Callable

from emokg.graph.description import read_description
from emokg.graph.rdf.building import build
from emokg.graph.rdf.store import RdfStore, needs_building, open_store
from emokg.graph.snapshot import notices_of
from emokg.workspace import Workspace


def open_current(workspace: Workspace, tell: Callable[[str], None]) -> RdfStore:
    """Open the store, which is that of the graph; `tell` is told of a build and of a stale graph.

    Raises the errors of `build` and of `open_store`.
    """
    reason = needs_building(workspace)
    if reason is not None:
        tell(f"{reason}: building it from the graph")
        built = build(workspace)
        tell(f"{built.statements:,} statements in {built.seconds:.1f} s")
    for notice in notices_of(workspace, read_description(workspace)):
        tell(notice)
    return open_store(workspace)
