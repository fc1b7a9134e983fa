"""Which items go with an emotion: counts per item and source → the columns of an association.

The unit is the image. The table of an item is "has it" against "evokes the emotion", over all
images that have a CES label. The items with at least `min_images` images are the family of the
q-values: whether an item belongs to it does not depend on the emotion.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from emokg.query.arrays import floats, integers
from emokg.query.counts import Counts, read_counts, read_weighted
from emokg.query.statistics.bootstrap import bootstrap
from emokg.query.statistics.families import benjamini_hochberg
from emokg.query.statistics.fisher import fisher_exact
from emokg.query.statistics.strata import mantel_haenszel
from emokg.query.statistics.tables import Tables, interval, lift, log_odds

Floats = NDArray[np.float64]

ASSOCIATION = (
    "images",
    "item_images",
    "emotion_images",
    "total_images",
    "lift",
    "log_odds",
    "ci_low",
    "ci_high",
    "p_value",
    "q_value",
    "strata",
    "mh_log_odds",
    "mh_ci_low",
    "mh_ci_high",
)
_COUNTS = frozenset({"images", "item_images", "emotion_images", "total_images", "strata"})
_WEIGHED = frozenset({"images", "emotion_images"})


def associate(answer: pa.Table, items: tuple[str, ...], min_images: int = 1) -> pa.Table:
    """Rows with Fisher's test and Wald's interval, the greatest lower bound first."""
    counts = read_counts(answer, items).at_least(min_images)
    whole = counts.whole()
    low, high = interval(*log_odds(whole))
    p = fisher_exact(whole.both, whole.item, whole.other, whole.total)
    tested = {"ci_low": low, "ci_high": high, "p_value": p, "q_value": benjamini_hochberg(p)}
    return _sorted(counts.items, _described(counts, whole) | tested, _COUNTS)


def associate_weighted(answer: pa.Table, items: tuple[str, ...], min_images: int = 1) -> pa.Table:
    """The same where an image counts by its probability: no test, bootstrap intervals."""
    counts, cells = read_weighted(answer, items, min_images)
    whole = counts.whole()
    columns = _described(counts, whole)
    found = bootstrap(cells)
    pooled = np.isfinite(columns["mh_log_odds"])
    none = np.full(len(counts.items), np.nan)
    columns |= {"ci_low": found.low, "ci_high": found.high, "p_value": none, "q_value": none}
    columns["mh_ci_low"] = np.where(pooled, found.pooled_low, np.nan)
    columns["mh_ci_high"] = np.where(pooled, found.pooled_high, np.nan)
    return _sorted(counts.items, columns, _COUNTS - _WEIGHED)


def profile(answer: pa.Table, items: tuple[str, ...]) -> pa.Table:
    """The association of each emotion with one fixed item.

    The rows of the answer are emotions, and every image has exactly one: they add up to all
    images. So the margins change names.
    """
    totals = answer.group_by("source").aggregate([("images", "sum"), ("item_images", "sum")])
    everything = pa.table(
        {name: pa.nulls(len(totals), pa.string()) for name in items}
        | {"source": totals.column("source")}
        | {name: totals.column(f"{name}_sum") for name in ("images", "item_images")}
    )
    table = associate(pa.concat_tables([answer, everything], promote_options="permissive"), items)
    names = {"item_images": "emotion_images", "emotion_images": "item_images"}
    renamed = table.rename_columns([names.get(name, name) for name in table.column_names])
    return renamed.select(table.column_names)


def _described(counts: Counts, whole: Tables) -> dict[str, NDArray[Any]]:
    pooled = mantel_haenszel(counts.strata, counts.row, len(counts.items))
    return {
        "images": whole.both,
        "item_images": whole.item,
        "emotion_images": whole.other,
        "total_images": whole.total,
        "lift": lift(whole),
        "log_odds": log_odds(whole)[0],
        "strata": pooled.strata,
        "mh_log_odds": pooled.log_odds,
        "mh_ci_low": pooled.low,
        "mh_ci_high": pooled.high,
    }


def _sorted(
    items: pa.Table, columns: Mapping[str, NDArray[Any]], whole: frozenset[str]
) -> pa.Table:
    """Items come sorted by name, which decides between equal lower bounds."""
    order = np.argsort(-columns["ci_low"], kind="stable")
    table = items.take(integers(order))
    for name in ASSOCIATION:
        values = columns[name][order]
        table = table.append_column(name, integers(values) if name in whole else floats(values))
    return table
