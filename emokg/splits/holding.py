"""Choosing what to hold out, where images have several things and things are in several images.

An image can be tested on if all its things are held out, and trained on if none is; one with some
of both is lost. So not things are drawn but images, with all their things, and a draw that would
lose more images than it gains is passed over.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from emokg.splits.pool import Ints

Bools = NDArray[np.bool_]


def held_things(row: Ints, thing: Ints, allowed: Bools, place: Ints, quota: int) -> Bools:
    """Which things are held out, so that up to `quota` images have nothing else.

    Image `row[i]` has thing `thing[i]`; only `allowed` things may be held out; `place` is the
    place of every image in the shuffled order.
    """
    row, thing = np.unique(np.stack([row, thing]), axis=1)
    of_image = np.searchsorted(row, np.arange(len(place) + 1))
    by_thing = np.argsort(thing, kind="stable")
    of_thing = np.searchsorted(thing[by_thing], np.arange(len(allowed) + 1))
    images = row[by_thing]
    left = np.diff(of_image)
    touched = np.zeros(len(place), np.bool_)
    held = np.zeros(len(allowed), np.bool_)
    for image in np.argsort(place).tolist():
        things = thing[of_image[image] : of_image[image + 1]]
        new = things[~held[things]]
        sizes = of_thing[new + 1] - of_thing[new]
        if quota <= 0 or not len(new) or not allowed[new].all() or sizes.sum() > 4 * quota:
            continue
        having = np.concatenate([images[of_thing[one] : of_thing[one + 1]] for one in new])
        there, counts = np.unique(having, return_counts=True)
        gained = int(np.sum(left[there] == counts))
        lost = int(np.sum(~touched[there])) - gained
        if gained <= quota and lost <= gained:
            held[new] = True
            left[there] -= counts
            touched[there] = True
            quota -= gained
    return held
