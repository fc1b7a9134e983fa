"""The benchmark's records: valid, repeatable, and with the associations that were planted."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pycocotools import mask as coco

from bench import phrases
from bench.generate import SPACE, generate
from bench.masks import MASKS, SIZES
from bench.sampling import Sizes
from emokg.records import RECORDS, TABLES
from emokg.taxonomy import normalize_phrase
from emokg.workspace import Workspace

SCALE = 0.005


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return generate(tmp_path_factory.mktemp("bench") / "w", SCALE, vectors=True)


def test_every_record_is_valid(workspace: Workspace) -> None:
    for table in TABLES:
        rows = workspace.read(table).to_pylist()
        assert rows or table in ("duplicates", "concepts")  # they are found, not generated
        for row in rows:
            RECORDS[table](**row)


def test_the_full_size_is_that_of_the_design() -> None:
    assert Sizes.scaled(1.0) == Sizes(234_189, 160_185, 10_169, 17_743)


def test_every_phrase_occurs(workspace: Workspace) -> None:
    triplets = workspace.read("triplets").to_pandas()
    sizes = Sizes.scaled(SCALE)
    assert triplets["attribute"].nunique() == sizes.attributes
    assert triplets["subject"].nunique() == sizes.subjects
    assert triplets["background"].nunique() == sizes.backgrounds
    assert len(workspace.read("images")) == sizes.images


@pytest.mark.parametrize("make", [phrases.attributes, phrases.subjects, phrases.backgrounds])
def test_phrases_are_distinct_and_normal(make: object) -> None:
    words, leanings = make(5_000)
    assert len(set(words)) == len(leanings) == 5_000
    assert all(normalize_phrase(word) == word for word in words)


def test_the_same_seed_gives_the_same_records(workspace: Workspace, tmp_path: Path) -> None:
    again = generate(tmp_path / "again", SCALE, vectors=True)
    assert again.fingerprint() == workspace.fingerprint()
    other = generate(tmp_path / "other", SCALE, seed=8)
    assert other.fingerprint() != workspace.fingerprint()


def test_planted_attributes_evoke_their_emotion(workspace: Workspace) -> None:
    images = workspace.read("emotions").to_pandas().query("annotation.isna()")
    rows = workspace.read("triplets").to_pandas().merge(images, on="image")
    words, leanings = phrases.attributes(50)
    fearful = [word for word, leaning in zip(words, leanings, strict=True) if leaning == "fear"]
    share = (rows["emotion"] == "fear").mean()
    assert (rows[rows["attribute"].isin(fearful)]["emotion"] == "fear").mean() > 2 * share


def test_vectors_of_one_emotion_lie_nearer_together(workspace: Workspace) -> None:
    vectors = workspace.vectors(SPACE).matrix()
    assert vectors.shape == (Sizes.scaled(SCALE).images, 1024)
    assert 0.2 < float((vectors == 0).mean()) < 0.45
    emotion = np.array(
        [image.split(":")[1].split("_")[0] for image in workspace.vectors(SPACE).ids]
    )
    units = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    cosines = units @ units.T
    same = emotion[:, np.newaxis] == emotion
    assert cosines[same].mean() > cosines[~same].mean() + 0.1


@pytest.mark.filterwarnings("ignore:__array__ implementation")  # pycocotools 2.0.11, numpy 2
def test_masks_are_what_coco_decodes() -> None:
    for number, counts in enumerate(MASKS.counts):
        width, height = SIZES[number // MASKS.per_size]
        mask = coco.decode({"size": [height, width], "counts": counts.encode()})
        x1, y1, x2, y2 = MASKS.boxes[number]
        assert mask.sum() == (x2 - x1) * (y2 - y1)
        assert mask[y1:y2, x1:x2].all()
