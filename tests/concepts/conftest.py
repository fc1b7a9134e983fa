"""Workspaces of the real sample, and the program, run in this process."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from emokg.concepts import build_concepts
from emokg.content import content_folder
from emokg.sources import ingest
from emokg.workspace import Workspace, init
from tests.cli.conftest import emokg
from tests.concepts.measure import Sample

__all__ = ["emokg"]


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The sample, without concepts; to be read only."""
    workspace = init(tmp_path_factory.mktemp("concepts") / "workspace")
    ingest(workspace, content_folder("ingest") / "samples" / "emoset-vlm")
    return workspace


@pytest.fixture(scope="session")
def sample(real: Workspace) -> Sample:
    """The phrases of the sample."""
    return Sample(real)


@pytest.fixture(scope="session")
def found(real: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The sample with its concepts; to be read only."""
    copy = Workspace(tmp_path_factory.mktemp("found") / "copy")
    shutil.copytree(real.root, copy.root)
    build_concepts(copy)
    return copy


@pytest.fixture
def built(found: Workspace, tmp_path: Path) -> Workspace:
    """A copy of the sample with its concepts, to be changed."""
    return Workspace(Path(shutil.copytree(found.root, tmp_path / "copy")))


@pytest.fixture
def workspace(real: Workspace, tmp_path: Path) -> Workspace:
    """A copy of the sample, to be changed."""
    return Workspace(Path(shutil.copytree(real.root, tmp_path / "copy")))
