"""Planted leaks are caught, and named with their evidence; clean splits pass."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from PIL import Image

from emokg.errors import AuditFailed, DataError
from emokg.graph import build
from emokg.sources import ingest
from emokg.sources.duplicates import KINDS, find_duplicates
from emokg.splits import Plan, audit_split, make_split, read_assignment, read_certificate
from emokg.splits.store import ASSIGNMENT, SCHEMA, split_folder
from emokg.workspace import Workspace, init
from tests.duplicates.pictures import PHOTOS
from tests.splits.planted import PLANTED, UNLABELLED

NAME = "s"


def altered(workspace: Workspace, changes: dict[str, str | None]) -> None:
    """Rewrite the assignment: an image elsewhere, or nowhere for None."""
    table = read_assignment(workspace, NAME)
    split = dict(zip(table["image"].to_pylist(), table["split"].to_pylist(), strict=True))
    split |= {image: name or "" for image, name in changes.items()}
    rows = [{"image": image, "split": name} for image, name in split.items() if name]
    path = split_folder(workspace, NAME) / ASSIGNMENT
    pq.write_table(pa.Table.from_pylist(rows, schema=SCHEMA), path)


@pytest.mark.parametrize("kind", KINDS)
def test_a_leak_planted_into_the_assignment_is_named_with_its_evidence(
    workspace: Workspace, kind: str
) -> None:
    make_split(workspace, "standard", NAME, Plan(7))
    one, other = PLANTED[kind]
    altered(workspace, {one: "train", other: "test"})
    with pytest.raises(AuditFailed) as failed:
        audit_split(workspace, NAME)
    message = failed.value.message
    assert "1 group of near duplicates in more than one split" in message
    assert f"{one} (train) and {other} (test): {kind}" in message
    assert "its hash differs" in message
    assert failed.value.exit_code == 6


def test_leaks_that_nobody_looked_for_before_are_found_by_the_audit(
    unsearched: Workspace, tmp_path: Path
) -> None:
    workspace = Workspace(shutil.copytree(unsearched.root, tmp_path / "w"))
    caught: set[str] = set()
    for seed in range(12):
        certificate = make_split(workspace, "standard", NAME, Plan(seed, (0.5, 0.5)))
        assert certificate.made.evidence == {}
        split = read_assignment(workspace, NAME).to_pylist()
        where = {row["image"]: row["split"] for row in split}
        apart = {kind for kind, (a, b) in PLANTED.items() if where[a] != where[b]}
        if not apart:
            continue
        with pytest.raises(AuditFailed) as failed:
            audit_split(workspace, NAME)
        for kind in apart:
            one, other = PLANTED[kind]
            told = f"{one} ({where[one]}) and {other} ({where[other]}): {kind}"
            assert told in failed.value.message
        assert f"{len(apart)} group" in failed.value.message
        caught |= apart
        if caught == set(KINDS):
            break
    assert caught == set(KINDS)


def test_a_recompressed_photograph_on_the_other_side_is_caught(tmp_path: Path) -> None:
    workspace = init(tmp_path / "w")
    ingest(workspace, PHOTOS)
    copies = tmp_path / "copies" / "awe"
    copies.mkdir(parents=True)
    for path in PHOTOS.glob("*.jpg"):
        Image.open(path).save(copies / path.name, quality=35)
    ingest(workspace, copies.parent)
    build(workspace)
    make_split(workspace, "standard", NAME, Plan(3, (0.5, 0.5)))
    find_duplicates(workspace)
    with pytest.raises(DataError, match="older than the records"):
        audit_split(workspace, NAME)
    build(workspace)
    with pytest.raises(AuditFailed, match="phash"):
        audit_split(workspace, NAME)
    make_split(workspace, "standard", NAME, Plan(3, (0.5, 0.5)))
    certificate = audit_split(workspace, NAME)
    assert certificate.audit is not None
    assert certificate.audit.evidence["phash"] == 10


def test_a_chain_through_an_image_in_no_split_is_a_leak(workspace: Workspace) -> None:
    images = workspace.read("images").to_pylist()
    by_id = {row["id"]: row for row in images}
    ends = ["emoset:0010", "emoset:0011"]
    by_id[UNLABELLED]["sha256"] = by_id[ends[0]]["sha256"]
    by_id[UNLABELLED]["phash"] = by_id[ends[1]]["phash"]
    part = workspace.manifest().tables["images"][0]
    with workspace.writer("test", workspace.root) as writer:
        rows = pa.Table.from_pylist(images, schema=workspace.read("images").schema)
        writer.replace("images", part, rows)
        writer.commit()
    build(workspace)
    make_split(workspace, "standard", NAME, Plan(7))
    altered(workspace, {ends[0]: "train", ends[1]: "test"})
    with pytest.raises(AuditFailed) as failed:
        audit_split(workspace, NAME)
    assert f"{ends[0]} (train) and {ends[1]} (test): through others" in failed.value.message


def test_an_image_twice_unknown_or_without_a_label_does_not_pass(workspace: Workspace) -> None:
    make_split(workspace, "standard", NAME, Plan(7))
    path = split_folder(workspace, NAME) / ASSIGNMENT
    table = read_assignment(workspace, NAME)
    extra = [("nobody:1", "train"), (UNLABELLED, "train"), ("emoset:0005", "test")]
    rows = pa.Table.from_pylist(
        [{"image": image, "split": name} for image, name in extra], schema=SCHEMA
    )
    pq.write_table(pa.concat_tables([table, rows]), path)
    with pytest.raises(AuditFailed) as failed:
        audit_split(workspace, NAME)
    for told in (
        "nobody:1 is not in the graph",
        f"{UNLABELLED} has a split but no CES label",
        "emoset:0005 is there twice or more",
    ):
        assert told in failed.value.message


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("source-held-out", "source aigc is in test and elsewhere"),
        ("generated-held-out", "is in train, its origin is generated"),
        ("few-shot", "not 5"),
        ("published", "is in val, published in"),
        ("attribute-disjoint", "is in test and elsewhere"),
        ("compositional", "is in test and elsewhere"),
    ],
)
def test_a_broken_promise_is_named(workspace: Workspace, kind: str, told: str) -> None:
    make_split(workspace, kind, NAME, Plan(7))
    rows = read_assignment(workspace, NAME).to_pylist()
    tested = [row["image"] for row in rows if row["split"] == "test"]
    trained = [row["image"] for row in rows if row["split"] == "train"]
    if kind in ("attribute-disjoint", "compositional"):
        altered(workspace, dict.fromkeys(trained[:40], "test"))
    else:
        altered(workspace, dict.fromkeys(tested[:2], "val" if kind == "published" else "train"))
    with pytest.raises(AuditFailed, match=told):
        audit_split(workspace, NAME)


def test_a_failed_audit_stays_in_the_certificate_and_cannot_be_wiped_out_by_another(
    workspace: Workspace,
) -> None:
    make_split(workspace, "standard", NAME, Plan(7))
    altered(workspace, {"emoset:0005": None})
    for _ in range(2):
        with pytest.raises(AuditFailed, match="its hash differs"):
            audit_split(workspace, NAME)
        audit = read_certificate(workspace, NAME).audit
        assert audit is not None
        assert not audit.passed
