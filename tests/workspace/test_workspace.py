"""A workspace: made, found, written in one step, and checked."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from emokg.errors import DamagedFile, DataError, EmoKGError, UnknownName, UsageError
from emokg.records import Emotion, to_arrow
from emokg.workspace import Workspace, find, init


def votes(*images: str) -> pa.Table:
    rows = [Emotion(image=f"emoset:{i}", emotion="fear", probability=1.0) for i in images]
    return to_arrow("emotions", rows)


def add(workspace: Workspace, *images: str) -> None:
    with workspace.writer("hand", Path("hand.jsonl")) as writer:
        writer.append("emotions", votes(*images))
        writer.append_vectors("s", [f"emoset:{i}" for i in images], np.ones((len(images), 4), "f4"))
        writer.commit()


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return init(tmp_path / "w")


def test_a_new_workspace_is_empty_and_whole(workspace: Workspace) -> None:
    assert workspace.read("images").num_rows == 0
    assert workspace.spaces() == []
    workspace.check()


def test_a_workspace_is_made_only_in_a_new_or_empty_folder(tmp_path: Path) -> None:
    init(tmp_path / "w")
    (tmp_path / "file").write_text("x")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_text("x")
    for name, complaint in [
        ("w", "is a workspace already"),
        ("file", "is a file"),
        ("full", "is not empty"),
    ]:
        with pytest.raises(UsageError, match=complaint) as error:
            init(tmp_path / name)
        assert error.value.exit_code == 2


def test_a_workspace_is_found_by_flag_then_environment_then_upward(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("EMOKG_WORKSPACE", raising=False)
    for name in "abc":
        init(tmp_path / name)
    below = tmp_path / "c" / "records" / "images"
    below.mkdir()
    monkeypatch.chdir(below)
    assert find().root == tmp_path / "c"
    monkeypatch.setenv("EMOKG_WORKSPACE", str(tmp_path / "b"))
    assert find().root == tmp_path / "b"
    assert find(tmp_path / "a").root == tmp_path / "a"


def test_without_a_workspace_the_message_says_how_to_make_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("EMOKG_WORKSPACE", raising=False)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="there is no workspace in") as error:
        find()
    assert "emokg init DIR" in str(error.value)
    with pytest.raises(UsageError, match="nowhere is not a workspace"):
        find(tmp_path / "nowhere")
    monkeypatch.setenv("EMOKG_WORKSPACE", str(tmp_path / "gone"))
    with pytest.raises(UsageError, match="EMOKG_WORKSPACE names it"):
        find()


def test_a_workspace_of_another_format_is_not_opened(workspace: Workspace) -> None:
    (workspace.root / "emokg.toml").write_text("format = 2")
    with pytest.raises(DataError, match="has format 2; this EmoKG reads format 1"):
        find(workspace.root)


def test_a_broken_configuration_is_named(workspace: Workspace) -> None:
    (workspace.root / "emokg.toml").write_text("format = ")
    with pytest.raises(DamagedFile, match=r"emokg\.toml is not TOML"):
        find(workspace.root)


def test_what_is_committed_is_read_back_over_all_parts(workspace: Workspace) -> None:
    add(workspace, "a", "b")
    add(workspace, "c")
    assert workspace.read("emotions")["image"].to_pylist() == ["emoset:a", "emoset:b", "emoset:c"]
    assert workspace.read("emotions", ["emotion"]).column_names == ["emotion"]
    assert len(workspace.parts("emotions")) == 2
    workspace.check()


def test_nothing_counts_before_the_commit(workspace: Workspace) -> None:
    add(workspace, "a")
    before = workspace.fingerprint()
    with workspace.writer("hand", Path("x")) as writer:
        writer.append("emotions", votes("b"))
        writer.append_vectors("s", ["emoset:b"], np.ones((1, 4), "f4"))
    assert workspace.fingerprint() == before
    assert len(list(workspace.table_folder("emotions").iterdir())) == 1
    assert len(list(workspace.space_folder("s").iterdir())) == 2


def test_an_ingest_that_adds_nothing_leaves_the_manifest_as_it_was(workspace: Workspace) -> None:
    add(workspace, "a")
    before = workspace.manifest_file.stat()
    with workspace.writer("hand", Path("x")) as writer:
        writer.commit()
    assert workspace.manifest_file.stat() == before


def test_a_replaced_part_stays_for_its_readers_until_the_next_ingest(workspace: Workspace) -> None:
    add(workspace, "a")
    (old,) = workspace.parts("emotions")
    with workspace.writer("hand", Path("x")) as writer:
        writer.replace("emotions", writer.base.tables["emotions"][0], votes("z"))
        writer.commit()
    assert workspace.read("emotions")["image"].to_pylist() == ["emoset:z"]
    assert old.exists()
    add(workspace, "b")
    assert not old.exists()
    assert workspace.read("emotions")["image"].to_pylist() == ["emoset:z", "emoset:b"]


def test_a_second_ingest_at_the_same_time_is_refused(workspace: Workspace) -> None:
    with workspace.writer("hand", Path("x")):
        with (
            pytest.raises(DataError, match="another ingest is writing to") as error,
            workspace.writer("hand", Path("y")),
        ):
            pass
        assert error.value.exit_code == 3
        assert "emokg ingest" in str(error.value)


def test_vectors_are_memory_maps_in_the_order_of_their_ids(workspace: Workspace) -> None:
    first = np.arange(8, dtype="f4").reshape(2, 4)
    with workspace.writer("hand", Path("x")) as writer:
        writer.append_vectors("s", ["a:1"], first[:1], "a layer")
        writer.append_vectors("s", ["a:2"], first[1:])
        writer.commit()
    vectors = workspace.vectors("s")
    assert (vectors.ids, vectors.dimension, vectors.description) == (["a:1", "a:2"], 4, "a layer")
    assert isinstance(vectors.matrix(), np.memmap)
    assert np.array_equal(vectors.matrix(), first)
    with workspace.writer("hand", Path("y")) as writer:
        writer.append_vectors("s", ["a:3"], first[:1])
        writer.commit()
    assert workspace.vectors("s").matrix().shape == (3, 4)
    assert [len(batch) for batch in workspace.vectors("s").batches(1)] == [1, 1, 1]


def test_an_npy_part_is_a_plain_numpy_file(workspace: Workspace) -> None:
    add(workspace, *(str(number) for number in range(1000)))
    array = np.load(workspace.space_folder("s") / "part-000001.npy")
    assert (array.shape, array.dtype, array.flags.c_contiguous) == ((1000, 4), np.float32, True)


def test_vectors_of_another_dimension_do_not_enter_a_space(workspace: Workspace) -> None:
    add(workspace, "a")
    with (
        pytest.raises(DataError, match="which has dimension 4"),
        workspace.writer("hand", Path("x")) as writer,
    ):
        writer.append_vectors("s", ["emoset:b"], np.ones((1, 5), "f4"))


def test_an_unknown_space_is_refused_with_those_that_exist(workspace: Workspace) -> None:
    add(workspace, "a")
    with pytest.raises(UnknownName, match="no DES space 't'") as error:
        workspace.vectors("t")
    assert error.value.hint == "spaces of this workspace: s"


def test_the_fingerprint_follows_the_content(workspace: Workspace, tmp_path: Path) -> None:
    other = init(tmp_path / "other")
    assert other.fingerprint() == workspace.fingerprint()
    add(workspace, "a")
    assert other.fingerprint() != workspace.fingerprint()
    add(other, "a")
    assert other.fingerprint() == workspace.fingerprint()


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 5)


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))


FILES = [
    "records/emotions/part-000001.parquet",
    "des/s/part-000001.npy",
    "des/s/part-000001.ids.parquet",
]


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize(
    ("damage", "complaint"),
    [(truncate, "bytes instead of"), (flip, "was altered"), (Path.unlink, "is missing")],
)
def test_damage_is_found_and_the_repair_is_named(
    workspace: Workspace, file: str, damage: Callable[..., Any], complaint: str
) -> None:
    add(workspace, "a", "b")
    damage(workspace.root / file)
    with pytest.raises(DamagedFile, match=complaint) as error:
        workspace.check()
    assert file in error.value.message
    assert error.value.hint is not None
    assert "emokg ingest hand.jsonl --source hand" in error.value.hint
    assert error.value.exit_code == 3


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("damage", [truncate, Path.unlink])
def test_a_truncated_or_missing_part_is_found_on_open(
    workspace: Workspace, file: str, damage: Callable[..., Any]
) -> None:
    add(workspace, "a", "b")
    damage(workspace.root / file)
    with pytest.raises(DamagedFile):
        (workspace.read("emotions"), workspace.vectors("s"))
    with pytest.raises(DamagedFile), workspace.writer("hand", Path("x")):
        pass


def alter(workspace: Workspace, **changes: object) -> None:
    document = json.loads(workspace.manifest_file.read_text()) | changes
    workspace.manifest_file.write_text(json.dumps(document))


@pytest.mark.parametrize(
    ("damage", "complaint"),
    [
        (lambda w: w.manifest_file.unlink(), "is missing"),
        (lambda w: w.manifest_file.write_text("{"), "is not a manifest"),
        (lambda w: w.manifest_file.write_text("[]"), "is not a manifest"),
        (lambda w: alter(w, format=99), "has format 99"),
        (lambda w: alter(w, spaces={}), "its fingerprint does not fit"),
        (lambda w: alter(w, extra=1), "is not a manifest"),
    ],
)
def test_a_damaged_manifest_is_found(
    workspace: Workspace, damage: Callable[..., Any], complaint: str
) -> None:
    add(workspace, "a")
    damage(workspace)
    with pytest.raises(DamagedFile, match=complaint) as error:
        workspace.manifest()
    assert "emokg init" in str(error.value)


def test_every_error_of_a_workspace_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(EmoKGError) as error:
        find(tmp_path)
    assert error.value.hint == f"make one: emokg init {tmp_path}"
