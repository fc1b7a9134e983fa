"""Clustered DES vectors: like a ReLU layer's output, non-negative with a third of the entries zero.

Images of one emotion lie near each other, images of one subject nearer; what is left varies in a
few dozen directions, as embeddings of real pictures do.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from emokg.taxonomy import CES

DIMENSION, LATENT, TOPICS = 1024, 40, 1500


def clustered(
    emotion: NDArray[np.int64], topic: NDArray[np.int64], seed: int, chunk: int = 16384
) -> Iterator[NDArray[np.float32]]:
    """Vectors (n, 1024) float32 in chunks, one per image, from its emotion and topic numbers."""
    rng = np.random.default_rng(seed)
    weights = rng.standard_normal((LATENT, DIMENSION), dtype=np.float32)
    of_emotion = rng.standard_normal((len(CES), LATENT), dtype=np.float32)
    of_topic = rng.standard_normal((TOPICS, LATENT), dtype=np.float32)
    lift = np.float32(0.43 * np.sqrt(2.25 * LATENT))  # about a third of the entries end at zero
    for start in range(0, len(emotion), chunk):
        rows = slice(start, start + chunk)
        own = rng.standard_normal((len(emotion[rows]), LATENT), dtype=np.float32)
        latent = of_emotion[emotion[rows]] + of_topic[topic[rows] % TOPICS] + np.float32(0.5) * own
        noise = rng.standard_normal((len(latent), DIMENSION), dtype=np.float32)
        yield np.maximum(latent @ weights + lift + noise, 0, dtype=np.float32)
