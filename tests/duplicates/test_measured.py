"""How well perceptual hashes find copies of real photographs, and how seldom they err."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from emokg.sources.duplicates.hamming import BITS, MIRROR
from emokg.sources.duplicates.kinds import Settings
from emokg.sources.duplicates.pixels import look
from tests.duplicates.pictures import CHANGES, write_changed

FLOORS = {
    **dict.fromkeys(CHANGES, 1.0),
    "brighter": 0.9,
    "white frame 5 %": 0.9,
    "black frame 10 %": 0.9,
    "cropped 10 %": 0.3,
    "cropped 20 %": 0.0,
}
"""Recall. A crop of more than a few per cent is beyond a hash of the whole picture."""


def _differ(one: int, other: int) -> int:
    return min((one ^ other).bit_count(), (one ^ other ^ MIRROR).bit_count())


def test_copies_are_found_and_other_photographs_are_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = write_changed(tmp_path / "pictures")
    seen = {path: look(path) for path in told}
    hashes = {told[path]: int(facts.phash, 16) for path, facts in seen.items() if facts}
    assert len(hashes) == len(told)
    radius = Settings().radius
    photographs = sorted({name for name, _ in hashes})
    recall = {
        change: np.mean(
            [
                _differ(hashes[name, "as it is"], hashes[name, change]) <= radius
                for name in photographs
            ]
        )
        for change in CHANGES
    }
    near = [
        (one[0], other[0])
        for one, other in combinations(hashes, 2)
        if _differ(hashes[one], hashes[other]) <= radius
    ]
    precision = np.mean([one == other for one, other in near])
    with capsys.disabled():
        print(f"\nperceptual hash, at most {radius} of {BITS} bits; precision {precision:.3f}")
        for change, share in recall.items():
            print(f"  {change:<24} recall {share:.2f}")
    assert precision == 1.0
    assert {change: share for change, share in recall.items() if share < FLOORS[change]} == {}
