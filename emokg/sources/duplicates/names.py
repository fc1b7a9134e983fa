"""What an image is called by its sources, and the words it was generated from, as keys.

A data set that contains another keeps its names: `emoverse:amusement_00097` from EmoSet is
`emoset:amusement_00097`. A counter (`img_0012`, `amusement_00097`) names a picture only within its
source; another name (`astronaut`, the long number of a photo site) or an address does everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

import numpy as np
import pyarrow as pa

from emokg.sources.duplicates.pairs import Pairs, alike
from emokg.taxonomy import normalize_phrase

_COUNTER = re.compile(r"[a-z]*[ _.-]?\d{1,7}")


def original_names(image: Mapping[str, Any]) -> set[str]:
    """Keys of the picture that an image record (id, source, uri) names."""
    source, own_id, uri = image["source"], image["id"].partition(":")[2], image["uri"]
    keys = {_named(source, own_id.rpartition("/")[2])}  # an id may be a path
    if uri is not None:
        path = uri.strip().lower().replace("\\", "/")
        keys.add(_named(source, PurePosixPath(path).stem))
        if "://" in path:
            keys.add(f"address {path}")
    return keys


def _named(source: str, name: str) -> str:
    return f"{source} {name}" if _COUNTER.fullmatch(name) else f"name {name}"


def same_original(images: pa.Table) -> Pairs:
    """Rows of different namespaces that name the same picture, each with the first."""
    rows, keys = [], []
    for row, image in enumerate(images.select(["id", "source", "uri"]).to_pylist()):
        for key in sorted(original_names(image)):
            rows.append(row)
            keys.append(key)
    owners = np.array(rows, np.int64)
    namespaces = np.array([name.partition(":")[0] for name in images["id"].to_pylist()], np.str_)
    found = alike(pa.array(keys, pa.string()))
    of_first, of_second = namespaces[owners[found.first]], namespaces[owners[found.second]]
    across = np.isin(found.first, found.first[of_first != of_second])
    return Pairs(found.first[across], found.second[across], found.distance[across]).of(owners)


def same_prompt(images: pa.Table) -> Pairs:
    """Rows generated from the same words, whatever their case and spacing."""
    words = [text and (normalize_phrase(text) or None) for text in images["prompt"].to_pylist()]
    return alike(pa.array(words, pa.string()))
