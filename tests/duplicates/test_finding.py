"""`find`: from files and records to the record table, and on to the graph."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from PIL import Image, ImageOps

from emokg.cypher import open_graph
from emokg.errors import DataError, UnknownName, UsageError
from emokg.graph import build, check
from emokg.records import Image as ImageRecord
from emokg.records import to_arrow
from emokg.sources import ingest
from emokg.sources.duplicates import (
    Settings,
    chosen,
    duplicate_table,
    evidence_now,
    find_duplicates,
)
from emokg.workspace import Workspace, init
from tests.cli.conftest import Emokg
from tests.duplicates.pictures import PHOTOS

EQUAL, MIRRORED, OTHER_SIZE = "equal.jpg", "mirrored.png", "chelsea-small.jpg"


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Three copies of photographs."""
    folder = tmp_path / "copies"
    folder.mkdir()
    shutil.copy(PHOTOS / "rocket.jpg", folder / EQUAL)
    ImageOps.mirror(Image.open(PHOTOS / "coffee.jpg")).save(folder / MIRRORED)
    Image.open(PHOTOS / "chelsea.jpg").resize((200, 133)).save(folder / OTHER_SIZE, quality=60)
    return folder


@pytest.fixture
def workspace(tmp_path: Path, pictures: Path) -> Workspace:
    """The photographs, and copies of three."""
    workspace = init(tmp_path / "workspace")
    ingest(workspace, PHOTOS)
    ingest(workspace, pictures)
    return workspace


def found_pairs(workspace: Workspace) -> dict[str, list[str]]:
    uris = dict(
        zip(*(workspace.read("images")[name].to_pylist() for name in ("id", "uri")), strict=True)
    )
    rows = duplicate_table(workspace).rows()
    return {f"{uris[row['image']]} {uris[row['other']]}": row["evidence"] for row in rows}


def test_copies_are_found_in_the_files_and_put_into_the_records(workspace: Workspace) -> None:
    found = find_duplicates(workspace)
    assert found_pairs(workspace) == {
        f"rocket.jpg {EQUAL}": ["exact", "phash"],
        f"coffee.jpg {MIRRORED}": ["phash"],
        f"chelsea.jpg {OTHER_SIZE}": ["phash"],
    }
    assert (found.looked_at, found.not_at_hand, found.changed) == (13, 0, True)
    assert found.pairs == {"exact": 1, "phash": 3, "des": 0, "source_id": 0, "prompt": 0}
    assert workspace.read("images")["phash"].null_count == 0


def test_finding_twice_changes_nothing(workspace: Workspace) -> None:
    find_duplicates(workspace)
    before = workspace.fingerprint(), workspace.manifest()
    again = find_duplicates(workspace)
    assert not again.changed
    assert (workspace.fingerprint(), workspace.manifest()) == before


def test_reading_the_photographs_again_after_finding_changes_nothing(workspace: Workspace) -> None:
    find_duplicates(workspace)
    summary = ingest(workspace, PHOTOS)
    assert (summary.unchanged, summary.rejected) == (10, 0)


def test_a_kind_that_is_not_asked_for_stays_as_it_was(workspace: Workspace) -> None:
    find_duplicates(workspace)
    find_duplicates(workspace, ("phash",), Settings(radius=0))
    kinds = workspace.read("duplicates")["evidence"].to_pylist()
    assert kinds.count("exact") == 1
    assert 1 <= kinds.count("phash") < 3


def test_records_from_before_there_were_near_duplicates_are_read(workspace: Workspace) -> None:
    manifest = json.loads(workspace.manifest_file.read_text())
    assert manifest["tables"].pop("duplicates") == []
    workspace.manifest_file.write_text(json.dumps(manifest))
    assert len(workspace.read("duplicates")) == 0
    assert find_duplicates(workspace).changed
    assert len(workspace.read("duplicates")) == 4


def test_a_file_that_is_not_the_picture_of_the_records_is_not_believed(
    workspace: Workspace, pictures: Path
) -> None:
    Image.new("RGB", (40, 40)).save(pictures / EQUAL)
    found = find_duplicates(workspace)
    assert (found.looked_at, found.not_at_hand) == (12, 1)
    assert f"rocket.jpg {EQUAL}" in found_pairs(workspace)  # its sha256 was recorded before


def test_images_without_files_are_skipped_and_counted(tmp_path: Path) -> None:
    workspace = init(tmp_path / "w")
    ids = ["a:1", "a:2", "a:3"]
    records = [ImageRecord(id=name, source="a", uri=f"{name[2]}.jpg") for name in ids]
    with workspace.writer("test", tmp_path) as writer:
        writer.append("images", to_arrow("images", records))
        writer.commit()
    found = find_duplicates(workspace)
    assert (found.looked_at, found.not_at_hand) == (0, 3)
    assert found.judged["phash"] == 0
    assert len(duplicate_table(workspace)) == 0


def test_near_vectors_are_evidence(workspace: Workspace) -> None:
    vectors = np.random.default_rng(1).standard_normal((10, 16)).astype(np.float32)
    vectors[3] = 2 * vectors[4] + 0.01
    ids = sorted(workspace.read("images")["id"].to_pylist())[:10]
    with workspace.writer("test", workspace.root) as writer:
        writer.append_vectors("small", ids, vectors)
        writer.commit()
    find_duplicates(workspace, ("des",))
    (row,) = workspace.read("duplicates").to_pylist()
    assert (row["image"], row["other"], row["evidence"]) == (ids[3], ids[4], "des")
    assert 0 < row["distance"] < 0.02


def test_the_order_of_the_records_does_not_matter(workspace: Workspace, tmp_path: Path) -> None:
    find_duplicates(workspace)
    images = workspace.read("images")
    other = init(tmp_path / "shuffled")
    with other.writer("test", tmp_path) as writer:
        order = np.random.default_rng(2).permutation(len(images))
        writer.append("images", images.take(pa.array(order)))
        writer.commit()
    assert evidence_now(other).equals(evidence_now(workspace))


def test_one_relationship_of_the_graph_carries_all_evidence_of_a_pair(
    workspace: Workspace,
) -> None:
    find_duplicates(workspace)
    build(workspace)
    check(workspace)
    with open_graph(workspace) as graph:
        rows = graph.cypher(
            "MATCH (a:Image)-[r:NEAR_DUPLICATE_OF]->(b:Image) WHERE 'exact' IN r.evidence "
            "RETURN a.uri, b.uri, r.evidence, r.distance"
        ).rows()
        ((count,),) = graph.connection.execute(
            'SELECT count(*) FROM "NEAR_DUPLICATE_OF"'
        ).fetchall()
    assert [list(row.values()) for row in rows] == [["rocket.jpg", EQUAL, ["exact", "phash"], 0.0]]
    assert count == 3


def test_what_cannot_be_done_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="has no images") as error:
        find_duplicates(init(tmp_path / "empty"))
    assert "emokg ingest" in str(error.value.hint)
    with pytest.raises(UnknownName, match="no kind of evidence 'smell'"):
        chosen(["exact", "smell"])
    with pytest.raises(UsageError, match="radius of 40"):
        Settings(radius=40)
    with pytest.raises(UsageError, match=r"cosine of 1\.5"):
        Settings(cosine=1.5)


def test_the_commands_find_and_list(workspace: Workspace, emokg: Emokg) -> None:
    place = ["-w", str(workspace.root)]
    nothing = emokg("duplicates", "list", *place)
    assert nothing.code == 0
    assert "emokg duplicates find" in nothing.err
    found = emokg("duplicates", "find", *place, "--format", "csv")
    assert found.out.splitlines()[:2] == ["evidence,pairs,images", "exact,1,13"]
    assert "13 images from their files" in found.err
    assert "next: emokg graph build" in found.err
    assert "the records are as they were" in emokg("duplicates", "find", *place).err
    listed = emokg("duplicates", "list", "--kind", "exact", *place, "--format", "json")
    assert '"evidence": ["exact"], "distance": 0.0' in listed.out
    wrong = emokg("duplicates", "find", "--kind", "smell", *place)
    assert wrong.code == 2
    assert "kinds of evidence: exact, phash, des, source_id, prompt" in wrong.err
    assert emokg("duplicates", "find", "--radius", "17", *place).code == 2
