"""EmoSet's folder, photographs, plain folders of images, and COCO."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from pycocotools import mask as reference

from emokg.errors import UsageError
from emokg.records import Image as ImageRecord
from emokg.sources import Summary, ingest
from emokg.workspace import Workspace, init


def by_id(workspace: Workspace, table: str) -> dict[str, dict]:
    return {row["id"]: row for row in workspace.read(table).to_pylist()}  # type: ignore[arg-type]


def test_emoset_scenes_attributes_and_objects(workspace: Workspace, data: Path) -> None:
    assert ingest(workspace, data / "emoset") == Summary(4, 4, 0, 0, None)
    images = by_id(workspace, "images")
    assert images["emoset:amusement_00097"]["split"] == "val"
    assert images["emoset:awe_00008"]["split"] == "test"
    triplets = workspace.read("triplets").to_pylist()
    parts = ["background", "attribute", "subject"]
    fear = [tuple(t[p] for p in parts) for t in triplets if t["image"] == "emoset:fear_00001"]
    assert fear == [
        ("airplane cabin", "brightness 0.1", None),
        ("airplane cabin", "colorfulness 0.0", None),
        ("airplane cabin", "fear expression", None),
        ("airplane cabin", "petting animal (not cat)", None),
    ]
    butterfly = [tuple(t[p] for p in parts) for t in triplets if "amusement" in t["image"]]
    assert butterfly == [
        (None, "brightness 0.6", None),
        (None, "colorfulness 0.4", None),
        (None, None, "butterfly"),
        (None, None, "tree"),
    ]
    (bakery,) = [t for t in triplets if t["image"] == "emoset:awe_00008"]
    assert (bakery["background"], bakery["background_text"]) == ("bakery/shop", "bakery/shop")
    (cabin, *_) = [t for t in triplets if t["image"] == "emoset:fear_00001"]
    assert cabin["background_text"] == "airplane_cabin"


def test_emoset_images_are_measured_where_they_are_there(
    workspace: Workspace, data: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "EmoSet-118K"
    shutil.copytree(data / "emoset", folder)
    ingest(workspace, folder)
    assert by_id(workspace, "images")["emoset:awe_00007"]["width"] is None
    picture = folder / "image" / "awe" / "awe_00007.jpg"
    picture.parent.mkdir(parents=True)
    Image.new("RGB", (40, 30)).save(picture)
    assert ingest(workspace, folder) == Summary(4, 1, 3, 0, None)
    image = by_id(workspace, "images")["emoset:awe_00007"]
    assert (image["width"], image["height"], image["split"]) == (40, 30, "train")


def edit(path: Path, **changes: object) -> None:
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


@pytest.mark.parametrize(
    ("spoil", "field", "reason"),
    [
        (lambda p: p.unlink(), "annotation", "the annotation cannot be read: No such file"),
        (lambda p: p.write_text("{"), "annotation", "undecodable JSON"),
        (lambda p: p.write_text("[]"), "annotation", "the annotation is not an object"),
        (lambda p: edit(p, emotion="fear"), "emotion", "the list of the split says awe"),
        (lambda p: edit(p, scene="moon"), "scene", "is not among the labels of this field"),
        (lambda p: edit(p, brightness=0.55), "brightness", "is not among the labels"),
        (lambda p: edit(p, object="Boat"), "object", "is not a list of labels"),
        (lambda p: edit(p, object=["Ship"]), "object", "is not among the labels"),
    ],
)
def test_emoset_rows_that_do_not_fit_are_rejected(
    data: Path,
    tmp_path: Path,
    rejects_of: Callable[..., Any],
    spoil: Callable[..., Any],
    field: str,
    reason: str,
) -> None:
    folder = tmp_path / "emoset"
    shutil.copytree(data / "emoset", folder)
    spoil(folder / "annotation" / "awe" / "awe_00007.json")
    (reject,) = rejects_of(folder)
    assert (reject["id"], reject["field"], reject["line"]) == ("awe_00007", field, 3)
    assert reason in reject["reason"]


def test_emoset_rows_of_another_form_are_rejected(
    data: Path, tmp_path: Path, rejects_of: Callable[..., Any]
) -> None:
    folder = tmp_path / "emoset"
    shutil.copytree(data / "emoset", folder)
    (folder / "test.json").write_text('[["awe", "awe_00008"],\n ["joy", "x", "x", "x"]\n')
    one, two, three = rejects_of(folder)
    assert one["reason"] == "a row is a list of four texts: emotion, id, image and annotation"
    assert (two["field"], two["line"]) == ("emotion", 2)
    assert "unknown emotion" in two["reason"]
    assert "the rest of the file was not read" in three["reason"]


def test_photographs_are_measured_hashed_and_credited(workspace: Workspace, samples: Path) -> None:
    assert ingest(workspace, samples / "photos") == Summary(10, 10, 0, 0, None)
    rocket = by_id(workspace, "images")["photos:rocket"]
    path = samples / "photos" / "rocket.jpg"
    assert rocket["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    with Image.open(path) as picture:
        assert (rocket["width"], rocket["height"]) == picture.size
    assert (rocket["license"], rocket["credit"]) == ("public domain", "SpaceX")
    assert rocket["confidence"] == (8 - 1) / 9
    assert (rocket["confidence_raw"], rocket["confidence_min"]) == (8.0, 1.0)
    assert rocket["confidence_max"] == 10.0
    assert rocket["origin"] == "natural"


def test_each_box_is_the_region_of_its_triplets_subject(
    workspace: Workspace, samples: Path
) -> None:
    ingest(workspace, samples / "photos")
    regions = [r for r in workspace.read("regions").to_pylist() if r["image"] == "photos:rocket"]
    assert [(r["subject"], r["x1"], r["y2"]) for r in regions] == [
        ("rocket", 243.0, 326.0),
        ("lattice towers", 130.0, 310.0),
    ]
    triplets = by_id(workspace, "triplets")
    assert [triplets[r["triplet"]]["attribute"] for r in regions] == ["towering", "thin"]
    assert regions[0]["area"] == (268 - 243) * (326 - 105)


def test_a_missing_or_unreadable_photograph_is_rejected(
    samples: Path, tmp_path: Path, rejects_of: Callable[..., Any]
) -> None:
    folder = tmp_path / "photos"
    shutil.copytree(samples / "photos", folder)
    (folder / "rocket.jpg").unlink()
    (folder / "coffee.jpg").write_bytes(b"not a picture")
    data = (folder / "china.jpg").read_bytes()
    (folder / "china.jpg").write_bytes(data[: len(data) // 2])
    rejects = {reject["id"]: reject for reject in rejects_of(folder)}
    assert set(rejects) == {"rocket", "coffee", "china"}
    assert "the image cannot be read: No such file" in rejects["rocket"]["reason"]
    assert "unreadable image: of no known format" in rejects["coffee"]["reason"]
    assert "unreadable image: image file is truncated" in rejects["china"]["reason"]
    assert {reject["field"] for reject in rejects.values()} == {"image_path"}


def test_a_folder_of_images_is_labelled_by_its_sub_folders(
    workspace: Workspace, samples: Path, tmp_path: Path, rejects_of: Callable[..., Any]
) -> None:
    folder = tmp_path / "My Pictures"
    for name, place in [("rocket", "Awe"), ("coffee", "contentment/cafe"), ("moon", "other")]:
        (folder / place).mkdir(parents=True)
        shutil.copy(samples / "photos" / f"{name}.jpg", folder / place)
    (folder / "Awe" / "broken.png").write_bytes(b"\x89PNG nothing")
    (folder / "notes.txt").write_text("not an image")
    (reject,) = rejects_of(folder)
    assert reject["id"] == "Awe/broken.png"
    assert reject["reason"].startswith("unreadable image")
    images = {image["uri"]: image for image in workspace.read("images").to_pylist()}
    assert set(images) == {"Awe/rocket.jpg", "contentment/cafe/coffee.jpg", "other/moon.jpg"}
    rocket = images["Awe/rocket.jpg"]
    assert rocket["id"] == f"sha256:{rocket['sha256'][:16]}"
    assert rocket["source"] == "my-pictures"
    labels = {v["image"]: v["emotion"] for v in workspace.read("emotions").to_pylist()}
    assert labels == {
        rocket["id"]: "awe",
        images["contentment/cafe/coffee.jpg"]["id"]: "contentment",
    }


def test_a_folder_called_as_a_published_data_set_does_not_borrow_its_licence(
    workspace: Workspace, tmp_path: Path
) -> None:
    folder = tmp_path / "EmoSet" / "fear"
    folder.mkdir(parents=True)
    Image.new("RGB", (4, 3), "black").save(folder / "a.png")
    assert ingest(workspace, folder.parent).accepted == 1
    (source,) = workspace.read("sources").to_pylist()
    assert (source["id"], source["license"], source["citation"]) == ("images-emoset", None, None)
    assert workspace.read("images")["source"].to_pylist() == ["images-emoset"]


def test_images_without_a_label_are_counted_by_why(
    workspace: Workspace, samples: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "pictures"
    places = {"rocket": "awe", "coffee": "joyful", "moon": "joyful", "china": ".", "hubble": "a/b"}
    for name, place in places.items():
        (folder / place).mkdir(parents=True, exist_ok=True)
        shutil.copy(samples / "photos" / f"{name}.jpg", folder / place)
    assert ingest(workspace, folder).unlabelled == {
        "folder 'joyful' is named after no emotion": 2,
        "folder 'a/b' is named after no emotion": 1,
        "in no sub-folder": 1,
    }
    assert not ingest(workspace, samples / "photos").unlabelled


def chunk(kind: bytes, data: bytes) -> bytes:
    """A part of a PNG file."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def test_names_links_and_pipes_that_are_no_pictures_are_rejected(
    workspace: Workspace, tmp_path: Path, rejects_of: Callable[..., Any]
) -> None:
    folder = tmp_path / "pictures" / "awe"
    folder.mkdir(parents=True)
    for number, name in enumerate(("two\nlines.png", "ünï 😀.png", os.fsdecode(b"bad\xff.png"))):
        Image.new("RGB", (20, 20 + number)).save(folder / "made.png")
        (folder / "made.png").rename(folder / name)
    (folder / "round.jpg").symlink_to("round.jpg")
    (folder / "gone.jpg").symlink_to("nowhere.jpg")
    os.mkfifo(folder / "pipe.jpg")
    huge = struct.pack(">IIBBBBB", 2**31 - 1, 2**31 - 1, 8, 2, 0, 0, 0)
    (folder / "huge.png").write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", huge) + chunk(b"IDAT", zlib.compress(b"0"))
    )
    reasons = {reject["id"]: reject["reason"] for reject in rejects_of(folder.parent)}
    assert reasons == {
        "awe/bad\udcff.png": "the file's name is not UTF-8",
        "awe/gone.jpg": "the image cannot be read: No such file or directory",
        "awe/huge.png": "the image is too large to be read safely",
        "awe/pipe.jpg": "the image is no file",
        "awe/round.jpg": "the image cannot be read: Too many levels of symbolic links",
    }
    uris = workspace.read("images", ["uri"])["uri"].to_pylist()
    assert sorted(uris) == ["awe/two\nlines.png", "awe/ünï 😀.png"]


def test_a_path_that_is_no_text_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"bad\xff") / "awe"
    folder.mkdir(parents=True)
    Image.new("RGB", (20, 20)).save(folder / "a.png")
    for path in (folder, folder.parent):
        with pytest.raises(UsageError, match="is not UTF-8") as error:
            ingest(workspace, path)
        assert "rename it" in str(error.value.hint)


def test_a_large_picture_is_measured_without_a_warning(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)
    (tmp_path / "pictures").mkdir()
    Image.new("RGB", (40, 40)).save(tmp_path / "pictures" / "large.png")
    assert ingest(workspace, tmp_path / "pictures").accepted == 1


def test_one_picture_with_two_labels_is_told_of_the_labels(
    samples: Path, tmp_path: Path, rejects_of: Callable[..., Any]
) -> None:
    folder = tmp_path / "twice"
    for place in ("awe", "fear"):
        (folder / place).mkdir(parents=True)
        shutil.copy(samples / "photos" / "moon.jpg", folder / place)
    (reject,) = rejects_of(folder)
    assert (reject["id"], reject["field"], reject["value"]) == ("fear/moon.jpg", "emotion", "fear")
    assert reject["reason"].endswith("has emotion 'awe' and uri 'awe/moon.jpg' already")


def test_one_picture_under_two_names_is_reported(
    samples: Path, tmp_path: Path, rejects_of: Callable[..., Any]
) -> None:
    folder = tmp_path / "twice"
    folder.mkdir()
    for name in ("a.jpg", "b.jpg"):
        shutil.copy(samples / "photos" / "moon.jpg", folder / name)
    (reject,) = rejects_of(folder)
    assert (reject["id"], reject["field"], reject["value"]) == ("b.jpg", "uri", "b.jpg")
    assert "has uri 'a.jpg' already" in reject["reason"]


@pytest.mark.filterwarnings("ignore:__array__ implementation")  # pycocotools 2.0.11, numpy 2
def test_coco_boxes_and_masks(workspace: Workspace, data: Path) -> None:
    assert ingest(workspace, data / "coco" / "instances.json") == Summary(6, 6, 0, 0, None)
    image = by_id(workspace, "images")["coco:1"]
    assert (image["width"], image["height"]) == (8, 6)
    assert image["license"] == "Attribution License"
    regions = workspace.read("regions").to_pylist()
    dog, crowd, person, bare = regions
    assert (dog["subject"], dog["x1"], dog["y1"], dog["x2"], dog["y2"]) == ("dog", 1, 2, 5, 5)
    assert (person["score"], person["x2"]) == (0.75, 8.3)
    assert bare["mask_rle"] is None
    masks = [
        reference.decode({"size": [r["mask_height"], r["mask_width"]], "counts": r["mask_rle"]})
        for r in (dog, crowd, person)
    ]
    square = np.zeros((6, 8))
    square[2:5, 1:5] = 1
    assert np.array_equal(masks[0], square)
    assert masks[1].sum() == crowd["area"] == 4
    assert masks[2].all()


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"bbox": [1.0, 2.0, 8.0, 3.0]}, "bbox", "the box lies outside the image of 8 × 6 pixels"),
        ({"bbox": [1.0, 2.0, 0.0, 3.0]}, "bbox", "the box is empty or inverted"),
        ({"bbox": [1.0, 2.0]}, "bbox", "a box is x, y, width and height"),
        ({"bbox": None}, "bbox", "a box is x, y, width and height"),
        ({"image_id": 9}, "image_id", "no image of the file has this id"),
        ({"category_id": 9}, "category_id", "no category of the file has this id"),
        ({"category_id": "dog"}, "category_id", "is not a whole number"),
        ({"id": None}, "id", "a required field is missing"),
        ({"segmentation": [[1.0, 2.0, 3.0]]}, "segmentation", "at least three x, y pairs"),
        ({"segmentation": 5}, "segmentation", "is neither polygons nor runs"),
        (
            {"segmentation": {"size": [8, 6], "counts": [48]}},
            "segmentation.size",
            "is not that of its image, [6, 8]",
        ),
        (
            {"segmentation": {"size": [6, 8], "counts": [47]}},
            "segmentation.counts",
            "do not cover 6 × 8 pixels",
        ),
        (
            {"segmentation": {"size": [6, 8], "counts": "~"}},
            "segmentation.counts",
            "does not occur in compressed counts",
        ),
        (
            {"segmentation": {"size": [6, 8], "counts": 5}},
            "segmentation.counts",
            "neither a text nor a list of run lengths",
        ),
        ({"score": 1.5}, "score", "less than or equal to 1"),
    ],
)
def test_coco_annotations_that_do_not_fit_are_rejected(
    workspace: Workspace,
    data: Path,
    tmp_path: Path,
    rejects_of: Callable[..., Any],
    changes: dict[str, Any],
    field: str,
    reason: str,
) -> None:
    document = json.loads((data / "coco" / "instances.json").read_text())
    document["annotations"][0] |= changes
    path = tmp_path / "instances.json"
    path.write_text(json.dumps(document))
    (reject,) = rejects_of(path)
    assert reject["field"] == field
    assert reason in reject["reason"]
    assert workspace.read("regions").num_rows == 3


def test_a_region_of_a_rejected_image_is_rejected_too(
    workspace: Workspace, data: Path, tmp_path: Path, rejects_of: Callable[..., Any]
) -> None:
    document = json.loads((data / "coco" / "instances.json").read_text())
    document["images"][1]["file_name"] = 7
    path = tmp_path / "instances.json"
    path.write_text(json.dumps(document))
    rejects = rejects_of(path)
    assert [(r["id"], r["field"]) for r in rejects] == [
        ("2", "file_name"),
        ("3", "image"),
        ("4", "image"),
    ]
    assert "no image coco:2 is in the records" in rejects[1]["reason"]


def test_two_sources_that_speak_of_one_image_meet_in_one_record_in_either_order(
    tmp_path: Path, data: Path, samples: Path
) -> None:
    found = []
    for name, order in [("ab", (0, 1)), ("ba", (1, 0))]:
        workspace = init(tmp_path / name)
        paths = [data / "emoset", samples / "emoset-vlm"]
        for number in order:
            assert ingest(workspace, paths[number]).rejected == 0
        image = by_id(workspace, "images")["emoset:amusement_00097"]
        assert (image["split"], image["source"]) == ("val", "emoset")
        assert len(by_id(workspace, "images")) == 1285 + 3
        tables = ("images", "annotations", "triplets", "regions", "emotions", "sources")
        found.append([sorted(map(repr, workspace.read(t).to_pylist())) for t in tables])
        ImageRecord(**image)
    assert found[0] == found[1]
