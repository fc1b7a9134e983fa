"""Which items go with an emotion: counts per item and source → the columns of an association.

The unit is the image. The table of an item is "has it" against "evokes the emotion", over all
images that have a CES label.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from emokg.query.counts import Cells, Counts, read_counts
from emokg.query.statistics import bootstrap
from emokg.query.statistics.families import benjamini_hochberg
from emokg.query.statistics.fisher import fisher_exact
from emokg.query.statistics.strata import mantel_haenszel
from emokg.query.statistics.tables import Tables, bincount, interval, lift, log_odds

Floats = NDArray[np.float64]


def associate(
    answer: pa.Table, items: tuple[str, ...], *, min_images: int = 1, weighted: bool = False
) -> pa.Table:
    """Rows of the items with at least `min_images` images, strongest first.

    Those items are the family of the q-values: whether an item belongs to it does not depend on
    the emotion. `weighted` counts probabilities: no exact test then, bootstrap intervals.
    """
    counts = read_counts(answer, items)
    strata, row = _strata(counts)
    images = bincount(row, strata.item, len(counts.items))
    kept = images >= min_images
    strata, row = _only(strata, row, kept)
    rows = counts.items.filter(pa.array(kept))
    whole = _whole(strata, row, len(rows), counts.everything)
    numbers = _weighted(counts, kept) if weighted else _exact(whole)
    pooled = mantel_haenszel(strata, row, len(rows))
    columns: dict[str, Any] = {
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
    known = np.isfinite(pooled.log_odds)
    for name, values in numbers.items():
        columns[name] = np.where(known, values, np.nan) if name.startswith("mh_") else values
    return _sorted(rows, columns, weighted)


def turned(answer: pa.Table, items: tuple[str, ...]) -> pa.Table:
    """The same where the rows are emotions and the item is fixed: the margins change names."""
    table = associate(answer, items)
    names = {"item_images": "emotion_images", "emotion_images": "item_images"}
    renamed = table.rename_columns([names.get(name, name) for name in table.column_names])
    return renamed.select(table.column_names)


def _strata(counts: Counts) -> tuple[Tables, NDArray[np.int64]]:
    """One table per item and source that has it, and the item of each."""
    cells = counts.cells
    key = cells.item * max(counts.sources, 1) + cells.source
    keys, place = np.unique(key, return_inverse=True)
    source = keys % max(counts.sources, 1)
    everything = counts.everything
    evoking = bincount(everything.source, everything.weight * everything.images, counts.sources)
    total = bincount(everything.source, everything.images, counts.sources)
    both = bincount(place, cells.weight * cells.images, len(keys))
    item = bincount(place, cells.images, len(keys))
    return Tables(both, item, evoking[source], total[source]), keys // max(counts.sources, 1)


def _only(
    strata: Tables, row: NDArray[np.int64], kept: NDArray[np.bool_]
) -> tuple[Tables, NDArray[np.int64]]:
    """The strata of the kept items, whose numbers close up."""
    stay = kept[row]
    number = np.cumsum(kept) - 1
    parts = (strata.both, strata.item, strata.other, strata.total)
    return Tables(*(part[stay] for part in parts)), number[row[stay]]


def _whole(strata: Tables, row: NDArray[np.int64], rows: int, everything: Cells) -> Tables:
    """The tables over all sources; those without the item count in the totals."""
    evoking = float((everything.weight * everything.images).sum())
    return Tables(
        bincount(row, strata.both, rows),
        bincount(row, strata.item, rows),
        np.full(rows, evoking),
        np.full(rows, float(everything.images.sum())),
    )


def _exact(whole: Tables) -> dict[str, Floats]:
    low, high = interval(*log_odds(whole))
    p = fisher_exact(*(np.rint(x) for x in (whole.both, whole.item, whole.other, whole.total)))
    return {"ci_low": low, "ci_high": high, "p_value": p, "q_value": benjamini_hochberg(p)}


def _weighted(counts: Counts, kept: NDArray[np.bool_]) -> dict[str, Floats]:
    cells, everything = counts.cells, counts.everything
    place = {
        cell: number
        for number, cell in enumerate(
            zip(everything.source.tolist(), everything.weight.tolist(), strict=True)
        )
    }
    keys = zip(cells.source.tolist(), cells.weight.tolist(), strict=True)
    numbers = np.array([place[key] for key in keys], dtype=np.int64)
    ends = np.flatnonzero(np.diff(cells.item)) + 1
    having = zip(np.split(numbers, ends), np.split(cells.images, ends), strict=True)
    items = tuple(item for item, stays in zip(having, kept, strict=False) if stays)
    found = bootstrap.bootstrap(
        bootstrap.Cells(everything.source, everything.weight, everything.images, items)
    )
    nothing = np.full(int(kept.sum()), np.nan)
    return {
        "ci_low": found.low,
        "ci_high": found.high,
        "p_value": nothing,
        "q_value": nothing,
        "mh_ci_low": found.pooled_low,
        "mh_ci_high": found.pooled_high,
    }


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
_WHOLE = frozenset({"item_images", "total_images", "strata"})
_WHOLE_UNLESS_WEIGHTED = frozenset({"images", "emotion_images"})


def _sorted(rows: pa.Table, columns: Mapping[str, Any], weighted: bool) -> pa.Table:
    """Strongest lower bound first; the rows come sorted by item, which decides between equals."""
    whole = _WHOLE if weighted else _WHOLE | _WHOLE_UNLESS_WEIGHTED
    order = np.argsort(-columns["ci_low"], kind="stable")
    table = rows.take(order)
    for name in ASSOCIATION:
        values = columns[name][order]
        if name in whole:
            array = pa.array(np.rint(values).astype(np.int64))
        else:
            array = pa.array(values, pa.float64(), mask=~np.isfinite(values))
        table = table.append_column(name, array)
    return table
