"""What happens to the graph when things go wrong: kill -9, full disks, damaged and stale files."""

from __future__ import annotations

import contextlib
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from emokg.content import content_folder
from emokg.cypher import open_graph
from emokg.errors import DamagedFile, DataError, UsageError
from emokg.graph import build, check, open_snapshot
from emokg.graph.description import read_description
from emokg.graph.model import emokg_model
from emokg.graph.restoring import restore
from emokg.graph.rows import node_batches
from emokg.sources import ingest
from emokg.workspace import Workspace, init
from tests.contract.made_up import hard_graph
from tests.full_disk import no_file_larger_than

SAMPLES = content_folder("ingest") / "samples"
COUNT = "MATCH (i:Image) RETURN count(*) AS n"
CHILD = """
import sys
from pathlib import Path
from emokg.graph import build
from emokg.workspace import find
print("now", flush=True)
build(find(Path(sys.argv[1])))
print("done", flush=True)
"""


def images(workspace: Workspace) -> int:
    with open_graph(workspace) as graph:
        (row,) = graph.cypher(COUNT).rows()
    return int(row["n"])


def file_of(workspace: Workspace) -> Path:
    return workspace.graph_description.with_name(read_description(workspace).file)


def test_a_build_does_not_replace_a_graph_that_came_without_records(tmp_path: Path) -> None:
    workspace = init(tmp_path / "w")
    restore(workspace, hard_graph(), emokg_model())
    before = images(workspace)
    for records in (False, True):
        if records:
            ingest(workspace, SAMPLES / "photos")
        with pytest.raises(UsageError, match="made without records") as error:
            build(workspace)
        assert error.value.exit_code == 2
        assert "emokg init DIR" in str(error.value.hint)
        assert images(workspace) == before
    shutil.rmtree(workspace.graph_description.parent)
    build(workspace)
    assert images(workspace) == 10


def test_a_graph_that_was_never_built_is_named_with_the_command(tmp_path: Path) -> None:
    workspace = init(tmp_path / "w")
    with pytest.raises(DataError, match="has not been built yet") as error:
        open_graph(workspace)
    assert error.value.hint == "build it: emokg graph build"


def test_kill_9_at_any_moment_of_a_build_leaves_a_graph_that_answers(workspace: Workspace) -> None:
    ingest(workspace, SAMPLES / "emoset-vlm")
    old = read_description(workspace)
    started = time.monotonic()
    build(Workspace(shutil.copytree(workspace.root, workspace.root.with_name("copy"))))
    whole = time.monotonic() - started
    for moment in range(6):
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(workspace.root)], stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None
        assert child.stdout.readline() == "now\n"
        time.sleep(whole * (moment + 0.5) / 6)
        child.send_signal(signal.SIGKILL)
        child.communicate()
        assert images(workspace) == (10 if read_description(workspace) == old else 1295)
    build(workspace)
    assert images(workspace) == 1295
    names = {path.name for path in workspace.graph_description.parent.iterdir()}
    assert names == {".lock", "graph.json", read_description(workspace).file}


def test_one_build_at_a_time(workspace: Workspace) -> None:
    ingest(workspace, SAMPLES / "emoset-vlm")
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(workspace.root)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    child.stdout.readline()
    lock = workspace.graph_description.with_name("next.duckdb.new")
    while not lock.exists() and child.poll() is None:
        time.sleep(0.002)
    child.send_signal(signal.SIGSTOP)
    try:
        with pytest.raises(DataError, match="another build is writing"):
            build(workspace)
        assert images(workspace) == 10
    finally:
        child.send_signal(signal.SIGCONT)
    assert "done" in child.communicate()[0]
    assert images(workspace) == 1295


def test_readers_go_on_while_graphs_are_swapped(workspace: Workspace) -> None:
    ended = threading.Event()
    seen: list[int] = []

    def read() -> None:
        while not ended.is_set():
            seen.append(images(workspace))

    reader = threading.Thread(target=read)
    with open_graph(workspace) as before:
        reader.start()
        ingest(workspace, SAMPLES / "emoset-vlm")
        build(workspace)
        build(workspace)
        (row,) = before.cypher(COUNT).rows()
        assert row["n"] == 10
    ended.set()
    reader.join()
    assert images(workspace) == 1295
    assert set(seen) <= {10, 1295}


def test_a_full_disk_leaves_the_old_graph(workspace: Workspace) -> None:
    ingest(workspace, SAMPLES / "emoset-vlm")
    with (
        pytest.raises(DataError, match="the new graph cannot be written") as error,
        no_file_larger_than(1 << 18),
    ):
        build(workspace)
    assert "what was there before is as it was" in str(error.value)
    assert images(workspace) == 10
    build(workspace)
    assert images(workspace) == 1295


def test_an_answer_says_when_the_graph_is_older_than_the_records(workspace: Workspace) -> None:
    with open_graph(workspace) as graph:
        assert graph.cypher(COUNT).notices == ()
    ingest(workspace, SAMPLES / "emoset-vlm")
    with open_graph(workspace) as graph:
        (notice,) = graph.cypher(COUNT).notices
    assert notice.startswith("the graph is older than the records")
    assert "emokg graph build" in notice
    with pytest.raises(DataError, match="older than the records"):
        check(workspace)


def test_a_sound_graph_passes_its_check(workspace: Workspace) -> None:
    records, graph = check(workspace).lines
    assert records.startswith("records: sound, ")
    assert graph.startswith("graph: sound, ")


def test_truncation_is_detected_on_opening(workspace: Workspace) -> None:
    path = file_of(workspace)
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - 4096)
    with pytest.raises(DamagedFile, match=path.name) as error:
        open_graph(workspace)
    assert "emokg graph build" in str(error.value)
    build(workspace)
    assert images(workspace) == 10


def test_a_missing_file_is_named(workspace: Workspace) -> None:
    file_of(workspace).unlink()
    with pytest.raises(DamagedFile, match=r"graph-\w+\.duckdb cannot be read: No such file"):
        open_graph(workspace)


@pytest.mark.parametrize("place", [0.0, 0.1, 0.25, 0.5, 0.75, 0.999])
def test_a_flipped_bit_is_detected_by_the_check_and_no_answer_is_silently_wrong(
    workspace: Workspace, place: float
) -> None:
    path = file_of(workspace)
    data = bytearray(path.read_bytes())
    data[int(place * len(data))] ^= 0x10
    path.write_bytes(data)
    with pytest.raises(DamagedFile, match=path.name) as error:
        check(workspace)
    assert "emokg graph build" in str(error.value)
    with contextlib.suppress(DamagedFile):
        assert images(workspace) == 10


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 1}', '{"format": "one"}', "null"])
def test_a_damaged_description_is_named(workspace: Workspace, text: str) -> None:
    workspace.graph_description.write_text(text, encoding="utf-8")
    with pytest.raises(DamagedFile, match=r"graph\.json does not describe a graph") as error:
        open_graph(workspace)
    assert "emokg graph build" in str(error.value)


def test_a_record_file_that_was_altered_stops_the_build(workspace: Workspace) -> None:
    (part,) = workspace.parts("triplets")
    data = bytearray(part.read_bytes())
    data[len(data) // 2] ^= 1
    part.write_bytes(data)
    with pytest.raises(DamagedFile, match=part.name):
        build(workspace)
    assert images(workspace) == 10


def test_a_graph_of_another_schema_is_refused(workspace: Workspace) -> None:
    old = read_description(workspace).model
    text = workspace.graph_description.read_text(encoding="utf-8")
    workspace.graph_description.write_text(text.replace(old, "0" * 64), encoding="utf-8")
    with pytest.raises(DataError, match="another schema"):
        open_graph(workspace)


def test_damage_that_shows_while_rows_are_read_names_the_file(workspace: Workspace) -> None:
    ingest(workspace, SAMPLES / "emoset-vlm")
    build(workspace)
    path = file_of(workspace)
    data = bytearray(path.read_bytes())
    for place in range(1 << 16, len(data), 1 << 12):
        data[place] ^= 0x10
    path.write_bytes(data)
    with pytest.raises(DamagedFile, match=path.name):
        read_nodes(workspace)


def read_nodes(workspace: Workspace) -> int:
    with open_snapshot(workspace) as snapshot:
        return sum(
            batch.num_rows
            for table in snapshot.model.nodes
            for batch in node_batches(snapshot, table)
        )
