"""Words → vectors of the company they keep: which words and emotions share their images.

Positive pointwise mutual information of co-occurrence, reduced by a truncated singular value
decomposition (Levy and Goldberg 2014; Bullinaria and Levy 2012). No model is needed: the graph
itself is the text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import svds

DIMENSION = 64
HALF_TRUST = 20
"""Images a word has to be on for its vector to count for half."""

Rows = NDArray[np.float64]


@dataclass(frozen=True)
class Company:
    """Unit vectors (words, dimension), and how far each is to be trusted, 0 to 1."""

    row_of: Mapping[str, int]
    vectors: Rows
    trust: Rows

    def likeness(self, one: str, other: str) -> tuple[float, float]:
        """Cosine of two words, and the trust in it; (0, 0) where a word is not known."""
        rows = self.row_of.get(one), self.row_of.get(other)
        if rows[0] is None or rows[1] is None:
            return 0.0, 0.0
        cosine = float(self.vectors[rows[0]] @ self.vectors[rows[1]])
        return cosine, float(min(self.trust[rows[0]], self.trust[rows[1]]))


def company(images: Sequence[Sequence[str]]) -> Company:
    """Vectors from the words of each image (its emotions may be among them)."""
    names = sorted({word for said in images for word in said})
    row_of = {word: row for row, word in enumerate(names)}
    if len(names) <= DIMENSION + 1:
        return Company({}, np.empty((0, DIMENSION)), np.empty(0))
    together, times = _together(images, row_of)
    # ARPACK starts from a random vector unless it is given one
    left, values, _ = svds(_ppmi(together), DIMENSION, v0=np.ones(len(names)))
    vectors = left * np.sqrt(values)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return Company(row_of, vectors / np.maximum(lengths, 1e-12), times / (times + HALF_TRUST))


def _together(
    images: Sequence[Sequence[str]], row_of: Mapping[str, int]
) -> tuple[sparse.csr_array, Rows]:
    """On how many images two words are, and on how many each is."""
    columns = [sorted({row_of[word] for word in said}) for said in images]
    starts = np.cumsum([0, *map(len, columns)])
    flat = np.fromiter((row for row_ in columns for row in row_), np.int64, int(starts[-1]))
    shape = (len(images), len(row_of))
    has = sparse.csr_array((np.ones(len(flat), np.float64), flat, starts), shape=shape)
    together = sparse.csr_array(has.T @ has)
    times = together.diagonal()
    together.setdiag(0)
    together.eliminate_zeros()
    return together, times


def _ppmi(together: sparse.csr_array) -> sparse.csr_array:
    found = sparse.coo_array(together)
    totals = np.asarray(together.sum(axis=1), np.float64).ravel()
    row, column = found.coords
    ratio = found.data * totals.sum() / (totals[row] * totals[column])
    information = np.maximum(np.log(ratio), 0)
    return sparse.csr_array((information, (row, column)), shape=together.shape)
