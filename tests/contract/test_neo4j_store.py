"""A graph on a server that speaks Bolt keeps the contract of stores."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from emokg.graph.model import emokg_model
from emokg.graph.neo4j import open_store, push
from emokg.graph.store import Store
from tests.contract.made_up import hard_graph
from tests.contract.store import StoreContract
from tests.servers.bolt import BoltServer


@pytest.fixture(scope="module")
def given(bolt_server: BoltServer) -> BoltServer:
    """A server that was given the hard graph, and that no test here changes."""
    bolt_server.clear()
    push(hard_graph(), emokg_model(), bolt_server.settings, "made up")
    return bolt_server


class TestNeo4jStore(StoreContract):
    @pytest.fixture
    def store(self, given: BoltServer) -> Iterator[Store]:
        with open_store(given.settings) as store:
            yield store
