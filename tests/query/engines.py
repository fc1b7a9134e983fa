"""One graph, in every engine at hand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from emokg.graph.embedded_store import open_embedded
from emokg.graph.model import emokg_model
from emokg.graph.neo4j import push
from emokg.query.engine import Engine, EngineName
from emokg.query.engines import neo4j_engine, open_engine
from emokg.workspace import Workspace
from tests.servers.bolt import BoltServer


@contextmanager
def engines_of(workspace: Workspace, server: BoltServer | None) -> Iterator[list[Engine]]:
    """Embedded and RDF; Neo4j too where there is a server, which is emptied first."""
    with ExitStack() as stack:
        own = (EngineName.embedded, EngineName.rdf)
        engines = [stack.enter_context(open_engine(workspace, name)) for name in own]
        if server is not None:
            server.clear()
            with open_embedded(workspace) as store:
                records = store.snapshot.description.records
                push(store, emokg_model(), server.settings, records)
            engines.append(stack.enter_context(neo4j_engine(workspace, server.settings)))
        yield engines
