"""Finds schema/, ingest/, queries/ and model/, in a checkout or inside the installed wheel."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

Folder = Literal["schema", "ingest", "queries", "model"]


def content_folder(name: Folder) -> Path:
    """Path of one content folder; the wheel carries them in `emokg/content/`."""
    package = Path(__file__).resolve().parent
    installed = package / "content" / name
    return installed if installed.is_dir() else package.parent / name
