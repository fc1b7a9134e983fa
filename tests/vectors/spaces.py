"""Small workspaces that hold nothing but vectors."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from emokg.workspace import Manifest, Workspace, init
from emokg.workspace.manifest import write_manifest

SPACE = "small"


def workspace_with(folder: Path, vectors: np.ndarray, space: str = SPACE) -> Workspace:
    """A workspace with the vectors (n, dimension) of images `test:0`, `test:1`, …"""
    workspace = init(folder)
    append(workspace, vectors, names(len(vectors)), space)
    return workspace


def names(count: int, start: int = 0) -> list[str]:
    return [f"test:{number}" for number in range(start, start + count)]


def append(
    workspace: Workspace, vectors: np.ndarray, ids: Sequence[str], space: str = SPACE
) -> None:
    """Commit another part of vectors."""
    with workspace.writer("test", workspace.root) as writer:
        writer.append_vectors(space, ids, vectors.astype(np.float32), "made up")
        writer.commit()


def drop_part(workspace: Workspace, number: int, space: str = SPACE) -> None:
    """Commit a manifest that no longer names the part."""
    manifest = workspace.manifest()
    entry = manifest.spaces[space]
    parts = [part for position, part in enumerate(entry.parts) if position != number]
    changed = Manifest(
        tables=manifest.tables,
        spaces={**manifest.spaces, space: entry.model_copy(update={"parts": parts})},
        ingests=manifest.ingests,
    )
    write_manifest(workspace.manifest_file, changed)


def cosines(vectors: np.ndarray, query: np.ndarray) -> np.ndarray:
    """Brute force, in double precision."""
    wide, asked = vectors.astype(np.float64), query.astype(np.float64)
    return wide @ asked / np.linalg.norm(wide, axis=1) / np.linalg.norm(asked)


def clustered(count: int, dimension: int = 24, seed: int = 3) -> np.ndarray:
    rng = np.random.default_rng(seed)
    centres = rng.standard_normal((40, dimension))
    near = centres[rng.integers(40, size=count)] + 0.4 * rng.standard_normal((count, dimension))
    return (near * rng.uniform(0.5, 9, (count, 1))).astype(np.float32)
