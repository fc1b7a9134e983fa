"""The DES index: which images lie nearest to an image, a vector or several images, by cosine.

In: the committed raw vectors of one DES space, and the graph for filters. Out: image ids with
similarities. Not its business: making vectors, or comparing vectors of different spaces.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from emokg.vectors.answer import neighbors
    from emokg.vectors.build import build_index
    from emokg.vectors.check import check_index, spaces
    from emokg.vectors.description import Description
    from emokg.vectors.filters import allowed_images
    from emokg.vectors.index import Hits, Index, open_index

__all__ = [
    "Description",
    "Hits",
    "Index",
    "allowed_images",
    "build_index",
    "check_index",
    "neighbors",
    "open_index",
    "spaces",
]

_HOMES = {
    "Description": "description",
    "Hits": "index",
    "Index": "index",
    "allowed_images": "filters",
    "build_index": "build",
    "check_index": "check",
    "neighbors": "answer",
    "open_index": "index",
    "spaces": "check",
}


def __getattr__(name: str) -> Any:
    """The public names, imported when first used: FAISS and Arrow are heavy."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
