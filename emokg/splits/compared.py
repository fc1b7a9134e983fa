"""How many images of a split each kind of evidence could compare: what an audit could not see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from emokg.records import EvidenceKind
from emokg.sources.duplicates.kinds import has_phash
from emokg.splits.pool import Texts
from emokg.workspace import Workspace

LOOK = "emokg duplicates find; emokg graph build"
HASHES: tuple[EvidenceKind, EvidenceKind] = ("exact", "phash")


class _Lack(NamedTuple):
    """What images lack, what is not seen of them for that, and what to do."""

    fact: str
    unseen: str
    remedy: str


_HASH = _Lack("hash of their file", "equal and near-equal pictures among them", LOOK)
_LACKS: Mapping[EvidenceKind, _Lack] = {
    "exact": _Lack("SHA-256 of their file", "equal files among them", LOOK),
    "phash": _Lack("perceptual hash", "near-equal pictures among them", LOOK),
    "des": _Lack("DES vector", "pictures alike in DES among them", "ingest vectors: emokg ingest"),
}


def compared(
    workspace: Workspace, kinds: Sequence[EvidenceKind], ids: Texts
) -> dict[EvidenceKind, int]:
    """Of the images `ids`, how many have what each of `kinds` compares. Raises DamagedFile.

    An image has a DES vector where it has one in any space.
    """
    wanted = pa.array(ids.tolist(), pa.string())
    images = workspace.read("images", ["id", "sha256", "phash", "prompt"])
    images = images.filter(pc.is_in(images["id"], wanted))
    spaces = [workspace.vectors(name) for name in workspace.spaces()] if "des" in kinds else []
    placed = {image for space in spaces for image in space.ids}
    counts: dict[EvidenceKind, int] = {
        "exact": len(images) - images["sha256"].null_count,
        "phash": int(has_phash(images).sum()),
        "des": sum(image in placed for image in ids.tolist()),
        "source_id": len(images),
        "prompt": len(images) - images["prompt"].null_count,
    }
    return {kind: counts[kind] for kind in kinds}


def unseen(counts: Mapping[EvidenceKind, int], images: int) -> list[str]:
    """What could not be seen of `images` of which `counts` could be compared, a sentence each.

    Only pictures that were not made of words lack a prompt, so a missing one tells nothing.
    """
    hashes = {counts[kind] for kind in HASHES if kind in counts}
    both = all(kind in counts for kind in HASHES) and len(hashes) == 1
    lacks = {"exact": _HASH, "des": _LACKS["des"]} if both else _LACKS
    return [
        _sentence(images - counts[kind], images, lacks[kind])
        for kind in counts
        if kind in lacks and counts[kind] < images
    ]


def _sentence(lacking: int, images: int, lack: _Lack) -> str:
    have = "image has" if images == 1 else "images have"
    return (
        f"{lacking:,} of {images:,} {have} no {lack.fact}, so {lack.unseen} "
        f"cannot be seen: {lack.remedy}"
    )
