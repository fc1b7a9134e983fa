"""What all tests share: the servers that some of them ask."""

from __future__ import annotations

from collections.abc import Iterator

import neo4j
import pytest

from tests.servers.neo4j import neo4j_server, server_folder

NEED_NEO4J = ["cypher/test_against_neo4j.py"]

collect_ignore = [] if server_folder() else NEED_NEO4J


@pytest.fixture(scope="session")
def neo4j_driver() -> Iterator[neo4j.Driver]:
    """An empty Neo4j of its own for the tests of one run."""
    with neo4j_server() as driver:
        yield driver
