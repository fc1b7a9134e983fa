"""The near duplicates in the records, as a table for people: a row a pair."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from emokg.records import SCHEMAS, EvidenceKind
from emokg.sources.duplicates.kinds import KINDS
from emokg.table import Table
from emokg.workspace import Workspace

NEVER = "no near duplicates are in the records; to look for them: emokg duplicates find"


def duplicate_table(workspace: Workspace, kinds: Sequence[EvidenceKind] = KINDS) -> Table:
    """Columns image, other, evidence (list), distance (the smallest), closest pairs first.

    Raises DamagedFile.
    """
    found = workspace.read("duplicates")
    notices = () if len(found) else (NEVER,)
    found = found.filter(pc.is_in(found["evidence"], pa.array(kinds))).sort_by("evidence")
    pairs = found.group_by(["image", "other"], use_threads=False).aggregate(
        [("evidence", "list"), ("distance", "min")]
    )
    pairs = pairs.rename_columns(["image", "other", "evidence", "distance"])
    order = [("distance", "ascending"), ("image", "ascending"), ("other", "ascending")]
    return Table(pairs.select(SCHEMAS["duplicates"].names).sort_by(order), notices)
