"""What all tests share: the servers that some of them ask."""

from __future__ import annotations

from collections.abc import Iterator

import neo4j
import pytest

from tests.servers.arcadedb import arcadedb_server
from tests.servers.bolt import BoltServer
from tests.servers.neo4j import Neo4jServer, neo4j_bolt, neo4j_server, server_folder

NEED_NEO4J = ["cypher/test_against_neo4j.py", "cypher/test_generated.py"]

collect_ignore = [] if server_folder() else NEED_NEO4J


@pytest.fixture(scope="session")
def neo4j_driver() -> Iterator[neo4j.Driver]:
    """An empty Neo4j of its own for the tests of one run."""
    with neo4j_server() as driver:
        yield driver


@pytest.fixture(scope="session")
def neo4j_bolt_server() -> Iterator[Neo4jServer]:
    """A Neo4j that a test may clear, kill and start again."""
    with neo4j_bolt() as server:
        yield server


@pytest.fixture(scope="session")
def arcadedb_bolt_server() -> Iterator[BoltServer]:
    """An ArcadeDB that a test may clear, kill and start again."""
    with arcadedb_server() as server:
        yield server


BOLT_SERVERS = ["arcadedb", *(["neo4j"] if server_folder() else [])]


@pytest.fixture(scope="session", params=BOLT_SERVERS)
def bolt_server(request: pytest.FixtureRequest) -> BoltServer:
    """Each server that is at hand in turn, with whatever the last test left on it."""
    server: BoltServer = request.getfixturevalue(f"{request.param}_bolt_server")
    return server


@pytest.fixture
def bolt(bolt_server: BoltServer) -> BoltServer:
    """The same, empty."""
    bolt_server.clear()
    return bolt_server
