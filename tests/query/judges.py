"""The statistics of an association from single images, by SciPy and statsmodels."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from scipy import stats
from statsmodels.stats.contingency_tables import StratifiedTable, Table2x2
from statsmodels.stats.multitest import multipletests

from tests.query.real import Image

Having = Callable[[Image], Iterable[Any]]


def association(
    records: Sequence[Image],
    having: Having,
    evokes: Callable[[Image], bool],
    min_images: int = 1,
) -> dict[Any, dict[str, Any]]:
    """Every item with at least `min_images` images among `records`, with all columns."""
    items = {image.id: set(having(image)) for image in records}
    rows = {}
    for item in set().union(*items.values()):
        tables = [
            _table([(item in items[image.id], evokes(image)) for image in records if own(image)])
            for own in (_of(source) for source in sorted({image.source for image in records}))
        ]
        if sum(tables)[0].sum() >= min_images:
            rows[item] = _row(sum(tables)) | _pooled(tables)
    order = list(rows)
    q = multipletests([rows[item]["p_value"] for item in order], method="fdr_bh")[1]
    return {item: rows[item] | {"q_value": value} for item, value in zip(order, q, strict=True)}


def exact(a: int, b: int, c: int, d: int) -> float:
    """Fisher's two-sided p-value in whole numbers."""
    item, other, total = a + b, a + c, a + b + c + d
    ways = {
        x: math.comb(other, x) * math.comb(total - other, item - x)
        for x in range(max(0, item + other - total), min(item, other) + 1)
    }
    return float(Fraction(sum(w for w in ways.values() if w <= ways[a]), sum(ways.values())))


def gain(
    records: Sequence[Image],
    having: Having,
    pair: tuple[str, str],
    evokes: Callable[[Image], bool],
) -> dict[str, Any]:
    """A pair against the one of its items that it exceeds less surely, the first among equals."""
    found = []
    for item, other in (pair, pair[::-1]):
        own = [image for image in records if item in having(image)]
        table = _table([(other in having(image), evokes(image)) for image in own])
        row = _row(table)
        numbers = {f"gain_{name}": row[name] for name in ("log_odds", "ci_low", "ci_high")}
        counts = {"alone_images": len(own), "alone_emotion_images": sum(map(evokes, own))}
        found.append({"alone": item} | counts | numbers | {"gain_p_value": row["p_value"]})
    return max(found, key=lambda each: float(each["gain_p_value"]))


def _of(source: str) -> Callable[[Image], bool]:
    return lambda image: image.source == source


def _table(pairs: list[tuple[bool, bool]]) -> np.ndarray:
    table = np.zeros((2, 2))
    for has, evokes in pairs:
        table[int(not has), int(not evokes)] += 1
    return table


def _row(table: np.ndarray) -> dict[str, Any]:
    (a, b), (c, _) = table
    total = table.sum()
    judge = Table2x2(table + (0.5 if 0 in table else 0.0), shift_zeros=False)
    low, high = judge.log_oddsratio_confint()
    expected = (a + b) * (a + c)
    return {
        "images": a,
        "item_images": a + b,
        "emotion_images": a + c,
        "total_images": total,
        "lift": a * total / expected if expected else None,
        "log_odds": judge.log_oddsratio,
        "ci_low": low,
        "ci_high": high,
        "p_value": stats.fisher_exact(table)[1],
    }


def _pooled(tables: list[np.ndarray]) -> dict[str, Any]:
    informative = [table for table in tables if table.sum(0).all() and table.sum(1).all()]
    none = dict.fromkeys(("mh_log_odds", "mh_ci_low", "mh_ci_high"))
    strata = {"strata": len(informative)}
    one_way = sum(t[0, 0] * t[1, 1] for t in informative)
    other_way = sum(t[0, 1] * t[1, 0] for t in informative)
    if len(informative) < 2 or not one_way or not other_way:
        return strata | none
    judge = StratifiedTable(informative)
    low, high = judge.logodds_pooled_confint()
    return strata | {"mh_log_odds": judge.logodds_pooled, "mh_ci_low": low, "mh_ci_high": high}


def same(mine: Mapping[str, Any], judged: Mapping[str, Any]) -> bool:
    """Whether the columns that were judged have these values; a small p as exact as a large one."""
    return all(
        _close(mine[name], value, 0.0 if name.endswith(("p_value", "q_value")) else 1e-12)
        for name, value in judged.items()
    )


def _close(mine: Any, judged: Any, least: float) -> bool:
    if mine is None or judged is None or isinstance(judged, str):
        return bool(mine == judged)
    return bool(np.isclose(mine, judged, rtol=1e-9, atol=least))
