"""A Neo4j server's graph into a workspace without records, where it is embedded and answers."""

from __future__ import annotations

from emokg.graph.building import Built
from emokg.graph.model import GraphModel
from emokg.graph.neo4j.settings import Settings
from emokg.graph.neo4j.store import open_store
from emokg.graph.reporting import Report, silent
from emokg.graph.restoring import restore
from emokg.workspace import Workspace


def pull(
    workspace: Workspace,
    model: GraphModel,
    settings: Settings,
    report: Report = silent,
) -> Built:
    """Build the workspace's graph of what the server holds.

    BackendError, UsageError where the workspace has records, DataError where a push to the server
    has not ended or the graph there is not whole.
    """
    with open_store(settings, model) as store:
        store.whole()
        return restore(workspace, store, model, report)
