"""`duplicates find`: hashes from pixels, evidence from the records, both committed in one step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from emokg.errors import DataError
from emokg.records import EvidenceKind
from emokg.sources.duplicates.evidence import found_in
from emokg.sources.duplicates.filling import Filled, Progress, fill
from emokg.sources.duplicates.kinds import KINDS, Known, Settings, has_phash
from emokg.workspace import Workspace, Writer, disk_named

SORTED = [("image", "ascending"), ("other", "ascending"), ("evidence", "ascending")]


@dataclass(frozen=True)
class Found:
    """Pairs by kind, how many images each kind could judge, and whether the records changed."""

    images: int
    pairs: dict[EvidenceKind, int]
    judged: dict[EvidenceKind, int]
    looked_at: int
    not_at_hand: int
    changed: bool


def find_duplicates(
    workspace: Workspace,
    kinds: Sequence[EvidenceKind] = KINDS,
    settings: Settings | None = None,
    progress: Progress | None = None,
) -> Found:
    """Find near duplicates and put them into the records, in the place of what was found before.

    Kinds that are not asked for stay as they are. Raises UsageError, DataError where there are no
    images or another ingest is under way, DamagedFile.
    """
    with (
        disk_named(f"writing the duplicates to {workspace.table_folder('duplicates')}"),
        workspace.writer("duplicates", None) as writer,
    ):
        if not writer.base.rows("images"):
            raise DataError(f"{workspace.root} has no images", "ingest some: emokg ingest PATH")
        images, filled = _images(workspace, writer, kinds, progress)
        spaces = [workspace.vectors(name) for name in workspace.spaces()] if "des" in kinds else []
        known = Known(images.sort_by("id"), spaces)
        found = found_in(known, kinds, settings or Settings())
        changed = _store(workspace, writer, found, kinds)
        writer.commit()
    counts = dict(zip(*_counted(found), strict=True))
    return Found(
        images=len(images),
        pairs={kind: counts.get(kind, 0) for kind in kinds},
        judged={kind: _judged(known, kind) for kind in kinds},
        looked_at=filled.looked_at,
        not_at_hand=filled.not_at_hand,
        changed=changed or filled.looked_at > 0,
    )


def _images(
    workspace: Workspace,
    writer: Writer,
    kinds: Sequence[EvidenceKind],
    progress: Progress | None,
) -> tuple[pa.Table, Filled]:
    if {"exact", "phash"} & set(kinds):
        return fill(workspace, writer, progress)
    return workspace.read("images"), Filled(0, 0)


def _store(
    workspace: Workspace, writer: Writer, found: pa.Table, kinds: Sequence[EvidenceKind]
) -> bool:
    old = workspace.read("duplicates").sort_by(SORTED)
    kept = old.filter(pc.invert(pc.is_in(old["evidence"], pa.array(kinds))))
    new = pa.concat_tables([kept, found]).sort_by(SORTED)
    if new.equals(old):
        return False
    for part in writer.base.tables["duplicates"]:
        writer.replace("duplicates", part, new.slice(0, 0))
    writer.append("duplicates", new)
    return True


def _counted(found: pa.Table) -> tuple[list[EvidenceKind], list[int]]:
    counts = found.group_by("evidence").aggregate([([], "count_all")])
    return counts["evidence"].to_pylist(), counts["count_all"].to_pylist()


def _judged(known: Known, kind: pa.TableKind) -> int:
    """Images that have what a kind compares."""
    if kind == "des":
        return len({image for space in known.spaces for image in space.ids})
    if kind == "phash":
        return int(has_phash(known.images).sum())
    column = {"exact": "sha256", "prompt": "prompt", "source_id": "id"}[kind]
    return len(known.images) - int(known.images[column].null_count)
