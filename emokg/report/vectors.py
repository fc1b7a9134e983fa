"""A bounded, seeded sample of the vectors of a DES space, with what is known of its images."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from emokg.report.material import Material, Row
from emokg.vectors.rows import take

BOUND = 4000
SEED = 7
ORIGINS = ("natural", "generated")

QUESTION = """MATCH (image:Image) WHERE image.id IN $images
OPTIONAL MATCH (image)-[:EVOKES {rank: 1}]->(emotion:Emotion)
RETURN image.id AS image, image.uri AS uri, image.origin AS origin, emotion.id AS emotion
ORDER BY image"""


@dataclass(frozen=True, slots=True)
class Sampled:
    """`rows[k]` says what `vectors[k]` is of; `of` is how many vectors the space has.

    The vectors have length one. Their order is random, so that the first n are a sample too.
    """

    vectors: NDArray[np.float64]
    rows: list[Row]
    of: int
    question: str = QUESTION


def sample(material: Material, space: str) -> Sampled:
    """At most BOUND images of a space. Raises the errors of reading vectors."""
    vectors = material.workspace.vectors(space)
    drawn = np.random.default_rng(SEED).permutation(len(vectors))[:BOUND]
    known = {
        row["image"]: row
        for row in material.ask_of([vectors.ids[place] for place in drawn], QUESTION)
    }
    kept = np.array([place for place in drawn if vectors.ids[place] in known], dtype=np.int64)
    units = take(vectors, kept).astype(np.float64)
    return Sampled(units, [known[vectors.ids[place]] for place in kept], len(vectors))
