"""The seeded draw behind the records: who shows what, where, and how it feels. Integers only.

Emotion comes first; phrases are then drawn from Zipf laws tilted towards the emotion they lean to,
so that true associations exist, and sources differ in their emotions, so that source bias exists.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench import phrases
from emokg.taxonomy import CES

Ints = NDArray[np.int64]
SOURCES = ("emoset", "emoart", "flickr30k", "artphoto", "aigc", "webemo")
SHARES = (0.504, 0.2, 0.12, 0.046, 0.08, 0.05)
LABELLED = ("emoset", "emoart", "artphoto", "webemo")
"""Sources that publish their own label; images of the others have votes, or nothing."""
TILT, BACKGROUND_TILT = 6.0, 4.0
"""How much likelier a phrase is under the emotion it leans towards."""


@dataclass(frozen=True)
class Sizes:
    """Distinct counts of the design, times `scale`."""

    images: int
    backgrounds: int
    attributes: int
    subjects: int

    @classmethod
    def scaled(cls, scale: float) -> Sizes:
        """The published counts times `scale`."""
        counts = (234_189, 160_185, 10_169, 17_743)
        return cls(*(max(40, round(count * scale)) for count in counts))


@dataclass(frozen=True)
class Drawn:
    """One draw. `image` arrays are per image, `owner` arrays per triplet (sorted by image)."""

    source: Ints
    emotion: Ints
    """The emotion that is shown, whoever says so; an index into CES."""
    labelled: NDArray[np.bool_]
    annotated: NDArray[np.bool_]
    owner: Ints
    position: Ints
    background: Ints
    """-1 where the triplet has none."""
    attribute: Ints
    subject: Ints


def draw(sizes: Sizes, rng: np.random.Generator) -> Drawn:
    """Draw everything; every phrase occurs at least once."""
    source = np.sort(rng.choice(len(SOURCES), sizes.images, p=SHARES))
    emotion = _emotions(source, rng)
    labelled = np.isin(source, [SOURCES.index(name) for name in LABELLED])
    annotated = np.where(labelled, rng.random(sizes.images) < 0.04, rng.random(sizes.images) < 0.25)
    triplets = rng.choice(4, sizes.images, p=(0.03, 0.78, 0.14, 0.05))
    owner = np.repeat(np.arange(sizes.images), triplets)
    position = np.arange(len(owner)) - np.repeat(np.cumsum(triplets) - triplets, triplets)
    shown = emotion[owner]
    return Drawn(
        source=source,
        emotion=emotion,
        labelled=labelled,
        annotated=annotated,
        owner=owner,
        position=position,
        background=_backgrounds(sizes, emotion, triplets, rng)[owner],
        attribute=_phrases(phrases.attributes(sizes.attributes)[1], shown, TILT, rng),
        subject=_phrases(phrases.subjects(sizes.subjects)[1], shown, TILT / 2, rng),
    )


def _emotions(source: Ints, rng: np.random.Generator) -> Ints:
    """Each source has its own distribution of emotions."""
    emotion = np.empty(len(source), np.int64)
    for number in range(len(SOURCES)):
        there = source == number
        probabilities = rng.dirichlet(np.full(len(CES), 12.0))
        emotion[there] = rng.choice(len(CES), int(there.sum()), p=probabilities)
    return emotion


def _phrases(leanings: list[str], shown: Ints, tilt: float, rng: np.random.Generator) -> Ints:
    """One phrase per triplet: Zipf by rank, times `tilt` under the emotion it leans towards."""
    count = len(leanings)
    leaning = np.array([CES.index(name) if name else -1 for name in leanings])
    zipf = 1.0 / (np.arange(count) + 8.0)
    drawn = np.empty(len(shown), np.int64)
    for number in range(len(CES)):
        there = np.flatnonzero(shown == number)
        cumulative = np.cumsum(np.where(leaning == number, zipf * tilt, zipf))
        drawn[there] = np.searchsorted(cumulative, rng.random(len(there)) * cumulative[-1])
    forced = rng.choice(len(drawn), min(count, len(drawn)), replace=False)
    drawn[forced] = rng.permutation(count)[: len(forced)]
    return drawn


def _backgrounds(sizes: Sizes, emotion: Ints, triplets: Ints, rng: np.random.Generator) -> Ints:
    """One background per image that has triplets: mostly its own, else one of the common ones."""
    background = np.full(sizes.images, -1, np.int64)
    eligible = rng.permutation(np.flatnonzero(triplets))
    own = round(sizes.backgrounds * 0.875)
    common = sizes.backgrounds - own
    background[eligible[:own]] = common + np.arange(min(own, len(eligible)))
    rest = eligible[own:]
    rest = rest[: round(len(rest) * 0.9)]
    if len(rest):
        leanings = phrases.backgrounds(common)[1]
        background[rest] = _phrases(leanings, emotion[rest], BACKGROUND_TILT, rng)
    return background
