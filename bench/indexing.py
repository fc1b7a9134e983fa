"""The DES index against comparing every vector: time, recall, and what a filter returns."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from time import perf_counter

import faiss
import numpy as np

from bench.generate import SPACE
from bench.measure import Measured, interleaved, milliseconds
from emokg.vectors import Index, build_index, open_index
from emokg.vectors.rows import batches
from emokg.workspace import Workspace

QUERIES, K = 200, 10
FILTERS = {"1 in 3": 3, "1 in 50": 50, "1 in 5,000": 5000}


def measure(workspace: Workspace) -> Iterator[Measured]:
    """Single searches, one after another, as a person asks them."""
    for old in workspace.space_folder(SPACE).glob("index*"):
        old.unlink()
    start = perf_counter()
    description = build_index(workspace, SPACE)
    yield Measured("index", "build", perf_counter() - start, "s", detail=description.summary())

    index = open_index(workspace, SPACE)
    exact = faiss.IndexFlatIP(description.dimension)
    for _, batch in batches(index.vectors):
        exact.add(batch)
    rng = np.random.default_rng(11)
    rows = np.sort(rng.choice(len(index.vectors), QUERIES, replace=False))
    queries = [index.vector([index.vectors.ids[row]]) for row in rows]

    asked = itertools.cycle(queries)
    times = interleaved(
        {
            "exact": lambda: exact.search(next(asked)[np.newaxis], K),
            "index": lambda: index.search(next(asked), K),
        },
        rounds=41,
    )
    detail = f"{milliseconds(times['index'])} against {milliseconds(times['exact'])} exact"
    yield Measured("index", "search", times["index"] / times["exact"], "×", 0.1, detail=detail)

    truth = exact.search(np.stack(queries), K + 1)[1]
    others = np.stack([found[found != row][:K] for found, row in zip(truth, rows, strict=True)])
    found = [
        index.search(query, K, without=[index.vectors.ids[row]]).images
        for query, row in zip(queries, rows, strict=True)
    ]
    yield Measured(
        "index", "recall@10", _recall(index.vectors.ids, others, found), "", at_least=0.99
    )
    yield from _filtered(index, exact, queries)


def _filtered(index: Index, exact: faiss.Index, queries: list[np.ndarray]) -> Iterator[Measured]:
    ids = index.vectors.ids
    for name, step in FILTERS.items():
        allowed = np.arange(0, len(ids), step)
        selector = faiss.SearchParameters(sel=faiss.IDSelectorBatch(allowed))
        truth = exact.search(np.stack(queries[:50]), K, params=selector)[1]
        images = [ids[row] for row in allowed]
        start = perf_counter()
        found = [index.search(query, K, images).images for query in queries[:50]]
        each = (perf_counter() - start) / len(found)
        short = sum(len(images) != min(K, len(allowed)) for images in found)
        detail = f"{milliseconds(each)} a search, {short} of {len(found)} not exactly {K}"
        recall = _recall(ids, truth, found)
        yield Measured(
            "index", f"filter {name}: recall@10", recall, "", at_least=0.99, detail=detail
        )
        yield Measured("index", f"filter {name}: not exactly k", short, "", at_most=0)


def _recall(ids: list[str], truth: np.ndarray, found: list[list[str]]) -> float:
    shares = [
        len({ids[row] for row in rows if row >= 0} & set(images)) / max(1, np.sum(rows >= 0))
        for rows, images in zip(truth, found, strict=True)
    ]
    return float(np.mean(shares))
