"""Workspaces of real records, built once and copied where a test changes them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from emokg.content import content_folder
from emokg.graph import build
from emokg.sources import ingest
from emokg.workspace import Workspace, init

SAMPLES = content_folder("ingest") / "samples"


@pytest.fixture(scope="session")
def photographs(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Ten photographs, ingested and built. Not to be changed."""
    workspace = init(tmp_path_factory.mktemp("graph") / "photographs")
    ingest(workspace, SAMPLES / "photos")
    build(workspace)
    return workspace


@pytest.fixture(scope="session")
def annotated(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The annotations of EmoSet images and the photographs. Not to be changed."""
    workspace = init(tmp_path_factory.mktemp("graph") / "annotated")
    ingest(workspace, SAMPLES / "photos")
    ingest(workspace, SAMPLES / "emoset-vlm")
    build(workspace)
    return workspace


@pytest.fixture
def workspace(photographs: Workspace, tmp_path: Path) -> Workspace:
    """A copy of the photographs' workspace."""
    return Workspace(shutil.copytree(photographs.root, tmp_path / "workspace"))
