"""A split of the graph as files that trainers read as they are.

In: the graph of a workspace and one of its splits. Out: one sub-folder or file a split, and
`manifest.json` beside them. Not its business: who is in which split, and the training.
"""

from __future__ import annotations

from emokg.export.exporting import export_split
from emokg.export.manifest import MANIFEST, Asked, Manifest, Part
from emokg.export.resolver import FORMATS, find_format

__all__ = ["FORMATS", "MANIFEST", "Asked", "Manifest", "Part", "export_split", "find_format"]
