"""What the tests of the readers share: a workspace, and small files of every shape."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from emokg.content import content_folder
from emokg.sources import Summary, ingest
from emokg.workspace import Workspace, init

Rejects = list[dict[str, Any]]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return init(tmp_path / "workspace")


@pytest.fixture(scope="session")
def data() -> Path:
    """Fixtures made by hand after the published shapes."""
    return Path(__file__).parent / "data"


@pytest.fixture(scope="session")
def samples() -> Path:
    """The real data that is shipped."""
    return content_folder("ingest") / "samples"


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write rows as JSON lines, or text as it is."""

    def write(rows: Iterable[Any] | str, name: str = "rows.jsonl") -> Path:
        path = tmp_path / "in" / name
        path.parent.mkdir(exist_ok=True)
        text = rows if isinstance(rows, str) else "".join(json.dumps(row) + "\n" for row in rows)
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def rejects_of(workspace: Workspace) -> Callable[..., Rejects]:
    """Ingest, and read the rejects file."""

    def rejects_of(path: Path, **options: Any) -> Rejects:
        summary: Summary = ingest(workspace, path, **options)
        if summary.rejects_file is None:
            return []
        lines = summary.rejects_file.read_text(encoding="utf-8").splitlines()
        assert len(lines) == summary.rejected
        assert summary.read == summary.accepted + summary.unchanged + summary.rejected
        return [json.loads(line) for line in lines]

    return rejects_of


def record(number: int = 1, **changes: Any) -> dict[str, Any]:
    """An EmoVerse record in the repository's shape; a change to None takes the field away."""
    values: dict[str, Any] = {
        "id": f"Awe{number:06d}",
        "image_path": f"images/awe/Awe{number:06d}.jpg",
        "description": "A valley under a starry sky.",
        "emotion": "Awe",
        "confidence": 8,
        "background": "A valley under a starry sky",
        "attribute": "Vast",
        "subject": "Mountains",
        "B-A-S": "A valley under a starry sky-Vast-Mountains",
        "bbox": [{"x1": 10.0, "y1": 20.0, "x2": 110.0, "y2": 220.0}],
        "width": 640,
        "height": 480,
    } | changes
    return {key: value for key, value in values.items() if value is not None}
