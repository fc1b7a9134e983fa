"""How the splits resemble one another: counts of CES × source, and how far they are apart."""

from __future__ import annotations

import numpy as np
from pydantic import BaseModel, ConfigDict

from emokg.splits.pool import NOWHERE, Pool, Texts

DIGITS = 9


class Cell(BaseModel):
    """How many images of one CES from one source are in each split."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    emotion: str
    source: str
    images: dict[str, int]


class Balance(BaseModel):
    """Counts, and their divergence.

    `jensen_shannon`: of a split's distribution over CES × source from that of all splits together,
    in bits, 0 to 1. `chi_square`: Pearson's test that splits and CES × source are independent;
    null where there is one split or one cell.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    cells: list[Cell]
    jensen_shannon: dict[str, float]
    chi_square: float | None
    degrees_of_freedom: int | None
    p_value: float | None


def balance(pool: Pool, split: Texts) -> Balance:
    """The balance of the images that have a split."""
    placed = split != NOWHERE
    names, column = np.unique(split[placed], return_inverse=True)
    cells = np.stack([pool.emotion[placed], pool.source[placed]])
    kinds, row = np.unique(cells, axis=1, return_inverse=True)
    counts = np.zeros((kinds.shape[1], len(names)), np.int64)
    np.add.at(counts, (row.ravel(), column), 1)
    told = [
        Cell(emotion=emotion, source=source, images=dict(zip(names.tolist(), line, strict=True)))
        for emotion, source, line in zip(*kinds.tolist(), counts.tolist(), strict=True)
    ]
    statistic, freedom, p_value = _chi_square(counts)
    return Balance(
        cells=told,
        jensen_shannon=dict(zip(names.tolist(), _divergence(counts), strict=True)),
        chi_square=statistic,
        degrees_of_freedom=freedom,
        p_value=p_value,
    )


def _divergence(counts: np.ndarray[tuple[int, int], np.dtype[np.int64]]) -> list[float]:
    from scipy.spatial.distance import jensenshannon

    everything = counts.sum(axis=1)
    distances = (float(jensenshannon(column, everything, base=2)) for column in counts.T)
    return [round(distance**2, DIGITS) + 0.0 for distance in distances]


def _chi_square(
    counts: np.ndarray[tuple[int, int], np.dtype[np.int64]],
) -> tuple[float | None, int | None, float | None]:
    from scipy.stats import chi2_contingency

    if min(counts.shape) < 2:
        return None, None, None
    found = chi2_contingency(counts, correction=False)
    return round(float(found.statistic), DIGITS), int(found.dof), round(float(found.pvalue), DIGITS)
