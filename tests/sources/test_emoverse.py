"""EmoVerse in its three published record shapes, in every kind of file they come in."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from PIL import Image

from emokg.sources import ingest
from emokg.workspace import Workspace
from tests.sources.conftest import record


def row(workspace: Workspace, table: str, **where: str) -> dict[str, object]:
    rows = workspace.read(table).to_pylist()  # type: ignore[arg-type]
    (found,) = [each for each in rows if all(each[key] == value for key, value in where.items())]
    return found


def test_the_repository_shape(workspace: Workspace, data: Path) -> None:
    summary = ingest(workspace, data / "emoverse" / "repository.json")
    assert (summary.read, summary.accepted, summary.rejected) == (2, 2, 0)
    image = row(workspace, "images", id="emoverse:amusement000001")
    assert image["source"] == "emoverse"
    assert image["uri"] == "images/amusement/Amusement000001.jpg"
    assert image["description"] == (
        "A group of people enjoy a leisurely stroll on a sun-dappled park path."
    )
    assert (image["confidence"], image["confidence_raw"]) == (0.5, 5.0)
    assert (image["confidence_min"], image["confidence_max"]) == (0.0, 10.0)
    assert row(workspace, "images", id="emoverse:fear000002")["confidence_raw"] == 8.0
    vote = row(workspace, "emotions", image="emoverse:amusement000001")
    assert (vote["annotation"], vote["emotion"], vote["probability"]) == (None, "amusement", 1.0)
    triplet = row(workspace, "triplets", image="emoverse:amusement000001")
    assert triplet["background"] == "a sun-dappled park path lined with tall trees"
    assert triplet["background_text"] == "A sun-dappled park path lined with tall trees"
    assert (triplet["attribute"], triplet["subject"]) == ("leisurely", "people")
    regions = workspace.read("regions").to_pylist()
    assert [(r["x1"], r["y1"], r["x2"], r["y2"]) for r in regions] == [
        (156.0, 283.0, 296.0, 678.0),
        (310.0, 290.0, 402.5, 655.0),
    ]
    assert {(r["subject"], r["triplet"]) for r in regions} == {("people", triplet["id"])}
    assert row(workspace, "sources", id="emoverse")["license"] == "CC-BY-NC-4.0"


def test_the_shape_of_the_published_table(workspace: Workspace, data: Path) -> None:
    assert ingest(workspace, data / "emoverse" / "hub.jsonl").accepted == 2
    image = row(workspace, "images", id="emoverse:amusement000001")
    assert (image["source"], image["uri"]) == ("emoset", "Amusement000001.jpg")
    assert image["confidence"] == 0.5
    assert row(workspace, "images", id="emoverse:awe000003")["source"] == "flickr30k"
    regions = [r for r in workspace.read("regions").to_pylist() if r["image"] == image["id"]]
    assert [(r["x1"], r["x2"]) for r in regions] == [(156.0, 296.0), (310.0, 402.0)]
    assert row(workspace, "sources", id="emoset")["name"] == "EmoSet"
    assert row(workspace, "sources", id="flickr30k")["name"] is None


def test_the_shape_of_the_inference_scripts(workspace: Workspace, data: Path) -> None:
    assert ingest(workspace, data / "emoverse" / "inference.jsonl").accepted == 2
    image = row(workspace, "images", id="emoverse:sadness000004")
    assert image["description"] == "An empty swing moves in the rain."
    assert (image["confidence"], image["confidence_raw"]) == (0.75, 7.5)
    triplet = row(workspace, "triplets", image="emoverse:sadness000004")
    assert (triplet["attribute"], triplet["subject"]) == ("empty", "swing")
    other = row(workspace, "triplets", image="emoverse:anger000005")
    assert (other["background"], other["attribute"]) == (None, "clenched")
    assert workspace.read("regions").num_rows == 3


def test_csv_says_the_same_as_json(workspace: Workspace, data: Path) -> None:
    ingest(workspace, data / "emoverse" / "repository.json")
    summary = ingest(workspace, data / "emoverse" / "table.csv")
    assert (summary.accepted, summary.unchanged, summary.rejected) == (1, 1, 0)
    new = row(workspace, "images", id="emoverse:disgust000006")
    assert new["description"] == "Mould, in a cup\nleft for weeks."
    assert row(workspace, "triplets", image=str(new["id"]))["background"] is None


def test_parquet_says_the_same_as_json(workspace: Workspace, data: Path, tmp_path: Path) -> None:
    rows = json.loads((data / "emoverse" / "repository.json").read_text())
    vectors = np.random.default_rng(7).random((2, 1024), np.float32)
    for each, vector in zip(rows, vectors, strict=True):
        each["DES"] = vector.tolist()
    table = pa.Table.from_pylist(rows)
    path = tmp_path / "data" / "train-00000.parquet"
    path.parent.mkdir()
    pq.write_table(table, path)
    assert ingest(workspace, tmp_path / "data" / "..").accepted == 2
    assert np.array_equal(workspace.vectors("emoverse").matrix(), vectors)
    assert workspace.vectors("emoverse").ids == [
        "emoverse:amusement000001",
        "emoverse:fear000002",
    ]
    as_json = tmp_path / "same.json"
    as_json.write_text(json.dumps(rows))
    assert ingest(workspace, as_json).unchanged == 2


def test_images_inside_parquet_are_measured_and_boxes_held_to_their_size(
    workspace: Workspace, tmp_path: Path, rejects_of: Callable[..., Any]
) -> None:
    picture = BytesIO()
    Image.new("RGB", (64, 48), "navy").save(picture, "PNG")
    rows = [
        {
            "image": {"bytes": picture.getvalue(), "path": f"Awe00000{number}.png"},
            "emotion_category": "Awe",
            "confidence_score": 8,
            "background": "Night",
            "attribute": "Blue",
            "subject": "Sky",
            "bounding_box": [0, 0, right, 48],
        }
        for number, right in [(1, 64), (2, 65)]
    ]
    path = tmp_path / "train.parquet"
    pq.write_table(pa.Table.from_pylist(rows), path)
    (reject,) = rejects_of(path)
    assert reject["reason"] == "the box lies outside the image of 64 × 48 pixels"
    assert (reject["line"], reject["id"], reject["field"]) == (2, "Awe000002", "bounding_box")
    image = row(workspace, "images", id="emoverse:awe000001")
    assert (image["width"], image["height"]) == (64, 48)


def test_vectors_arrive_as_given_in_a_space_of_their_own(
    workspace: Workspace, write: Callable[..., Path]
) -> None:
    vector = [0.0, 1.5] * 512
    ingest(workspace, write([record(1, DES=vector), record(2)]))
    vectors = workspace.vectors("emoverse")
    assert vectors.ids == ["emoverse:awe000001"]
    assert vectors.matrix().tolist() == [vector]
    assert vectors.description is not None


def test_a_file_beside_its_images_takes_their_size(
    workspace: Workspace, write: Callable[..., Path], tmp_path: Path
) -> None:
    path = write([record(1, width=None, height=None, bbox=None)])
    picture = path.parent / "images" / "awe" / "Awe000001.jpg"
    picture.parent.mkdir(parents=True)
    Image.new("RGB", (30, 20)).save(picture)
    ingest(workspace, path)
    image = row(workspace, "images", id="emoverse:awe000001")
    assert (image["width"], image["height"]) == (30, 20)
