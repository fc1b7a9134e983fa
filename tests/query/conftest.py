"""The same real records in every engine at hand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from emokg.graph.model import emokg_model
from emokg.graph.rdf import build, open_store
from emokg.graph.restoring import restore
from emokg.query.asking import Graph
from emokg.workspace import init
from tests.query.real import Embedded, Server, images, rows
from tests.servers.neo4j import server_folder

ENGINES = ["embedded", "rdf", *(["neo4j"] if server_folder() else [])]


@pytest.fixture(scope="package", params=ENGINES)
def graph(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Graph]:
    """A graph of real records that answers Cypher or SPARQL."""
    if request.param == "embedded":
        embedded = Embedded(images())
        yield embedded
        embedded.connection.close()
    elif request.param == "rdf":
        workspace = init(tmp_path_factory.mktemp("query") / "rdf")
        restore(workspace, rows(images()), emokg_model())
        build(workspace)
        with open_store(workspace) as store:
            yield store
    else:
        server = Server(request.getfixturevalue("neo4j_driver"))
        server.load(images())
        yield server
