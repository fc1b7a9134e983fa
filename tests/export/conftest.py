"""Workspaces of the real samples: photographs with their files, EmoSet images without."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from pycocotools import mask as coco_mask

from emokg.content import content_folder
from emokg.export import Manifest, export_split
from emokg.graph import build
from emokg.records import Region, to_arrow
from emokg.sources import ingest
from emokg.splits import Plan, audit_split, make_split
from emokg.workspace import Workspace, init
from tests.cli.conftest import emokg

__all__ = ["emokg"]

Export = Callable[..., tuple[Path, Manifest]]
MASKED = "photos:moon"
MASK = np.zeros((512, 512), np.uint8)
MASK[60:116, 92:150] = 1


@pytest.fixture(scope="session")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Ten photographs, one with a mask; the split `p` has six in train and four in test."""
    workspace = init(tmp_path_factory.mktemp("export") / "photos")
    ingest(workspace, content_folder("ingest") / "samples" / "photos")
    rle = coco_mask.encode(np.asfortranarray(MASK))
    region = Region(
        id="moon#mask",
        image=MASKED,
        x1=92,
        y1=60,
        x2=150,
        y2=116,
        area=float(MASK.sum()),
        mask_rle=rle["counts"].decode(),
        mask_height=512,
        mask_width=512,
    )
    with workspace.writer("test", None) as writer:
        writer.append("regions", to_arrow("regions", [region]))
        writer.commit()
    build(workspace)
    make_split(workspace, "standard", "p", Plan(0, (0.6, 0.4)))
    audit_split(workspace, "p")
    return workspace


@pytest.fixture(scope="session")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """All samples; the split `a` was not audited."""
    workspace = init(tmp_path_factory.mktemp("export") / "everything")
    for name in ("photos", "emoset-vlm"):
        ingest(workspace, content_folder("ingest") / "samples" / name)
    build(workspace)
    make_split(workspace, "standard", "a", Plan(7))
    return workspace


@pytest.fixture
def export(photos: Workspace, tmp_path: Path) -> Export:
    """Export the split of the photographs; gives the folder and the manifest."""

    def export(exporter: str, **asked: object) -> tuple[Path, Manifest]:
        folder = tmp_path / exporter
        return folder, export_split(photos, exporter, "p", folder, **asked)  # type: ignore[arg-type]

    return export


@pytest.fixture(autouse=True)
def _offline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The libraries ask nobody, and keep what they cache out of the home."""
    import datasets

    monkeypatch.setattr(datasets.config, "HF_DATASETS_OFFLINE", True)
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path / "cache")
