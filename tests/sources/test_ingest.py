"""Finding the source, taking the same thing twice, adding to what is known, and wrong inputs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from emokg.errors import DamagedFile, DataError, EmoKGError, UnknownName, UsageError
from emokg.sources import ingest
from emokg.sources.description import read_description
from emokg.workspace import Workspace, init
from tests.sources.conftest import record

TABLES = ("images", "annotations", "triplets", "regions", "emotions", "sources")


def content(workspace: Workspace) -> dict[str, list[str]]:
    return {t: sorted(map(repr, workspace.read(t).to_pylist())) for t in TABLES}  # type: ignore[arg-type]


def test_every_source_is_found_by_its_content(
    workspace: Workspace, data: Path, samples: Path
) -> None:
    for path, space in [
        (samples / "emoset-vlm", True),
        (samples / "emoset-vlm" / "records.jsonl", True),
        (samples / "photos", False),
        (samples / "photos" / "photos.jsonl", False),
        (data / "emoset", False),
        (data / "coco", False),
        (data / "emoverse" / "repository.json", False),
    ]:
        ingest(workspace, path)
        assert bool(workspace.spaces()) or not space
    used = {entry.source for entry in workspace.manifest().ingests}
    assert used == {"emoset-vlm", "photos", "emoset", "coco", "emoverse"}


def test_ingesting_twice_changes_nothing(workspace: Workspace, data: Path, samples: Path) -> None:
    paths = [samples / "photos", data / "emoset", data / "coco", data / "emoverse" / "table.csv"]
    for path in paths:
        assert ingest(workspace, path).accepted
    stat = workspace.manifest_file.stat()
    for path in paths:
        summary = ingest(workspace, path)
        assert (summary.accepted, summary.unchanged) == (0, summary.read)
    assert workspace.manifest_file.stat() == stat


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(order=st.permutations(range(4)), cuts=st.sets(st.integers(1, 3)))
def test_neither_order_nor_portions_matter(
    tmp_path_factory: pytest.TempPathFactory, order: list[int], cuts: set[int]
) -> None:
    folder = tmp_path_factory.mktemp("order")
    rows = [record(1), record(2, bbox=None), record(2, width=None), record(3, emotion="Fear")]
    workspace = init(folder / "w")
    ends = [*sorted(cuts), 4]
    for start, end in zip([0, *ends], ends, strict=False):
        path = folder / f"{start}.jsonl"
        path.write_text("".join(json.dumps(rows[i]) + "\n" for i in order[start:end]))
        assert ingest(workspace, path).rejected == 0
    whole = init(folder / "whole")
    path = folder / "all.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    ingest(whole, path)
    assert content(workspace) == content(whole)


def test_a_null_is_filled_in_later_and_the_old_part_replaced(
    workspace: Workspace, write: Callable[..., Path]
) -> None:
    ingest(workspace, write([record(1, width=None, height=None), record(2)]))
    summary = ingest(workspace, write([record(1), record(2)], "b.jsonl"))
    assert (summary.accepted, summary.unchanged) == (1, 1)
    rows = {row["id"]: row for row in workspace.read("images").to_pylist()}
    assert rows["emoverse:awe000001"]["width"] == 640
    assert len(rows) == 2
    assert len(workspace.parts("images")) == 1
    workspace.check()


def test_what_was_not_said_is_added(workspace: Workspace, write: Callable[..., Path]) -> None:
    ingest(workspace, write([record(1, bbox=None)]))
    assert ingest(workspace, write([record(1)], "b.jsonl")).accepted == 1
    assert workspace.read("regions").num_rows == 1
    assert workspace.read("triplets").num_rows == 1


def test_progress_ends_at_the_number_of_rows(workspace: Workspace, samples: Path) -> None:
    calls: list[tuple[int, int | None]] = []
    ingest(workspace, samples / "emoset-vlm", progress=lambda *call: calls.append(call))
    assert calls == [(512, None), (1024, None), (1285, 1285)]


def make(folder: Path, name: str, text: str | None) -> Path:
    path = folder / name
    if text is None:
        path.mkdir()
    else:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return path


@pytest.mark.parametrize(
    ("name", "text", "error", "complaint"),
    [
        ("nothing", None, DataError, "has no files in it"),
        ("empty.jsonl", "", DataError, "is empty"),
        ("blank.jsonl", "\n\n", DataError, "is not of a source that is described"),
        ("list.json", "[]", DataError, "is not of a source that is described"),
        ("notes.txt", "hello", DataError, "is not of a source that is described"),
        ("sheet.xlsx", "PK", DataError, "is not of a source that is described"),
        ("other.jsonl", '{"a": 1}', DataError, "is not of a source that is described"),
        ("fake.parquet", "PAR", DataError, "is not Parquet, or is damaged"),
    ],
)
def test_an_input_that_is_no_source_is_refused(
    workspace: Workspace,
    tmp_path: Path,
    name: str,
    text: str | None,
    error: type[Exception],
    complaint: str,
) -> None:
    before = workspace.fingerprint()
    with pytest.raises(error, match=complaint) as caught:
        ingest(workspace, make(tmp_path, name, text))
    assert caught.value.exit_code == 3
    assert name in caught.value.message
    assert caught.value.hint
    assert workspace.fingerprint() == before


def test_a_path_that_does_not_exist_is_a_usage_error(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="does not exist") as error:
        ingest(workspace, tmp_path / "nowhere")
    assert error.value.exit_code == 2


def test_a_header_without_rows_is_refused(workspace: Workspace, write: Callable[..., Path]) -> None:
    path = write("id,emotion,background,attribute,subject\n", "rows.csv")
    with pytest.raises(DataError, match="has no rows"):
        ingest(workspace, path, source="emoverse")


def test_a_source_that_does_not_exist_is_refused_with_those_that_do(
    workspace: Workspace, write: Callable[..., Path]
) -> None:
    with pytest.raises(UnknownName, match="no source 'emovers'") as error:
        ingest(workspace, write([record(1)]), source="emovers")
    assert error.value.exit_code == 2
    assert "emoverse" in str(error.value.hint)


def test_a_source_that_is_named_must_fit(workspace: Workspace, samples: Path) -> None:
    with pytest.raises(DataError, match="does not look like emoset ") as error:
        ingest(workspace, samples / "photos", source="emoset")
    assert "info.json" in error.value.message


def test_a_path_that_could_be_two_sources_asks_which(
    workspace: Workspace, samples: Path, tmp_path: Path
) -> None:
    import shutil

    folder = tmp_path / "both"
    shutil.copytree(samples / "photos", folder)
    shutil.copy(samples / "emoset-vlm" / "records.jsonl", folder)
    with pytest.raises(UsageError, match="could be emoset-vlm or photos") as error:
        ingest(workspace, folder)
    assert error.value.exit_code == 2
    assert "--source emoset-vlm" in str(error.value.hint)
    assert ingest(workspace, folder, source="photos").accepted == 10


OWN = "image,emotion,confidence,background,attribute,subject\na.jpg,awe,0.9,valley,vast,sky\n"


@pytest.mark.parametrize(
    ("name", "text", "choices"),
    [
        ("mine.csv", OWN, ("table", "emoverse")),
        ("mine.jsonl", '{"id": 1, "emotion": "awe"}', ("table",)),
        ("mine.csv", OWN.replace("emotion", "emotion_category"), ("emoverse",)),
        ("photographs.jsonl", json.dumps(record(1, **{"B-A-S": None})), ("table", "emoverse")),
        ("mine.json", '{"images": [{"id": 1, "file_name": "a.jpg"}]}', ("boxes", "coco")),
    ],
)
def test_what_could_be_anybodys_is_asked_about_and_borrows_no_licence(
    workspace: Workspace,
    write: Callable[..., Path],
    name: str,
    text: str,
    choices: tuple[str, ...],
) -> None:
    with pytest.raises(UsageError, match=r"could be anybody's") as error:
        ingest(workspace, write(text, name))
    assert error.value.exit_code == 2
    hint = str(error.value.hint)
    assert tuple(re.findall(r"--source (\S+)", hint)) == choices
    assert ("EmoVerse, licence: CC-BY-NC-4.0" in hint) == ("emoverse" in choices)
    assert workspace.read("images").num_rows == workspace.read("sources").num_rows == 0


def test_a_table_of_ones_own_keeps_its_scale_and_has_no_licence_or_citation(
    workspace: Workspace, write: Callable[..., Path]
) -> None:
    summary = ingest(workspace, write(OWN, "mine.csv"), source="table")
    assert (summary.source, summary.license) == ("table", None)
    (image,) = workspace.read("images").to_pylist()
    assert (image["confidence"], image["confidence_max"]) == (0.9, 1.0)
    (source,) = workspace.read("sources").to_pylist()
    assert (source["license"], source["citation"]) == (None, None)


def test_boxes_of_ones_own_in_the_form_of_coco_are_not_cocos(
    workspace: Workspace, data: Path, write: Callable[..., Path]
) -> None:
    own = (data / "coco" / "instances.json").read_text().replace("http://cocodataset.org", "")
    path = write(own, "instances.json")
    with pytest.raises(UsageError, match=r"could be anybody's"):
        ingest(workspace, path)
    assert ingest(workspace, path, source="boxes").accepted == 6
    assert workspace.read("sources")["license"].to_pylist() == [None]
    assert workspace.read("images")["id"].to_pylist() == ["boxes:1", "boxes:2"]


def test_every_published_shape_of_emoverse_is_found_by_its_content(
    workspace: Workspace, data: Path
) -> None:
    for path in sorted((data / "emoverse").iterdir()):
        summary = ingest(workspace, path)
        assert (summary.source, summary.license) == ("emoverse", "CC-BY-NC-4.0")


def test_lists_of_a_split_alone_are_not_emoset(workspace: Workspace, tmp_path: Path) -> None:
    for name in ("train", "val", "test"):
        (tmp_path / "lists").mkdir(exist_ok=True)
        (tmp_path / "lists" / f"{name}.json").write_text('[["awe", "a", "a.jpg", "a.json"]]')
    with pytest.raises(DataError, match="is not of a source that is described"):
        ingest(workspace, tmp_path / "lists")


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (lambda f: (f / "des_ids.txt").unlink(), r"des_ids\.txt is missing"),
        (lambda f: (f / "des.npy").write_bytes(b"no"), "cannot be read"),
        (
            lambda f: (f / "des_ids.txt").write_text("x\n"),
            r"has 1,285 vectors and .*des_ids\.txt 1 ids",
        ),
    ],
)
def test_vectors_that_do_not_belong_to_the_records_are_refused(
    workspace: Workspace, samples: Path, tmp_path: Path, spoil: Any, complaint: str
) -> None:
    import shutil

    folder = tmp_path / "vlm"
    shutil.copytree(samples / "emoset-vlm", folder)
    spoil(folder)
    with pytest.raises(DataError, match=complaint):
        ingest(workspace, folder)
    assert workspace.read("images").num_rows == 0


def test_vectors_of_another_length_are_refused(
    workspace: Workspace, samples: Path, tmp_path: Path
) -> None:
    import shutil

    import numpy as np

    folder = tmp_path / "vlm"
    shutil.copytree(samples / "emoset-vlm", folder)
    np.save(folder / "des.npy", np.ones((1285, 512), np.float16))
    with pytest.raises(DataError, match="needs 1024 columns"):
        ingest(workspace, folder)


def test_a_damaged_record_part_stops_the_ingest(workspace: Workspace, samples: Path) -> None:
    ingest(workspace, samples / "photos")
    (part,) = workspace.parts("images")
    part.write_bytes(part.read_bytes()[:-1])
    with pytest.raises(DamagedFile, match="bytes instead of"):
        ingest(workspace, samples / "emoset-vlm")


def test_a_part_that_was_altered_is_named_when_the_ingest_trips_over_it(
    workspace: Workspace, samples: Path
) -> None:
    ingest(workspace, samples / "photos")
    (part,) = workspace.parts("images")
    part.write_bytes(b"\0" * part.stat().st_size)
    with pytest.raises(DamagedFile, match="was altered") as error:
        ingest(workspace, samples / "photos")
    assert str(part) in error.value.message


YAML = """
name: mine
title: Mine
reader: rows
files: ["*.csv"]
recognise: [[picture, feeling]]
image: {namespace: mine, source: mine, id: picture}
label: feeling
"""


def test_a_researcher_adds_a_source_without_python(
    workspace: Workspace, tmp_path: Path, write: Callable[..., Path]
) -> None:
    yaml = tmp_path / "mine.yaml"
    yaml.write_text(YAML)
    path = write("picture,feeling\n1,Awe\n2,Fear\n", "any.csv")
    assert ingest(workspace, path, source=str(yaml)).accepted == 2
    assert workspace.read("images")["id"].to_pylist() == ["mine:1", "mine:2"]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("label: feeling", "lable: feeling", r"mine\.yaml: lable: Extra inputs"),
        ("title: Mine", "", r"mine\.yaml: title: Field required"),
        ("reader: rows", "reader: sheets", r"mine\.yaml: Input tag 'sheets'"),
        ("name: mine", "name: yours", "its name is 'yours'"),
        ("label: feeling", "label: []", r"mine\.yaml: label: .*should have at least 1"),
        ("label: feeling", "confidence: {field: c}", "give either scale or scale_field"),
        (
            "label: feeling",
            "confidence: {field: c, scale: [10, 1]}",
            "runs from its lower to its upper end",
        ),
        ("label: feeling", "des: {space: s, dimension: 4}", "give either field, or vectors"),
        (
            "label: feeling",
            "des: {space: s, dimension: 4, vectors: v.npy}",
            "vectors and ids go together",
        ),
        ("title: Mine", "title: [", "is not YAML"),
    ],
)
def test_a_wrong_yaml_is_refused_with_file_and_key(
    tmp_path: Path, old: str, new: str, complaint: str
) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(YAML.replace(old, new))
    with pytest.raises(DataError, match=complaint):
        read_description(path)


def test_a_yaml_that_is_not_there_is_refused(
    workspace: Workspace, tmp_path: Path, write: Callable[..., Path]
) -> None:
    with pytest.raises(EmoKGError, match="cannot be read"):
        ingest(workspace, write([record(1)]), source=str(tmp_path / "no.yaml"))
