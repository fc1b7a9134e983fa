"""The RDF store is that of the graph, whole, or refused by name."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from emokg.content import content_folder
from emokg.errors import DamagedFile, DataError
from emokg.graph import build as build_graph
from emokg.graph.rdf import build, open_current, open_store
from emokg.sources import ingest
from emokg.workspace import Workspace, init
from emokg.workspace.lock import exclusive

SAMPLES = content_folder("ingest") / "samples"
IMAGES = "SELECT (COUNT(*) AS ?images) { ?image a schema:ImageObject }"
CHILD = """
import sys
from pathlib import Path
from emokg.graph.rdf import build
from emokg.workspace import find
find(Path(sys.argv[1]))
import emokg.graph.rdf.building
print("now", flush=True)
build(find(Path(sys.argv[1])))
"""


def images(workspace: Workspace) -> int:
    with open_store(workspace) as store:
        (row,) = store.sparql(IMAGES).rows()
    return int(row["images"])


def largest_file(workspace: Workspace) -> Path:
    files = (workspace.root / "rdf").glob("store-*/*.sst")
    return max(files, key=lambda path: path.stat().st_size)


def test_a_store_that_was_never_built_is_named_with_the_command(workspace: Workspace) -> None:
    with pytest.raises(DataError, match=r"the RDF store of .* has not been built yet") as error:
        open_store(workspace)
    assert "emokg sparql" in str(error.value)


def test_without_a_graph_there_is_no_store(tmp_path: Path) -> None:
    workspace = init(tmp_path / "new")
    with pytest.raises(DataError, match=r"the graph of .* has not been built yet"):
        open_current(workspace, print)


def test_it_is_built_when_absent_and_when_the_graph_is_newer_and_says_so(
    workspace: Workspace,
) -> None:
    told: list[str] = []
    with open_current(workspace, told.append) as store:
        assert store.notices == ()
        assert store.check()[0].startswith("rdf: sound, ")
    assert told[0].startswith("there is no RDF store yet")
    assert told[1].endswith(" s")
    told.clear()
    with open_current(workspace, told.append) as old:
        assert told == []
        ingest(workspace, SAMPLES / "emoset-vlm")
        build_graph(workspace)
        assert old.sparql(IMAGES).notices == old.notices
        assert old.notices[0].startswith("the RDF store is older than the graph")
        with pytest.raises(DataError, match="older than the graph"):
            old.check()
        assert images(workspace) == 10
        with open_current(workspace, told.append) as new:
            assert new.sparql(IMAGES).rows() == [{"images": 1295}]
        assert old.sparql(IMAGES).rows() == [{"images": 10}]
    assert told[0].startswith("the RDF store is older than the graph")
    (kept,) = (path for path in (workspace.root / "rdf").iterdir() if path.is_dir())
    assert kept.name.startswith("store-")


def test_building_twice_gives_the_same_answers(copy: Workspace) -> None:
    before = images(copy)
    build(copy)
    build(copy)
    assert images(copy) == before


def test_kill_9_in_a_build_leaves_a_store_that_answers(copy: Workspace) -> None:
    before = images(copy)
    for moment in (0.02, 0.1, 0.3):
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(copy.root)], stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None
        assert child.stdout.readline() == "now\n"
        time.sleep(moment)
        child.send_signal(signal.SIGKILL)
        child.communicate()
        assert images(copy) == before
    build(copy)
    assert len([path for path in (copy.root / "rdf").iterdir() if path.is_dir()]) == 1


def test_one_build_at_a_time(copy: Workspace) -> None:
    with (
        exclusive(copy.root / "rdf" / ".lock", "build", ""),
        pytest.raises(DataError, match="another build is writing"),
    ):
        build(copy)


def test_truncation_is_detected_on_opening(copy: Workspace) -> None:
    path = largest_file(copy)
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - 1)
    with pytest.raises(DamagedFile, match=f"{path.name} is damaged") as error:
        open_store(copy)
    assert "emokg sparql --rebuild" in str(error.value)
    build(copy)
    assert images(copy) == 12


def test_a_missing_file_is_named(copy: Workspace) -> None:
    path = largest_file(copy)
    path.unlink()
    with pytest.raises(DamagedFile, match=f"{path.name} cannot be read: No such file"):
        open_store(copy)


@pytest.mark.parametrize("place", [0.0, 0.3, 0.6, 0.999])
def test_a_flipped_bit_is_detected_by_the_check(copy: Workspace, place: float) -> None:
    path = largest_file(copy)
    data = bytearray(path.read_bytes())
    data[int(place * len(data))] ^= 0x10
    path.write_bytes(data)
    with pytest.raises(DamagedFile, match=path.name) as error, open_store(copy) as store:
        store.check()
    assert "was altered" in str(error.value)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 1}', "null"])
def test_a_damaged_description_is_named_and_mended(copy: Workspace, text: str) -> None:
    (copy.root / "rdf" / "rdf.json").write_text(text, encoding="utf-8")
    with pytest.raises(DamagedFile, match=r"rdf\.json does not describe an RDF store") as error:
        open_store(copy)
    assert "emokg sparql --rebuild" in str(error.value)
    build(copy)
    assert images(copy) == 12


def test_a_closed_store_answers_nothing(known: Workspace) -> None:
    store = open_store(known)
    store.close()
    with pytest.raises(ValueError, match="closed"):
        store.counts()
