"""Graphs of several ranges, and what the tests of one engine share."""

from __future__ import annotations

import pytest

from tests.contract.made_up import MadeUp, link

IMAGES = 9_000


@pytest.fixture(scope="session")
def large() -> MadeUp:
    """Enough images for several ranges of rows, each with a source and an emotion."""
    ids = [f"s:{number:05d}" for number in range(IMAGES)]
    return MadeUp(
        {
            "Image": tuple({"id": id_, "width": n} for n, id_ in enumerate(ids)),
            "Source": ({"id": "s"},),
            "Emotion": ({"id": "awe"},),
        },
        {"FROM_SOURCE": tuple(link(id_, "s", "Image Source") for id_ in ids)},
    )
