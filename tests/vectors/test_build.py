"""Building, bringing up to date, and noticing what is damaged or stale."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from emokg.errors import DamagedFile, DataError, UnknownName
from emokg.vectors import build_index, check_index, engine, open_index, spaces
from emokg.workspace import Workspace, init
from tests.vectors.spaces import SPACE, append, clustered, drop_part, names, workspace_with

REPAIR = "build it again: emokg index build --space small"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    workspace = workspace_with(tmp_path / "w", clustered(300))
    build_index(workspace, SPACE)
    return workspace


def index_file(workspace: Workspace) -> Path:
    (path,) = workspace.space_folder(SPACE).glob("index-*.faiss")
    return path


def flip(path: Path, offset: int) -> None:
    data = bytearray(path.read_bytes())
    data[offset] ^= 0x10
    path.write_bytes(data)


def test_the_description_says_what_is_indexed(workspace: Workspace) -> None:
    path = workspace.space_folder(SPACE) / "index.json"
    said = json.loads(path.read_text(encoding="utf-8"))
    wanted = {
        "space": "small",
        "model": "made up",
        "dimension": 24,
        "metric": "cosine",
        "index_factory": "IDMap2,Flat",
        "nprobe": None,
        "count": 300,
        "self_test": {"k": 10, "queries": 200, "recall": 1.0},
    }
    assert {name: said[name] for name in wanted} == wanted
    assert check_index(workspace, SPACE).summary() == (
        "300 vectors of dimension 24, exact, recall@10 1.000"
    )


def test_building_twice_changes_nothing(workspace: Workspace) -> None:
    before = index_file(workspace).stat()
    build_index(workspace, SPACE)
    assert index_file(workspace).stat() == before


def test_new_vectors_are_noticed_then_added(workspace: Workspace) -> None:
    new = clustered(50, seed=9)
    append(workspace, new, names(50, start=300))
    stale = open_index(workspace, SPACE)
    assert stale.notices == (
        "the index of DES space 'small' lacks 50 newer vectors; "
        "build it again: emokg index build --space small",
    )
    assert len(stale.search(new[0], 500).images) == 300
    with pytest.raises(DataError, match="lacks 50 newer vectors") as caught:
        check_index(workspace, SPACE)
    assert caught.value.exit_code == 3

    assert build_index(workspace, SPACE).count == 350
    index = open_index(workspace, SPACE)
    assert index.notices == ()
    assert index.search(new[7], 1).images == ["test:307"]


def test_vectors_that_are_gone_are_forgotten(workspace: Workspace) -> None:
    new = clustered(200, seed=9)
    append(workspace, new, names(200, start=300))
    build_index(workspace, SPACE)
    append(workspace, clustered(100, seed=10), names(100, start=500))
    drop_part(workspace, 1)
    with pytest.raises(DataError, match="vectors that are no longer in the records") as caught:
        open_index(workspace, SPACE)
    assert caught.value.hint == REPAIR

    description = build_index(workspace, SPACE)
    assert [(part.first, part.rows) for part in description.parts] == [(0, 300), (500, 100)]
    index = open_index(workspace, SPACE)
    everything = index.search(new[7], 1000).images
    assert sorted(everything) == sorted(names(300) + names(100, start=500))


def test_an_updated_index_answers_like_a_new_one(tmp_path: Path) -> None:
    count = engine.EXACT_UP_TO + 3_000
    vectors = clustered(count + 500)
    updated = workspace_with(tmp_path / "updated", vectors[:count])
    build_index(updated, SPACE)
    append(updated, vectors[count:], names(500, start=count))
    assert build_index(updated, SPACE).parts[1].first == count
    index = open_index(updated, SPACE)
    for row in range(count, count + 500, 25):
        assert index.search(vectors[row], 1).images == [f"test:{row}"]
    assert index.description.self_test.recall >= 0.99


def test_an_index_that_outgrew_its_kind_is_made_anew(workspace: Workspace) -> None:
    count = engine.EXACT_UP_TO
    append(workspace, clustered(count, seed=5), names(count, start=300))
    assert build_index(workspace, SPACE).index_factory == engine.factory_for(count + 300)


def test_a_truncated_index_is_noticed_on_opening_and_repaired(workspace: Workspace) -> None:
    path = index_file(workspace)
    size = path.stat().st_size
    os.truncate(path, size - 1)
    with pytest.raises(DamagedFile) as caught:
        open_index(workspace, SPACE)
    assert caught.value.message == f"{path} has {size - 1:,} bytes instead of {size:,}"
    assert caught.value.hint == REPAIR
    assert caught.value.exit_code == 3
    build_index(workspace, SPACE)
    assert check_index(workspace, SPACE).count == 300


@pytest.mark.parametrize("place", [0.0, 0.001, 0.5, 0.999])
def test_a_flipped_bit_is_noticed_by_the_check_and_repaired(
    workspace: Workspace, place: float
) -> None:
    path = index_file(workspace)
    flip(path, int(place * path.stat().st_size))
    with pytest.raises(DamagedFile) as caught:
        check_index(workspace, SPACE)
    assert caught.value.message == (f"{path} was altered: its bytes do not have the recorded hash")
    assert caught.value.hint == REPAIR
    build_index(workspace, SPACE)
    check_index(workspace, SPACE)


def test_an_altered_number_is_noticed_by_the_search_that_meets_it(workspace: Workspace) -> None:
    path = index_file(workspace)
    flip(path, path.stat().st_size - 5)  # the numbers stand at the end, eight bytes each
    with pytest.raises(DamagedFile, match="the index of DES space 'small' was altered") as caught:
        open_index(workspace, SPACE).search(np.ones(24), 300)
    assert caught.value.hint == REPAIR


def test_a_missing_index_file_is_noticed(workspace: Workspace) -> None:
    path = index_file(workspace)
    path.unlink()
    with pytest.raises(DamagedFile, match=f"{path} is missing"):
        open_index(workspace, SPACE)
    build_index(workspace, SPACE)
    check_index(workspace, SPACE)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"space": "small"}', "\x00"])
def test_a_damaged_description_is_noticed_and_repaired(workspace: Workspace, text: str) -> None:
    path = workspace.space_folder(SPACE) / "index.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DamagedFile, match="describes no index") as caught:
        open_index(workspace, SPACE)
    assert caught.value.hint == REPAIR
    build_index(workspace, SPACE)
    check_index(workspace, SPACE)


def test_a_description_of_another_space_is_refused(workspace: Workspace) -> None:
    append(workspace, clustered(20), names(20), "other")
    build_index(workspace, "other")
    other, small = (workspace.space_folder(space) for space in ("other", SPACE))
    (small / "index.json").write_bytes((other / "index.json").read_bytes())
    with pytest.raises(DamagedFile, match="describes another index than that of 'small'"):
        open_index(workspace, SPACE)


def test_a_space_without_index_says_how_to_get_one(tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path / "w", clustered(20))
    with pytest.raises(DataError, match="DES space 'small' has no index yet") as caught:
        open_index(workspace, SPACE)
    assert caught.value.hint == "build it: emokg index build --space small"


def test_an_unknown_space_is_named_with_those_there_are(workspace: Workspace) -> None:
    for refused in (build_index, open_index, check_index):
        with pytest.raises(UnknownName, match="no DES space 'smal'") as caught:
            refused(workspace, "smal")
        assert caught.value.hint == "spaces of this workspace: small"
        assert caught.value.exit_code == 2


def test_a_workspace_without_vectors_says_so(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="holds no DES vectors") as caught:
        spaces(init(tmp_path / "w"))
    assert caught.value.hint == "ingest some: emokg ingest PATH"


@pytest.mark.parametrize(
    ("value", "what"),
    [(0.0, "is zero"), (np.nan, "holds a value that is not a finite number")],
)
def test_a_vector_without_direction_stops_the_build(
    tmp_path: Path, value: float, what: str
) -> None:
    vectors = clustered(30)
    vectors[17] = value
    workspace = workspace_with(tmp_path / "w", vectors)
    with pytest.raises(DataError) as caught:
        build_index(workspace, SPACE)
    assert caught.value.message == f"the vector of test:17 {what}, so it has no direction"
    assert "emokg ingest PATH" in str(caught.value.hint)


def test_an_image_with_two_vectors_stops_the_build(workspace: Workspace) -> None:
    append(workspace, clustered(2, seed=4), ["test:400", "test:7"])
    with pytest.raises(DataError, match="image test:7 has more than one vector"):
        build_index(workspace, SPACE)
    assert len(open_index(workspace, SPACE).search(np.ones(24), 500).images) == 300


KILLED = """
import os, signal, sys
from pathlib import Path
from emokg.vectors import build
from emokg.workspace import find

step = sys.argv[2]
real = getattr(build, step)
def killed(*arguments):
    if step != "replace_text":
        real(*arguments)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(build, step, killed)
build.build_index(find(Path(sys.argv[1])), "small")
"""


@pytest.mark.parametrize("step", ["sync_file", "sync_folder", "replace_text"])
def test_a_killed_build_leaves_the_old_index_answering(workspace: Workspace, step: str) -> None:
    append(workspace, clustered(50, seed=9), names(50, start=300))
    command = [sys.executable, "-c", KILLED, str(workspace.root), step]
    killed = subprocess.run(command, check=False, cwd=Path(__file__).parents[2])
    assert killed.returncode == -signal.SIGKILL
    assert len(open_index(workspace, SPACE).search(np.ones(24), 500).images) == 300
    assert build_index(workspace, SPACE).count == 350
    assert len(list(workspace.space_folder(SPACE).glob("*.faiss"))) == 1
    check_index(workspace, SPACE)


FULL = """
import resource, signal, sys
from pathlib import Path
from emokg.errors import DataError
from emokg.vectors import build_index
from emokg.workspace import find

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    build_index(find(Path(sys.argv[1])), "small")
except DataError as error:
    print(error)
"""


def test_a_full_disk_leaves_the_old_index_answering(workspace: Workspace) -> None:
    append(workspace, clustered(50, seed=9), names(50, start=300))
    command = [sys.executable, "-c", FULL, str(workspace.root)]
    root = Path(__file__).parents[2]
    said = subprocess.run(command, check=True, cwd=root, capture_output=True, text=True).stdout
    folder = workspace.space_folder(SPACE)
    assert said.startswith(f"the index of DES space 'small' could not be written to {folder}: ")
    assert said.endswith("make room, then: emokg index build --space small\n")
    assert len(open_index(workspace, SPACE).search(np.ones(24), 500).images) == 300
    assert {path.name for path in folder.glob("*index*")} == {
        "index.json",
        index_file(workspace).name,
    }


def test_a_single_vector_makes_an_index(tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path / "w", clustered(1))
    assert build_index(workspace, SPACE).count == 1
    assert open_index(workspace, SPACE).search(np.ones(24), 5).images == ["test:0"]
