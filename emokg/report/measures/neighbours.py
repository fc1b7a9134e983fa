"""Vectors on a plane by their neighbours: t-SNE, and what of the neighbourhoods it keeps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SEED = 7
PERPLEXITY = 30.0
NEAR = 10
"""Neighbours that are looked at, of a point."""
LEAST = 3 * NEAR
"""Points below which a map of neighbourhoods says nothing."""


@dataclass(frozen=True, slots=True)
class Embedding:
    """`points` is (n, 2). `trust` is the trustworthiness for NEAR neighbours, at most 1.

    It falls with every neighbour on the map that is none in the space, by how far off it is there
    (Venna and Kaski 2001).
    """

    points: Floats
    perplexity: float
    trust: float


def neighbour_embedding(vectors: Floats) -> Embedding | None:
    """t-SNE (van der Maaten and Hinton 2008) of (n, d) vectors of length one, by cosine distance.

    None for fewer than LEAST vectors, and where all are the same. It starts from the principal
    components and runs on one thread: sums of several end in an order of their own, and the map
    would be another one every time.
    """
    if len(vectors) < LEAST or not np.ptp(vectors, axis=0).any():
        return None
    from sklearn.manifold import TSNE, trustworthiness
    from threadpoolctl import threadpool_limits

    perplexity = min(PERPLEXITY, (len(vectors) - 1) / 3)
    with threadpool_limits(1):
        made = TSNE(
            perplexity=perplexity, metric="cosine", init="pca", random_state=SEED, n_jobs=1
        ).fit_transform(vectors)
        trust = trustworthiness(vectors, made, n_neighbors=NEAR, metric="cosine")
    return Embedding(made.astype(np.float64), perplexity, float(trust))


def alike_nearby(points: Floats, labels: NDArray[np.str_]) -> Floats:
    """For each of (n, d) points, the share of its NEAR nearest others that have its label."""
    squares = np.einsum("ij,ij->i", points, points)
    squared = squares[:, None] + squares[None, :] - 2 * points @ points.T
    np.fill_diagonal(squared, np.inf)
    nearest = np.argpartition(squared, NEAR - 1, axis=1)[:, :NEAR]
    shares: Floats = (labels[nearest] == labels[:, None]).mean(axis=1)
    return shares
