"""COCO run-length masks: column-major runs, written as text, and polygons turned into them.

The text form and the rasterising of polygons follow the COCO API's `maskApi.c` (P. Dollár and
T.-Y. Lin), so that masks come out bit for bit as its own tools make them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

_UPSAMPLING = 5.0


def to_text(counts: Sequence[int]) -> str:
    """Compressed counts: each number as a difference to the one two before, in 5-bit groups."""
    characters: list[str] = []
    for index, count in enumerate(counts):
        rest = count - counts[index - 2] if index > 2 else count
        while True:
            bits = rest & 0x1F
            rest >>= 5
            more = rest != (-1 if bits & 0x10 else 0)
            characters.append(chr((bits | (0x20 if more else 0)) + 48))
            if not more:
                break
    return "".join(characters)


def from_text(text: str) -> list[int]:
    """The counts behind compressed text. Raises ValueError when it is not such a text."""
    counts: list[int] = []
    value = shift = 0
    for character in text:
        bits = ord(character) - 48
        if not 0 <= bits < 64:
            raise ValueError(f"{character!r} does not occur in compressed counts")
        value |= (bits & 0x1F) << shift
        shift += 5
        if bits & 0x20:
            continue
        if bits & 0x10:
            value -= 1 << shift
        if len(counts) > 2:
            value += counts[-2]
        if value < 0:
            raise ValueError("a run has a negative length")
        counts.append(value)
        value = shift = 0
    if shift:
        raise ValueError("the counts break off")
    return counts


def area(counts: Sequence[int]) -> int:
    """Pixels that belong to the mask."""
    return sum(counts[1::2])


def union(masks: Iterable[Sequence[int]], size: int) -> list[int]:
    """The runs of all pixels that any mask has; `size` is height times width."""
    changes = np.zeros(size + 1, np.int32)
    for counts in masks:
        edges = np.cumsum(counts)
        np.add.at(changes, edges[0::2], 1)
        np.add.at(changes, edges[1::2], -1)
        if len(counts) % 2:
            changes[size] -= 1
    return from_pixels(np.cumsum(changes[:size]) > 0)


def from_pixels(pixels: NDArray[np.bool_]) -> list[int]:
    """The runs of a mask whose pixels are given column by column."""
    edges = np.flatnonzero(np.diff(pixels, prepend=False)) if len(pixels) else np.array([0])
    runs: list[int] = np.diff(np.concatenate([[0], edges, [len(pixels)]])).tolist()
    return runs


def from_polygon(points: ArrayLike, height: int, width: int) -> list[int]:
    """The runs of a filled polygon; `points` are x1, y1, x2, y2, … in pixels."""
    corners = np.asarray(points, np.float64).reshape(-1, 2)
    grid = np.trunc(_UPSAMPLING * corners + 0.5).astype(np.int64)
    u, v = _boundary(grid)
    crossing = np.flatnonzero(u[1:] != u[:-1]) + 1
    before, after = u[crossing - 1], u[crossing]
    x = (np.where(after < before, after, after - 1) + 0.5) / _UPSAMPLING - 0.5
    y = (np.minimum(v[crossing], v[crossing - 1]) + 0.5) / _UPSAMPLING - 0.5
    inside = (np.floor(x) == x) & (x >= 0) & (x <= width - 1)
    rows = np.ceil(np.clip(y[inside], 0, height)).astype(np.int64)
    edges = np.sort(np.append(x[inside].astype(np.int64) * height + rows, height * width))
    return _without_empty_runs(np.diff(edges, prepend=0).tolist())


def _boundary(grid: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Every grid point along the outline, edge after edge, in the outline's direction."""
    ends = np.roll(grid, -1, axis=0)
    length = np.abs(ends - grid)
    wide = length[:, 0] >= length[:, 1]
    flip = np.where(wide, grid[:, 0] > ends[:, 0], grid[:, 1] > ends[:, 1])
    first = np.where(flip[:, None], ends, grid)
    rise = np.where(flip[:, None], grid, ends) - first
    steps = length.max(axis=1)
    slope = np.where(wide, rise[:, 1], rise[:, 0]) / np.maximum(steps, 1)
    edge = np.repeat(np.arange(len(grid)), steps + 1)
    step = np.arange(len(edge)) - np.repeat(np.cumsum(steps + 1) - steps - 1, steps + 1)
    step = np.where(flip[edge], steps[edge] - step, step)
    along = np.where(wide, first[:, 0], first[:, 1])[edge] + step
    start = np.where(wide, first[:, 1], first[:, 0])[edge]
    across = np.trunc(start + slope[edge] * step + 0.5).astype(np.int64)
    is_wide = wide[edge]
    return np.where(is_wide, along, across), np.where(is_wide, across, along)


def _without_empty_runs(runs: Sequence[int]) -> list[int]:
    """Two crossings at one pixel cancel: the runs on both sides are one."""
    merged = [runs[0]]
    index = 1
    while index < len(runs):
        if runs[index] > 0:
            merged.append(runs[index])
            index += 1
        else:
            if index + 1 < len(runs):
                merged[-1] += runs[index + 1]
            index += 2
    return merged


def is_whole(counts: Sequence[int], height: int, width: int) -> bool:
    """Whether the runs cover the image exactly."""
    return all(count >= 0 for count in counts) and math.fsum(counts) == height * width
