"""The engines that hold a workspace's graph, opened to be asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any

from emokg.errors import DataError
from emokg.query.engine import Engine, EngineName
from emokg.table import Table

if TYPE_CHECKING:
    from emokg.graph.embedded_store import EmbeddedStore
    from emokg.graph.neo4j import Neo4jStore
    from emokg.graph.neo4j.settings import Settings
    from emokg.workspace import Workspace


@contextmanager
def open_engine(workspace: Workspace, name: EngineName) -> Iterator[Engine]:
    """One engine with the graph of a workspace.

    DataError where the graph was not built, or the server holds another one; UsageError where no
    server is named, BackendError where it cannot be reached.
    """
    with _OPENERS[name](workspace) as engine:
        yield engine


@contextmanager
def _embedded(workspace: Workspace) -> Iterator[Engine]:
    import duckdb

    from emokg.cypher import open_graph

    with open_graph(workspace) as graph:
        yield Engine(EngineName.embedded, f"duckdb {duckdb.__version__}", graph)


@contextmanager
def _rdf(workspace: Workspace) -> Iterator[Engine]:
    """Built first where it is not that of the graph that answers now."""
    from emokg.graph.rdf import build, open_store
    from emokg.graph.rdf.store import needs_building

    if needs_building(workspace):
        build(workspace)
    with open_store(workspace) as store:
        yield Engine(EngineName.rdf, store.engine, store)


@contextmanager
def _neo4j(workspace: Workspace) -> Iterator[Engine]:
    from emokg.graph.neo4j import Settings

    with neo4j_engine(workspace, Settings.of()) as engine:
        yield engine


@contextmanager
def neo4j_engine(workspace: Workspace, settings: Settings) -> Iterator[Engine]:
    """A server that holds the graph, pushed or imported. Raises as `open_engine`."""
    from emokg.graph.embedded_store import open_embedded
    from emokg.graph.neo4j import open_store

    with open_store(settings) as store:
        with open_embedded(workspace) as own:
            _refuse_another(own, store)
        yield Engine(EngineName.neo4j, store.engine, _Bolt(store))


def _refuse_another(own: EmbeddedStore, server: Neo4jStore) -> None:
    """By what was pushed; a graph that came in another way tells only how large it is."""
    from emokg.graph.counting import differing
    from emokg.graph.neo4j import ledger

    server.whole()
    state = ledger.state(server.server)
    wrong = differing(own.counts(), server.counts())
    if wrong or (state is not None and state.records != own.snapshot.description.records):
        raise DataError(
            f"Neo4j at {server.server.settings.place} holds another graph than this workspace: "
            f"{', '.join(wrong) or 'it was made of other records'}",
            "push this one: emokg graph push neo4j",
        )


_OPENERS: Mapping[EngineName, Callable[[Workspace], AbstractContextManager[Engine]]] = {
    EngineName.embedded: _embedded,
    EngineName.rdf: _rdf,
    EngineName.neo4j: _neo4j,
}


class _Bolt:
    """A server's own Cypher."""

    def __init__(self, store: Neo4jStore) -> None:
        self.store = store

    def cypher(self, text: str, parameters: Mapping[str, Any] | None = None, /) -> Table:
        """What the server answers: texts, numbers, truth values, and lists of them."""
        import neo4j
        import pyarrow as pa

        def answered(work: neo4j.ManagedTransaction) -> tuple[list[str], list[list[Any]]]:
            result = work.run(text, dict(parameters or {}))
            return list(result.keys()), result.values()

        with self.store.server.session(neo4j.READ_ACCESS) as session:
            names, rows = session.execute_read(answered)
        columns = [pa.array([row[place] for row in rows]) for place in range(len(names))]
        return Table(pa.Table.from_arrays(columns, names=names))
