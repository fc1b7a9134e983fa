"""EmoKG: a knowledge-graph store and query toolkit for visual emotion.

`emokg.open(path)` gives a workspace that answers questions; nothing heavy is loaded before that.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from emokg.api import Workspace as Workspace
    from emokg.api import open as open  # noqa: A004
    from emokg.table import Table as Table

__all__ = ["Table", "Workspace", "open"]

_HOMES = {"open": "emokg.api", "Workspace": "emokg.api", "Table": "emokg.table"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'emokg' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__
