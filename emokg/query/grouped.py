"""The smaller statistics: shares of a whole, spread over emotions, agreement of raters."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from emokg.query.arrays import doubles, floats, integers, numbers
from emokg.query.statistics.agreement import Agreement, cohen
from emokg.query.statistics.shares import entropy, wilson
from emokg.taxonomy import CES

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def shares(answer: pa.Table, items: tuple[str, ...]) -> pa.Table:
    """The share of each row in its whole, with Wilson's interval; rows in the engine's order."""
    count, total = doubles(answer.column("images")), doubles(answer.column("total_images"))
    low, high = wilson(count, total)
    with np.errstate(invalid="ignore"):
        share = count / total
    table = answer.select([*items, "images", "total_images"])
    for name, values in {"share": share, "ci_low": low, "ci_high": high}.items():
        table = table.append_column(name, floats(values))
    return table


def spread(answer: pa.Table, items: tuple[str, ...], min_images: int) -> pa.Table:
    """How the images of an item spread over the emotions, the most concentrated first."""
    (item,) = items
    answer = answer.sort_by(
        [(item, "ascending"), ("images", "descending"), ("emotion", "ascending")]
    )
    words = answer.column(item).combine_chunks().dictionary_encode()
    group = numbers(words.indices).astype(np.int64)
    images, size = doubles(answer.column("images")), len(words.dictionary)
    total = np.bincount(group, images, size)
    first = np.searchsorted(group, np.arange(size))
    bits = np.maximum(entropy(group, images, size), 0.0)
    table = pa.table(
        {
            item: words.dictionary,
            "images": integers(total),
            "emotions": integers(np.bincount(group, images > 0, size)),
            "entropy": floats(bits),
            "top_emotion": answer.column("emotion").take(integers(first)),
            "top_share": floats(images[first] / total),
        }
    )
    order = np.lexsort((np.arange(size), -total, np.round(bits, 12)))
    return table.take(integers(order[total[order] >= min_images]))


def agreement(answer: pa.Table, items: tuple[str, ...]) -> pa.Table:
    """Cohen's kappa of each pair of raters; pairs in the order of their names."""
    place = {name: number for number, name in enumerate(CES)}
    pairs: dict[tuple[str, ...], Ints] = {}
    for row in answer.to_pylist():
        table = pairs.setdefault(
            tuple(row[name] for name in items), np.zeros((len(CES), len(CES)), dtype=np.int64)
        )
        table[place[row["answer"]], place[row["other_answer"]]] += row["images"]
    rows = [
        _agreement(dict(zip(items, pair, strict=True)), cohen(pairs[pair]))
        for pair in sorted(pairs)
    ]
    kinds: dict[str, Any] = dict.fromkeys(items, pa.string())
    kinds |= {"images": pa.int64(), "agreed": pa.int64()}
    kinds |= dict.fromkeys(("agreement", "expected", "kappa", "ci_low", "ci_high"), pa.float64())
    return pa.Table.from_pylist(rows, schema=pa.schema(list(kinds.items())))


def _agreement(items: dict[str, str], found: Agreement) -> dict[str, Any]:
    def known(value: float) -> float | None:
        return float(value) if np.isfinite(value) else None

    return items | {
        "images": found.images,
        "agreed": found.agreed,
        "agreement": found.agreed / found.images if found.images else None,
        "expected": found.expected,
        "kappa": known(found.kappa),
        "ci_low": known(found.low),
        "ci_high": known(found.high),
    }
