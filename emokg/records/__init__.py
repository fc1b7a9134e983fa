"""What a workspace knows, one record a fact: pydantic models and the Arrow schemas of their tables.

In: plain values. Out: validated records, and tables of them. Not its business: where they lie on
disk (`workspace`) and how a data set is turned into them (`sources`).
"""

from __future__ import annotations

from emokg.records.models import (
    Annotation,
    ConceptKind,
    ConceptLink,
    ConceptMethod,
    ConceptRelation,
    Duplicate,
    Emotion,
    EvidenceKind,
    Image,
    MatchRelation,
    Record,
    Region,
    Source,
    Triplet,
    Verdict,
)
from emokg.records.tables import KEYS, RECORDS, SCHEMAS, TABLES, TableName, to_arrow

__all__ = [
    "KEYS",
    "RECORDS",
    "SCHEMAS",
    "TABLES",
    "Annotation",
    "ConceptKind",
    "ConceptLink",
    "ConceptMethod",
    "ConceptRelation",
    "Duplicate",
    "Emotion",
    "EvidenceKind",
    "Image",
    "MatchRelation",
    "Record",
    "Region",
    "Source",
    "TableName",
    "Triplet",
    "Verdict",
    "to_arrow",
]
