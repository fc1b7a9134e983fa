"""The RDF store keeps the contract of stores."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from emokg.graph.model import emokg_model
from emokg.graph.rdf import build, open_store
from emokg.graph.restoring import restore
from emokg.graph.store import Store
from emokg.workspace import Workspace, init
from tests.contract.made_up import hard_graph
from tests.contract.store import StoreContract


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace that was given the hard graph, and that no test here changes."""
    workspace = init(tmp_path_factory.mktemp("rdf") / "workspace")
    restore(workspace, hard_graph(), emokg_model())
    build(workspace)
    return workspace


class TestRdfStore(StoreContract):
    @pytest.fixture
    def store(self, given: Workspace) -> Iterator[Store]:
        with open_store(given) as store:
            yield store
