"""One directory on disk: where the records, vectors and projections lie, and what is committed.

In: Arrow tables and vectors. Out: the same, checked. A manifest names every committed part with
its size and hash; swapping it is the commit. Not its business: what the rows mean.
"""

from __future__ import annotations

from emokg.workspace.files import disk_named
from emokg.workspace.folder import Workspace, find, init
from emokg.workspace.manifest import Manifest, Part, Space, VectorPart
from emokg.workspace.vectors import Vectors
from emokg.workspace.writer import Writer

__all__ = [
    "Manifest",
    "Part",
    "Space",
    "VectorPart",
    "Vectors",
    "Workspace",
    "Writer",
    "disk_named",
    "find",
    "init",
]
