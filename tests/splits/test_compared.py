"""An audit says what it could not compare, so that nothing found is no false all-clear."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pixels

from emokg.graph import build
from emokg.records import Emotion, Image, Source, to_arrow
from emokg.splits import Plan, audit_split, make_split, read_assignment, read_certificate
from emokg.splits.compared import unseen
from emokg.splits.store import CERTIFICATE, split_folder
from emokg.taxonomy import CES
from emokg.workspace import Workspace, init
from tests.cli.conftest import Emokg

IMAGES = 24
NO_HASH = (
    "notice: 24 of 24 images have no hash of their file, so equal and near-equal pictures among "
    "them cannot be seen: emokg duplicates find; emokg graph build"
)
NO_VECTOR = "notice: 24 of 24 images have no DES vector, so pictures alike in DES among them"


@pytest.fixture
def unread(tmp_path: Path) -> Workspace:
    """Pictures of one's own that are all the same file; nobody looked at them yet."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    pixels = np.random.default_rng(1).integers(0, 256, (64, 64, 3), np.uint8)
    names = [f"own:p{number}" for number in range(IMAGES)]
    for number in range(IMAGES):
        Pixels.fromarray(pixels).save(folder / f"p{number}.png")
    workspace = init(tmp_path / "w")
    pictures = [
        Image(id=name, source="own", uri=f"p{row}.png", prompt="a p" if row < 1 else None)
        for row, name in enumerate(names)
    ]
    labels = [
        Emotion(image=name, emotion=CES[row % 2], probability=1.0) for row, name in enumerate(names)
    ]
    with workspace.writer("test", folder) as writer:
        writer.append("images", to_arrow("images", pictures))
        writer.append("emotions", to_arrow("emotions", labels))
        writer.append("sources", to_arrow("sources", [Source(id="own")]))
        writer.commit()
    build(workspace)
    make_split(workspace, "standard", "s", Plan(0, (0.5, 0.5)))
    return workspace


def test_what_could_not_be_compared_is_said_with_the_verdict(
    unread: Workspace, emokg: Emokg
) -> None:
    place = ["-w", str(unread.root)]
    assert {row["split"] for row in read_assignment(unread, "s").to_pylist()} == {"train", "test"}
    audited = emokg("split", "audit", "s", *place)
    assert audited.code == 0
    verdict, hashes, vectors = audited.err[audited.err.index("passed: ") :].splitlines()[:3]
    assert verdict == "passed: no near duplicates in two splits; pairs: none"
    assert hashes == NO_HASH
    assert vectors.startswith(NO_VECTOR)
    document = json.loads((split_folder(unread, "s") / CERTIFICATE).read_text())
    assert document["format"] == 3
    assert document["audit"]["compared"] == {
        "exact": 0,
        "phash": 0,
        "des": 0,
        "source_id": IMAGES,
        "prompt": 1,
    }
    assert emokg("duplicates", "find", *place).code == 0
    assert emokg("graph", "build", *place).code == 0
    looked = emokg("split", "audit", "s", *place)
    assert (looked.code, ": exact" in looked.err) == (6, True), looked.err
    audit = read_certificate(unread, "s").audit
    assert audit is not None
    assert (audit.compared["exact"], audit.compared["phash"]) == (IMAGES, IMAGES)


def test_only_kinds_that_were_looked_for_are_told_of(unread: Workspace, emokg: Emokg) -> None:
    audited = emokg("split", "audit", "s", "--kind", "prompt", "-w", str(unread.root))
    assert (audited.code, "notice" in audited.err) == (0, False)
    audit = read_certificate(unread, "s").audit
    assert audit is not None
    assert audit.compared == {"prompt": 1}


def test_the_planted_images_lack_one_hash_and_no_vector(workspace: Workspace) -> None:
    made = make_split(workspace, "standard", "s", Plan(7)).made
    audit = audit_split(workspace, "s").audit
    assert audit is not None
    total = sum(made.splits.values())
    assert (audit.compared["exact"], audit.compared["des"]) == (total - 1, total)
    (told,) = audit.unseen()
    assert told.startswith(f"1 of {total} images have no hash of their file, ")


def test_nothing_is_said_where_everything_could_be_compared() -> None:
    assert unseen({"exact": 5, "phash": 5, "des": 5, "source_id": 5, "prompt": 0}, 5) == []


def test_equal_files_are_told_apart_from_near_equal_pictures() -> None:
    (told,) = unseen({"exact": 1, "phash": 0}, 1)
    assert told.startswith("1 of 1 image has no perceptual hash, so near-equal pictures among them")
    (told,) = unseen({"exact": 2}, 3)
    assert told.startswith("1 of 3 images have no SHA-256 of their file, so equal files among them")
