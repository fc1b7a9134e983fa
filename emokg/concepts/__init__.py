"""Concepts above phrases: free texts that mean much the same, and the wider term they share.

In: phrases of the records and the company they keep. Out: the record table `concepts`, a log of
steps that can be undone. Not its business: the nodes made of it (`graph`).
"""

from __future__ import annotations

from emokg.concepts.building import KINDS, THRESHOLD, Built, build_concepts
from emokg.concepts.editing import Edited, chosen_kind, merge, split, undo
from emokg.concepts.listing import concept_table, members_table

__all__ = [
    "KINDS",
    "THRESHOLD",
    "Built",
    "Edited",
    "build_concepts",
    "chosen_kind",
    "concept_table",
    "members_table",
    "merge",
    "split",
    "undo",
]
