"""Splits of a data set that cannot leak, and the proof of it.

In: the graph of a workspace, and its near duplicates. Out: `splits/NAME/assignment.parquet` (image,
split) and `certificate.json`. Not its business: finding near duplicates, and what trainers read.
"""

from __future__ import annotations

from emokg.splits.audit import audit_split
from emokg.splits.certificate import Audit, Certificate, Made
from emokg.splits.make import make_split
from emokg.splits.plan import Plan
from emokg.splits.resolver import KINDS, find_kind
from emokg.splits.store import read_assignment, read_certificate

__all__ = [
    "KINDS",
    "Audit",
    "Certificate",
    "Made",
    "Plan",
    "audit_split",
    "find_kind",
    "make_split",
    "read_assignment",
    "read_certificate",
]
