"""A shuffle that depends on the names and the seed, and on nothing else.

A random generator shuffles places, so the same images in another order would be split otherwise.
Sorting by a keyed hash of the name does not care for the order, and an image that is added later
moves no other one far.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


def ranks(names: Iterable[str], seed: int, purpose: str = "") -> Ints:
    """The place of every name in the shuffled order of all of them."""
    key = hashlib.blake2b(f"{seed} {purpose}".encode()).digest()
    digests = np.array([_digest(name, key) for name in names], np.uint64)
    order = np.argsort(digests, kind="stable")
    places = np.empty(len(order), np.int64)
    places[order] = np.arange(len(order))
    return places


def shuffles(names: Iterable[str], seed: int, purpose: str, count: int) -> Iterator[Ints]:
    """The places of every name in `count` shuffled orders, for one hash a name."""
    places = ranks(names, seed, purpose)
    for number in range(count):
        key = _digest(f"{seed} {purpose} {number}", b"")
        yield np.random.default_rng(key).permutation(len(places))[places]


def _digest(name: str, key: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8, key=key).digest(), "big")
