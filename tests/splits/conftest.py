"""Workspaces with everything that splits care for: sources, labels, triplets, copies, vectors."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from emokg.workspace import Workspace
from tests.cli.conftest import emokg
from tests.splits.planted import build_workspace

__all__ = ["emokg"]


@pytest.fixture(scope="session")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Images with near duplicates of every kind, found and in the graph. Not to be changed."""
    return build_workspace(tmp_path_factory.mktemp("splits") / "planted")


@pytest.fixture
def workspace(planted: Workspace, tmp_path: Path) -> Workspace:
    """A copy that may be changed."""
    return Workspace(shutil.copytree(planted.root, tmp_path / "workspace"))


@pytest.fixture(scope="session")
def unsearched(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The same images, near duplicates never looked for. Not to be changed."""
    return build_workspace(tmp_path_factory.mktemp("splits") / "unsearched", search=False)


@pytest.fixture(scope="session")
def shuffled(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The same images with near duplicates found, every row of the records in another place."""
    return build_workspace(tmp_path_factory.mktemp("splits") / "shuffled", shuffled=True)
