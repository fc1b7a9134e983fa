"""The same real records in every engine at hand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.query.real import Embedded, Server, images
from tests.servers.neo4j import server_folder

ENGINES = ["embedded", *(["neo4j"] if server_folder() else [])]


@pytest.fixture(scope="package", params=ENGINES)
def graph(request: pytest.FixtureRequest) -> Iterator[Embedded | Server]:
    """A graph of real records that answers Cypher."""
    if request.param == "embedded":
        embedded = Embedded(images())
        yield embedded
        embedded.connection.close()
    else:
        server = Server(request.getfixturevalue("neo4j_driver"))
        server.load(images())
        yield server
