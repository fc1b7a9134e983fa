"""Odds ratios of pairs whose tables are listed one by one."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from emokg.query.arrays import doubles, floats, integers, numbers
from emokg.query.statistics.families import benjamini_hochberg
from emokg.query.statistics.fisher import fisher_exact
from emokg.query.statistics.tables import Tables, bincount, interval, lift, log_odds

Floats = NDArray[np.float64]

_COUNTS = ("images", "item_images", "other_images", "total_images")


def odds(answer: pa.Table, items: tuple[str, ...]) -> pa.Table:
    """Pairs with the margins the engine counted, the greatest lower bound first.

    `tests` is the size of the family: pairs that never meet are not listed, but were looked for.
    """
    tables = Tables(*(doubles(answer.column(name)) for name in _COUNTS))
    tests = int(doubles(answer.column("tests")).max(initial=0))
    return _tested(answer.select(list(items)), tables, tests)


def contingency(answer: pa.Table, items: tuple[str, ...]) -> pa.Table:
    """Every row of the first item against every column of the second: each image is counted once.

    Pairs that the engine did not find have no images.
    """
    encoded = [pc.dictionary_encode(answer.column(name).combine_chunks()) for name in items]
    sizes = [len(item.dictionary) for item in encoded]
    first, second = (numbers(item.indices).astype(np.int64) for item in encoded)
    cells = bincount(
        first * sizes[1] + second, doubles(answer.column("images")), sizes[0] * sizes[1]
    )
    row, column = np.divmod(np.arange(len(cells)), max(sizes[1], 1))
    tables = Tables(
        cells,
        bincount(row, cells, sizes[0])[row],
        bincount(column, cells, sizes[1])[column],
        np.full(len(cells), cells.sum()),
    )
    places = (row, column)
    pairs = pa.table(
        {
            name: item.dictionary.take(integers(place))
            for name, item, place in zip(items, encoded, places, strict=True)
        }
    )
    return _tested(pairs, tables, len(cells))


def _tested(pairs: pa.Table, tables: Tables, tests: int) -> pa.Table:
    estimate, error = log_odds(tables)
    low, high = interval(estimate, error)
    counts = (tables.both, tables.item, tables.other, tables.total)
    p = fisher_exact(*counts)
    for name, values in zip(_COUNTS, counts, strict=True):
        pairs = pairs.append_column(name, integers(values))
    columns = {"lift": lift(tables), "log_odds": estimate, "ci_low": low, "ci_high": high}
    columns |= {"p_value": p, "q_value": benjamini_hochberg(p, max(tests, len(p)))}
    for name, values in columns.items():
        pairs = pairs.append_column(name, floats(values))
    by_name = [(name, "ascending") for name in pairs.column_names[: -len(_COUNTS) - len(columns)]]
    return pairs.sort_by([("ci_low", "descending"), *by_name])
