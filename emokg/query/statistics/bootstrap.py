"""Bootstrap intervals where images count by a probability instead of yes or no.

The images are drawn anew, with replacement, all of them together (Efron 1979), and the interval
lies between the 2.5 % and 97.5 % points of the log odds ratios so found. No image needs to be
looked at: images of one source and one weight form a cell, a draw of all images is multinomial over
the cells, and of those drawn from a cell the ones that have the item are binomial. The seed is
fixed and the cells are sorted, so the same counts give the same interval on every machine.

A cell of the table that is zero is zero in every draw: its chance is not seen, and the interval
would be too narrow. There the interval is Wald's, of the error that the delta method gives the log
odds ratio of weighted images (Huber 1967) with half an image added to every cell; where all weights
are 0 or 1 it is that of yes and no.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from emokg.query.statistics.strata import informative, products
from emokg.query.statistics.tables import Tables, interval, log_odds

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

REPLICATES = 1000
SEED = 118_102
_POINTS = (0.025, 0.975)


@dataclass(frozen=True, slots=True)
class Cells:
    """Images by source and weight: all of them, and per item those that have it.

    `items[k]` are (cell numbers, images of each) of item k.
    """

    source: Ints
    weight: Floats
    images: Ints
    items: tuple[tuple[Ints, Ints], ...]


@dataclass(frozen=True, slots=True)
class Intervals:
    """Bounds per item, crude and pooled over sources."""

    low: Floats
    high: Floats
    pooled_low: Floats
    pooled_high: Floats


def bootstrap(cells: Cells, replicates: int = REPLICATES, seed: int = SEED) -> Intervals:
    """Percentile intervals of the log odds ratio and of the Mantel-Haenszel one."""
    if not cells.items:
        nothing = np.empty(0)
        return Intervals(nothing, nothing, nothing, nothing)
    bounds = np.array(list(_bounds(cells, replicates, seed)))
    return Intervals(*bounds.reshape(-1, 4).T)


def _bounds(cells: Cells, replicates: int, seed: int) -> Iterator[list[float]]:
    rng = np.random.default_rng(seed)
    count = int(cells.images.sum())
    drawn = rng.multinomial(count, cells.images / max(count, 1), size=replicates)
    sources = np.eye(int(cells.source.max(initial=0)) + 1)[cells.source]
    total = drawn @ sources
    other = (drawn * cells.weight) @ sources
    for numbers, images in cells.items:
        having = rng.binomial(drawn[:, numbers], images / cells.images[numbers])
        where = sources[numbers]
        item, both = having @ where, (having * cells.weight[numbers]) @ where
        strata = Tables(both, item, other, total)
        whole = Tables(both.sum(1), item.sum(1), other.sum(1), total.sum(1))
        crude: list[float] = np.quantile(
            log_odds(whole)[0], _POINTS, method="closest_observation"
        ).tolist()
        yield [*(_smoothed(cells, numbers, images) or crude), *_pooled(strata)]


def _smoothed(cells: Cells, numbers: Ints, images: Ints) -> list[float] | None:
    """The interval of a table with an empty cell; None where every cell has something in it."""
    w, others = cells.weight[numbers], cells.images.copy()
    others[numbers] -= images
    table = Tables(
        np.array([images @ w]),
        np.array([float(images.sum())]),
        np.array([cells.images @ cells.weight]),
        np.array([float(cells.images.sum())]),
    )
    if all(cell[0] > 0 for cell in table.cells()):
        return None
    a, b, c, d = (cell[0] + 0.5 for cell in table.cells())
    half = 0.5 * sum(1 / cell**2 for cell in (a, b, c, d))
    having = images @ (w / a - (1 - w) / b) ** 2
    lacking = others @ (cells.weight / c - (1 - cells.weight) / d) ** 2
    low, high = interval(log_odds(table)[0], np.sqrt([half + having + lacking]))
    return [float(low[0]), float(high[0])]


def _pooled(strata: Tables) -> list[float]:
    """A draw with nothing on one side pools to an infinite ratio; with nothing on both, to none.

    An interval that is open on a side is none.
    """
    r, s = (np.where(informative(strata), x, 0.0).sum(axis=1) for x in products(strata))
    known = (r > 0) | (s > 0)
    if not known.any():
        return [np.nan, np.nan]
    with np.errstate(divide="ignore"):
        ratio = np.log(r[known]) - np.log(s[known])
    bounds: list[float] = np.quantile(ratio, _POINTS, method="closest_observation").tolist()
    return bounds if np.isfinite(bounds).all() else [np.nan, np.nan]
