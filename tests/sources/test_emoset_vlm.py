"""The shipped annotations: what is known about them holds for the records."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from emokg.sources import Summary, ingest
from emokg.workspace import Workspace, init

CLAUDE, QWEN = "claude-sonnet-4.6", "qwen2.5-vl-7b"


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> tuple[Workspace, Summary]:
    workspace = init(tmp_path_factory.mktemp("vlm") / "w")
    return workspace, ingest(workspace, samples / "emoset-vlm")


@pytest.fixture(scope="module")
def raw(samples: Path) -> list[dict]:
    lines = (samples / "emoset-vlm" / "records.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def labels(workspace: Workspace, annotator: str | None) -> dict[str, str]:
    """Image and emotion of one annotator; None is the source's own label."""
    by_id = {a["id"]: a["annotator"] for a in workspace.read("annotations").to_pylist()}
    return {
        vote["image"]: vote["emotion"]
        for vote in workspace.read("emotions").to_pylist()
        if by_id.get(vote["annotation"]) == annotator
    }


def test_every_record_is_taken(taken: tuple[Workspace, Summary]) -> None:
    workspace, summary = taken
    assert summary == Summary(1285, 1285, 0, 0, None)
    assert workspace.read("images").num_rows == 1285
    assert workspace.read("annotations").num_rows == 2 * 1285
    assert workspace.read("emotions").num_rows == 3 * 1285
    assert workspace.read("regions").num_rows == 0


def test_the_image_carries_emosets_id_and_the_label_is_its_own(
    taken: tuple[Workspace, Summary],
) -> None:
    workspace, _ = taken
    image = workspace.read("images").to_pylist()[0]
    assert (image["id"], image["source"]) == ("emoset:amusement_00097", "emoset")
    assert image["uri"] == "image/amusement/amusement_00097.jpg"
    assert image["description"] is None
    gold = labels(workspace, None)
    assert all(image.split(":")[1].startswith(emotion) for image, emotion in gold.items())


def test_agreement_with_gold_is_what_the_votes_in_the_file_say(
    taken: tuple[Workspace, Summary], raw: list[dict]
) -> None:
    workspace, _ = taken
    gold = labels(workspace, None)
    assert len(gold) == 1285
    for annotator, expected in [(CLAUDE, 750), (QWEN, 590)]:
        votes = labels(workspace, annotator)
        agreeing = sum(votes[image] == emotion for image, emotion in gold.items())
        assert agreeing == sum(r["votes"][annotator] == r["gold_emotion"] for r in raw) == expected


def test_votes_are_unbalanced_as_known(taken: tuple[Workspace, Summary]) -> None:
    counts = Counter(labels(taken[0], QWEN).values())
    assert counts["contentment"] == max(counts.values()) == 379
    assert counts["anger"] == min(counts.values()) == 21


def test_the_description_and_the_triplets_belong_to_claudes_annotation(
    taken: tuple[Workspace, Summary],
) -> None:
    workspace, _ = taken
    annotations = workspace.read("annotations").to_pylist()
    described = {a["annotator"] for a in annotations if a["description"]}
    assert described == {CLAUDE}
    assert {a["annotator_kind"] for a in annotations} == {"model"}
    assert {a["dataset"] for a in annotations} == {"emoset-vlm"}
    own = {a["id"] for a in annotations if a["annotator"] == CLAUDE}
    assert set(workspace.read("triplets")["annotation"].to_pylist()) == own


def test_an_attribute_that_lists_several_is_several_triplets(
    taken: tuple[Workspace, Summary], raw: list[dict]
) -> None:
    workspace, _ = taken
    triplets = workspace.read("triplets").to_pylist()
    expected = sum(len(t["attribute"].split(",")) for r in raw for t in r["triplets"])
    assert len(triplets) == expected == 4686
    first, second = triplets[:2]
    assert (first["attribute"], second["attribute"]) == ("beautifully patterned orange", "resting")
    assert first["attribute_text"] == "beautifully patterned orange, resting"
    assert (first["subject"], first["background"]) == (second["subject"], second["background"])
    assert (first["position"], second["position"]) == (0, 1)


def test_backgrounds_are_as_known(taken: tuple[Workspace, Summary], raw: list[dict]) -> None:
    workspace, _ = taken
    with_background = {
        t["image"] for t in workspace.read("triplets").to_pylist() if t["background"] is not None
    }
    assert 1285 - len(with_background) == sum(r["background"] is None for r in raw) == 297


def test_the_vectors_are_those_of_the_file_by_id(
    taken: tuple[Workspace, Summary], samples: Path
) -> None:
    workspace, _ = taken
    folder = samples / "emoset-vlm"
    ids = [line.split("\t")[0] for line in (folder / "des_ids.txt").read_text().splitlines()]
    raw = dict(zip(ids, np.load(folder / "des.npy"), strict=True))
    vectors = workspace.vectors("emoset-vlm")
    assert (len(vectors), vectors.dimension) == (1285, 1024)
    for image, vector in zip(vectors.ids, vectors.matrix(), strict=True):
        assert np.array_equal(vector, raw[image.removeprefix("emoset:")].astype(np.float32))


def test_again_it_is_all_unchanged(taken: tuple[Workspace, Summary], samples: Path) -> None:
    workspace, _ = taken
    before = workspace.fingerprint()
    assert ingest(workspace, samples / "emoset-vlm").unchanged == 1285
    assert workspace.fingerprint() == before


def test_the_shipped_files_are_those_of_the_shared_folder_where_it_is_there(samples: Path) -> None:
    shared = Path(__file__).parents[3] / "shared" / "data"
    for path in [p for p in samples.rglob("*") if p.is_file() and p.name not in SHIPPED_ONLY]:
        other = shared / path.relative_to(samples)
        assert not shared.exists() or other.read_bytes() == path.read_bytes()


SHIPPED_ONLY = {"LICENSE", "README.md"}


def test_no_shipped_file_is_over_five_megabytes(samples: Path) -> None:
    assert max(path.stat().st_size for path in samples.rglob("*")) < 5_000_000


def test_votes_are_certain(taken: tuple[Workspace, Summary]) -> None:
    probabilities = taken[0].read("emotions")["probability"]
    assert probabilities.unique() == pa.chunked_array([[1.0]]).combine_chunks()
