"""Records → evidence: rows of the record table `duplicates`. Reads no pixels."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pyarrow as pa

from emokg.records import SCHEMAS, EvidenceKind
from emokg.sources.duplicates.kinds import KINDS, Known, Settings, finder
from emokg.sources.duplicates.pairs import Pairs, forest
from emokg.workspace import Workspace

UNMEASURED: frozenset[EvidenceKind] = frozenset({"source_id", "prompt"})
_COLUMNS = ["id", "source", "uri", "sha256", "phash", "prompt"]


def evidence_now(
    workspace: Workspace,
    kinds: Sequence[EvidenceKind] = KINDS,
    settings: Settings | None = None,
    progress: Callable[[int, int | None], None] | None = None,
) -> pa.Table:
    """Image, other, evidence, distance: what the records say now, whatever was found before.

    Raises DamagedFile.
    """
    spaces = [workspace.vectors(name) for name in workspace.spaces()] if "des" in kinds else []
    images = workspace.read("images", _COLUMNS).sort_by("id")
    return found_in(Known(images, spaces), kinds, settings or Settings(), progress)


def found_in(
    known: Known,
    kinds: Sequence[EvidenceKind],
    settings: Settings,
    progress: Callable[[int, int | None], None] | None = None,
) -> pa.Table:
    """The evidence of some kinds, sorted by kind and pair; a minimum spanning forest of each."""
    ids = known.images["id"].combine_chunks()
    tables = [SCHEMAS["duplicates"].empty_table()]
    for done, kind in enumerate(kinds):
        if progress is not None:
            progress(done, len(kinds))
        pairs = forest(finder(kind)(known, settings), len(ids))
        tables.append(_table(kind, pairs, ids))
    return pa.concat_tables(tables).combine_chunks()


def _table(kind: EvidenceKind, pairs: Pairs, ids: pa.Array) -> pa.Table:
    distance = pa.array(pairs.distance, mask=np.full(len(pairs), kind in UNMEASURED))
    columns = [ids.take(pa.array(pairs.first)), ids.take(pa.array(pairs.second))]
    names = pa.array([kind] * len(pairs), pa.string())
    return pa.Table.from_arrays([*columns, names, distance], schema=SCHEMAS["duplicates"])
