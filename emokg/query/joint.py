"""Pairs of items that say more about an emotion together than each does alone.

What the second item adds to the first is the conditional odds ratio (Agresti, Categorical Data
Analysis, 2013, 2.3): among the images with the first only, having the second too against evoking
the emotion. A pair exceeds each of its items where it exceeds the one that it exceeds less surely:
the larger of both p-values is that of the claim (intersection-union test, Berger 1982).
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from emokg.query.arrays import doubles, floats, integers, numbers
from emokg.query.association import associate
from emokg.query.statistics.families import benjamini_hochberg
from emokg.query.statistics.fisher import fisher_exact
from emokg.query.statistics.tables import Tables, interval, log_odds

Floats = NDArray[np.float64]


def joint(answer: pa.Table, items: tuple[str, ...], min_images: int = 1) -> pa.Table:
    """Pairs whose lift together exceeds the lift of each alone, with these lifts and the gain.

    Rows of the answer without the second item count the first alone. The family of the q-values is
    every pair with at least `min_images` images, whatever its lift.
    """
    first, second = items
    one = pc.is_null(answer.column(second))
    none = pc.is_null(answer.column(first))
    alone = associate(answer.filter(one), (first,))
    pairs = associate(answer.filter(pc.or_(none, pc.invert(one))), items, min_images)
    names = alone.column(first).combine_chunks()
    own = [alone.take(pc.index_in(pairs.column(name), names)) for name in items]
    lifts = [numbers(table.column("lift")) for table in own]
    for name, values in zip(items, lifts, strict=True):
        pairs = pairs.append_column(f"{name}_lift", floats(values))
    better = numbers(pairs.column("lift")) > np.maximum(*lifts)
    return _with_gain(pairs, own).take(integers(np.flatnonzero(better)))


def _with_gain(pairs: pa.Table, own: list[pa.Table]) -> pa.Table:
    """The comparison with the item that a pair exceeds less surely, the first where both are alike.

    `own` has the row of each pair's first item alone, and that of its second.
    """
    tables = [_among(pairs, table) for table in own]
    p = [fisher_exact(each.both, each.item, each.other, each.total) for each in tables]
    second = p[1] > p[0]

    def chosen(one: Floats, other: Floats) -> Floats:
        return np.where(second, other, one)

    estimate, error = (chosen(*both) for both in zip(*map(log_odds, tables), strict=True))
    low, high = interval(estimate, error)
    larger = chosen(*p)
    columns = {
        "alone": pc.if_else(pa.array(second), own[1].column(0), own[0].column(0)),
        "alone_images": integers(chosen(*(table.total for table in tables))),
        "alone_emotion_images": integers(chosen(*(table.other for table in tables))),
        "gain_log_odds": floats(estimate),
        "gain_ci_low": floats(low),
        "gain_ci_high": floats(high),
        "gain_p_value": floats(larger),
        "gain_q_value": floats(benjamini_hochberg(larger)),
    }
    for name, values in columns.items():
        pairs = pairs.append_column(name, values)
    return pairs


def _among(pairs: pa.Table, alone: pa.Table) -> Tables:
    """Among the images with an item: having the other one too, against the emotion."""
    return Tables(
        doubles(pairs.column("images")),
        doubles(pairs.column("item_images")),
        doubles(alone.column("images")),
        doubles(alone.column("item_images")),
    )
