"""Images that show nearly the same: why they are thought to, and the table of it.

In: image records, the files where they are at hand, DES vectors. Out: the record table
`duplicates`. Not its business: what is done about them (`splits`).
"""

from __future__ import annotations

from emokg.sources.duplicates.evidence import evidence_now
from emokg.sources.duplicates.finding import Found, find_duplicates
from emokg.sources.duplicates.kinds import KINDS, Settings, chosen
from emokg.sources.duplicates.listing import duplicate_table

__all__ = [
    "KINDS",
    "Found",
    "Settings",
    "chosen",
    "duplicate_table",
    "evidence_now",
    "find_duplicates",
]
