"""The embedded graph keeps the contract of stores."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from emokg.graph.embedded_store import open_embedded
from emokg.graph.model import emokg_model
from emokg.graph.restoring import restore
from emokg.graph.store import Store
from emokg.workspace import init
from tests.contract.made_up import MadeUp
from tests.contract.store import StoreContract


class TestEmbeddedStore(StoreContract):
    @pytest.fixture
    def store(self, wanted: MadeUp, tmp_path: Path) -> Iterator[Store]:
        workspace = init(tmp_path / "workspace")
        restore(workspace, wanted, emokg_model())
        with open_embedded(workspace) as store:
            yield store
