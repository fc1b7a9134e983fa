"""A full-size workspace from a seed: `python -m bench.generate DIR [--scale 1.0] [--vectors]`."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from bench.des import clustered
from bench.sampling import Drawn, Sizes, draw
from bench.tables import tables
from emokg.workspace import Workspace, init

SPACE = "bench-1024"


def generate(
    folder: Path, scale: float = 1.0, *, seed: int = 7, vectors: bool = False
) -> Workspace:
    """Make a workspace in a new folder; `scale` 1.0 is the size of the design (234,189 images)."""
    workspace = init(folder)
    sizes = Sizes.scaled(scale)
    rng = np.random.default_rng(seed)
    drawn = draw(sizes, rng)
    records = tables(drawn, sizes, rng)
    with workspace.writer("bench", folder) as writer:
        for name, rows in records.items():
            writer.append(name, rows)
        if vectors:
            ids = records["images"]["id"].to_pylist()
            start = 0
            for chunk in clustered(drawn.emotion, _topics(drawn), seed):
                writer.append_vectors(SPACE, ids[start : start + len(chunk)], chunk, "generated")
                start += len(chunk)
        writer.commit()
    return workspace


def _topics(drawn: Drawn) -> np.ndarray:
    """The subject of an image's last triplet, as the topic of its vector."""
    topic = np.arange(len(drawn.source))
    topic[drawn.owner] = drawn.subject
    return topic


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.generate", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scale", type=float, default=1.0, help="1.0 is 234,189 images")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--vectors", action="store_true", help="also 1024-d vectors (0.96 GB)")
    given = parser.parse_args()
    generate(given.folder, given.scale, seed=given.seed, vectors=given.vectors)


if __name__ == "__main__":
    main()
