"""A stock of rectangular masks in COCO's compressed RLE, some per image size."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from emokg.sources.rle import to_text

SIZES = ((640, 480), (480, 640), (1024, 768), (800, 600), (512, 512), (1280, 720))
"""Width and height; image i has size `i % len(SIZES)`."""


@dataclass(frozen=True)
class Masks:
    """Mask i belongs to size `i // per_size`; boxes are x1, y1, x2, y2 in pixels."""

    per_size: int
    boxes: NDArray[np.int64]
    counts: tuple[str, ...]


def _stock(per_size: int, seed: int) -> Masks:
    rng = np.random.default_rng(seed)
    boxes, counts = [], []
    for width, height in SIZES:
        for _ in range(per_size):
            x1, x2 = sorted(int(x) for x in rng.choice(width, 2, replace=False))
            y1, y2 = sorted(int(y) for y in rng.choice(height, 2, replace=False))
            boxes.append((x1, y1, x2, y2))
            counts.append(to_text(rectangle_runs(width, height, (x1, y1, x2, y2))))
    return Masks(per_size, np.array(boxes), tuple(counts))


def rectangle_runs(width: int, height: int, box: tuple[int, int, int, int]) -> list[int]:
    """Alternating run lengths of background and box, column by column."""
    x1, y1, x2, y2 = box
    tall, gap = y2 - y1, height - (y2 - y1)
    runs = [x1 * height + y1]
    for _ in range(x2 - x1):
        runs += [tall, gap]
    runs[-1] = width * height - sum(runs[:-1])
    return runs


MASKS = _stock(per_size=20, seed=5)
