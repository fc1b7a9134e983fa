"""Every format read back by the library it is for."""

from __future__ import annotations

import csv
import gc
import hashlib
import io
import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from emokg.export import Manifest
from emokg.taxonomy import CES
from emokg.workspace import Workspace
from tests.export.conftest import MASK, MASKED, Export

SIZES = {"train": 6, "test": 4}


def emotions(workspace: Workspace) -> dict[str, str]:
    rows = workspace.read("emotions").to_pylist()
    return {row["image"]: row["emotion"] for row in rows if row["annotation"] is None}


def look(path: Path) -> tuple[str | None, tuple[int, int]]:
    with Image.open(path) as picture:
        return picture.format, picture.size


def load(*arguments: Any, **options: Any) -> Any:
    from datasets import load_dataset

    return load_dataset(*arguments, **options)


def test_parquet_names_pictures_by_uri(export: Export, photos: Workspace) -> None:
    folder, _ = export("parquet")
    read = load(str(folder))
    assert {name: len(rows) for name, rows in read.items()} == SIZES
    rows = [row for split in read.values() for row in split]
    assert {row["id"]: row["emotion"] for row in rows} == emotions(photos)
    astronaut = next(row for row in rows if row["id"] == "photos:astronaut")
    assert astronaut["uri"] == "astronaut.jpg"
    assert astronaut["triplets"][0] == {
        "background": "studio with a flag and a model space shuttle",
        "attribute": "smiling",
        "subject": "astronaut",
    }
    assert [20.0, 12.0, 372.0, 512.0] in [region["bbox"] for region in astronaut["regions"]]


def test_parquet_holds_pictures(export: Export) -> None:
    folder, _ = export("parquet", pictures="copy")
    for split in load(str(folder)).values():
        for row in split:
            assert row["image"].size == (row["width"], row["height"])


def test_trl_reads_prompt_completion_and_pictures(export: Export, photos: Workspace) -> None:
    folder, _ = export("trl", task="explain")
    read = load(str(folder))
    assert {name: len(rows) for name, rows in read.items()} == SIZES
    for row in read["test"]:
        assert [message["role"] for message in row["prompt"]] == ["user"]
        assert [message["role"] for message in row["completion"]] == ["assistant"]
        assert row["completion"][0]["content"].startswith(emotions(photos)[row["id"]] + ": ")
        (picture,) = row["images"]
        assert min(picture.size) > 100


@pytest.mark.parametrize("pictures", ["copy", "link"])
def test_imagefolder_has_every_picture_and_its_row(export: Export, pictures: str) -> None:
    folder, _ = export("imagefolder", pictures=pictures)
    read = load("imagefolder", data_dir=str(folder))
    assert {name: len(rows) for name, rows in read.items()} == SIZES
    for row in read["train"]:
        assert row["image"].size == (row["width"], row["height"])
        assert row["emotion"] in CES


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # leaves it open
@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
def test_webdataset_has_every_picture_and_its_row(export: Export, photos: Workspace) -> None:
    import webdataset

    folder, _ = export("webdataset")
    seen = {}
    for split, size in SIZES.items():
        samples = list(
            webdataset.WebDataset(str(folder / f"{split}-000000.tar"), shardshuffle=False)
        )
        assert len(samples) == size
        for sample in samples:
            row = json.loads(sample["json"])
            assert hashlib.sha256(sample["jpg"]).hexdigest() == row["sha256"]
            assert Image.open(io.BytesIO(sample["jpg"])).size == (row["width"], row["height"])
            seen[row["id"]] = row["emotion"]
    gc.collect()
    assert seen == emotions(photos)


@pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept:DeprecationWarning")
def test_coco_has_boxes_masks_and_the_same_categories_in_every_split(export: Export) -> None:
    from pycocotools.coco import COCO

    folder, _ = export("coco", pictures="copy")
    read = {split: COCO(str(folder / f"{split}.json")) for split in SIZES}
    assert read["train"].cats == read["test"].cats
    masked = 0
    for coco in read.values():
        for image in coco.loadImgs(coco.getImgIds()):
            assert look(folder / image["file_name"])[1] == (image["width"], image["height"])
            for annotation in coco.loadAnns(coco.getAnnIds(imgIds=image["id"])):
                x, y, width, height = annotation["bbox"]
                assert 0 <= x < x + width <= image["width"]
                assert 0 <= y < y + height <= image["height"]
                if annotation["segmentation"]:
                    masked += 1
                    assert image["image"] == MASKED
                    assert np.array_equal(coco.annToMask(annotation), MASK)
    assert masked == 1
    names = {category["name"] for category in read["train"].loadCats(read["train"].getCatIds())}
    assert {"astronaut", "rocket"} <= names


def test_csv_is_read_by_datasets_and_by_python(export: Export, photos: Workspace) -> None:
    folder, _ = export("csv")
    files = {split: str(folder / f"{split}.csv") for split in SIZES}
    read = load("csv", data_files=files)
    assert {name: len(rows) for name, rows in read.items()} == SIZES
    with (folder / "train.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert {row["id"]: row["emotion"] for row in rows}.items() <= emotions(photos).items()
    assert all(json.loads(row["triplets"]) for row in rows)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_croissant_is_valid_and_gives_the_rows(export: Export, photos: Workspace) -> None:
    import mlcroissant

    folder, _ = export("croissant")
    described = mlcroissant.Dataset(jsonld=str(folder / "croissant.json"))
    issues = described.metadata.ctx.issues
    assert not issues.errors
    assert {text.split("] ")[-1] for text in issues.warnings} == {
        'Property "https://schema.org/datePublished" is recommended, but does not exist.',
        'Property "http://mlcommons.org/croissant/citeAs" is recommended, but does not exist.',
    }, "an export has no time stamp, and these photographs no citation"
    assert described.metadata.ctx.is_v1_1()
    (protocol,) = described.metadata.data_annotation_protocol
    assert protocol.startswith("One of Mikels' eight emotions an image")
    rows = list(described.records("test"))
    assert len(rows) == SIZES["test"]
    for row in rows:
        name, emotion = (row[f"test/{column}"].decode() for column in ("id", "emotion"))
        assert emotions(photos)[name] == emotion


@pytest.mark.parametrize("task", ["emotion", "explain"])
def test_qwen_messages_have_a_picture_a_prompt_and_the_answer(
    export: Export, photos: Workspace, task: str
) -> None:
    folder, _ = export("qwen-vl", task=task, pictures="copy")
    read = load("json", data_files={split: str(folder / f"{split}.jsonl") for split in SIZES})
    assert {name: len(rows) for name, rows in read.items()} == SIZES
    for line in (folder / "train.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        user, assistant = row["messages"]
        picture, prompt = user["content"]
        assert (user["role"], assistant["role"]) == ("user", "assistant")
        assert (picture["type"], prompt["type"]) == ("image", "text")
        assert look(folder / picture["image"])[0] == "JPEG"
        (answer,) = assistant["content"]
        emotion = emotions(photos)[row["id"]]
        if task == "emotion":
            assert answer["text"] == emotion
        else:
            assert answer["text"].startswith(f"{emotion}: ")
            assert "\n- background: " in answer["text"]


@pytest.mark.parametrize("pictures", ["uri", "copy"])
def test_llamafactory_keeps_its_documented_rules(
    export: Export, photos: Workspace, pictures: str
) -> None:
    folder, manifest = export("llamafactory", task="explain", pictures=pictures)
    media = folder if pictures == "copy" else photos_folder(photos)
    assert llamafactory_breaks(folder, media) == []
    assert rows_by_split(folder) == SIZES
    assert manifest.files[0].path == "dataset_info.json"


def test_llamafactory_breaks_are_seen(export: Export, photos: Workspace) -> None:
    folder, _ = export("llamafactory")
    lines = (folder / "test.jsonl").read_text(encoding="utf-8").splitlines()
    row = json.loads(lines[0])
    row["messages"][0]["content"] += "<image>"
    (folder / "test.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    (found,) = llamafactory_breaks(folder, photos_folder(photos))
    assert "2 <image> and 1 images" in found


def photos_folder(workspace: Workspace) -> Path:
    return Path(workspace.manifest().ingests[0].path)


def rows_by_split(folder: Path) -> dict[str, int]:
    return {
        path.stem: len(path.read_text(encoding="utf-8").splitlines())
        for path in sorted(folder.glob("*.jsonl"), reverse=True)
    }


def llamafactory_breaks(folder: Path, media: Path) -> list[str]:
    """What `data/README.md` of LLaMA-Factory asks for and is not kept."""
    info = json.loads((folder / "dataset_info.json").read_text(encoding="utf-8"))
    breaks = []
    for name, entry in info.items():
        assert entry["formatting"] == "sharegpt"
        columns, tags = entry["columns"], entry["tags"]
        for line in (folder / entry["file_name"]).read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            messages, images = row[columns["messages"]], row[columns["images"]]
            roles = [message[tags["role_tag"]] for message in messages]
            if len(roles) % 2 or roles != [tags["user_tag"], tags["assistant_tag"]] * (
                len(roles) // 2
            ):
                breaks.append(f"{name}: roles {roles}")
            marks = Counter({"<image>": 0})
            for message in messages:
                marks["<image>"] += message[tags["content_tag"]].count("<image>")
            if marks["<image>"] != len(images):
                breaks.append(f"{name}: {marks['<image>']} <image> and {len(images)} images")
            breaks += [
                f"{name}: no file {image}" for image in images if not (media / image).is_file()
            ]
    return breaks


def test_no_name_of_a_picture_tells_the_label(export: Export) -> None:
    folder, _ = export("imagefolder")
    names = sorted(path.name for path in folder.glob("train/*.jpg"))
    assert names == [f"{number:08}.jpg" for number in range(SIZES["train"])]


def test_the_manifest_counts_every_row(export: Export) -> None:
    folder, manifest = export("webdataset")
    assert manifest == Manifest.model_validate_json((folder / "manifest.json").read_bytes())
    assert {part.split: part.rows for part in manifest.parts} == SIZES
    for part in manifest.parts:
        for file in part.files:
            data = (folder / file.path).read_bytes()
            assert (hashlib.sha256(data).hexdigest(), len(data)) == (file.sha256, file.bytes)
        assert sum(file.rows for file in part.files) == part.rows
