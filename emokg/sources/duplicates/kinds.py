"""The kinds of evidence by name, and the finder of each: records in, pairs of rows out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import get_args

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from emokg.errors import UnknownName, UsageError
from emokg.records import EvidenceKind
from emokg.sources.duplicates.names import same_original, same_prompt
from emokg.sources.duplicates.pairs import Ints, Pairs, alike, forest
from emokg.workspace import Vectors

PHASH = r"^[0-9a-f]{16}$"
"""64 bits; hashes of other lengths come from other methods and are not compared."""


@dataclass(frozen=True)
class Settings:
    """How near is near: bits of 64 that two perceptual hashes may differ in, and the least cosine.

    Two unrelated pictures differ in at most 10 bits about once in 40 million pairs.
    """

    radius: int = 10
    cosine: float = 0.98

    def __post_init__(self) -> None:
        if not 0 <= self.radius <= 16:
            raise UsageError(
                f"a radius of {self.radius} bits cannot be used",
                "unrelated pictures differ in 18 bits and more; give 0 to 16, for example 10",
            )
        if not 0.5 <= self.cosine <= 1:
            raise UsageError(
                f"a cosine of {self.cosine:g} cannot be used", "give 0.5 to 1, for example 0.98"
            )


@dataclass(frozen=True)
class Known:
    """What the finders read: image records sorted by id, and the vectors of every DES space."""

    images: pa.Table
    spaces: Sequence[Vectors] = ()
    row_of: Mapping[str, int] = field(init=False)

    def __post_init__(self) -> None:
        ids = self.images["id"].to_pylist()
        object.__setattr__(self, "row_of", {name: row for row, name in enumerate(ids)})


Finder = Callable[[Known, Settings], Pairs]


def _exact(known: Known, _: Settings) -> Pairs:
    return alike(known.images["sha256"].combine_chunks())


def _phash(known: Known, settings: Settings) -> Pairs:
    from emokg.sources.duplicates import hamming

    hashed = has_phash(known.images)
    texts = known.images["phash"].filter(pa.array(hashed)).to_pylist()
    values = np.array([int(text, 16) for text in texts], np.uint64)
    return hamming.close(values, settings.radius).of(np.flatnonzero(hashed))


def has_phash(images: pa.Table) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which rows have a perceptual hash that can be compared."""
    found = pc.match_substring_regex(images["phash"], PHASH).fill_null(False)
    return np.asarray(found.to_numpy(), np.bool_)


def _des(known: Known, settings: Settings) -> Pairs:
    from emokg.sources.duplicates import cosine

    found = []
    for space in known.spaces:
        rows = np.array([known.row_of[image] for image in space.ids], np.int64)
        order = np.argsort(rows, kind="stable")
        vectors = _gathered(space, order)
        found.append(cosine.close(vectors, settings.cosine).of(rows[order]))
    if len(found) == 1:
        return found[0]
    return forest(Pairs.joined(found), len(known.images))


def _gathered(space: Vectors, order: Ints) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """The vectors in an order of rows, in memory of their own."""
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    gathered = np.empty((len(order), space.dimension), np.float32)
    start = 0
    for batch in space.batches():
        gathered[place[start : start + len(batch)]] = batch
        start += len(batch)
    return gathered


def _source_id(known: Known, _: Settings) -> Pairs:
    return same_original(known.images)


def _prompt(known: Known, _: Settings) -> Pairs:
    return same_prompt(known.images)


_FINDERS: Mapping[EvidenceKind, Finder] = {
    "exact": _exact,
    "phash": _phash,
    "des": _des,
    "source_id": _source_id,
    "prompt": _prompt,
}
KINDS: tuple[EvidenceKind, ...] = get_args(EvidenceKind)


def finder(kind: EvidenceKind) -> Finder:
    """What finds pairs of a kind."""
    return _FINDERS[kind]


def chosen(names: Sequence[str] | None) -> tuple[EvidenceKind, ...]:
    """The kinds called so, in their own order; every kind where none is named.

    Raises UnknownName.
    """
    for name in names or ():
        if name not in KINDS:
            raise UnknownName(
                f"no kind of evidence {name!r}", f"kinds of evidence: {', '.join(KINDS)}"
            )
    return tuple(kind for kind in KINDS if not names or kind in names)
