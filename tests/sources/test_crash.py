"""An ingest that dies half-way, by kill -9 or for want of room, leaves the records as they were."""

from __future__ import annotations

import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from emokg.errors import DataError
from emokg.sources import ingest
from emokg.workspace import Workspace, init

CHILD = """
import sys, time
from pathlib import Path
from emokg.sources import ingest
from emokg.workspace import find

def progress(done, total):
    if done >= int(sys.argv[3]):
        print("now", flush=True)
        time.sleep(60)

ingest(find(Path(sys.argv[1])), Path(sys.argv[2]), progress=progress)
print("done", flush=True)
"""


def start(workspace: Workspace, path: Path, pause_at: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, str(workspace.root), str(path), str(pause_at)],
        stdout=subprocess.PIPE,
        text=True,
    )


def kill(child: subprocess.Popen[str]) -> None:
    child.send_signal(signal.SIGKILL)
    child.communicate()


def files(workspace: Workspace) -> set[Path]:
    return {path for path in (workspace.root / "records").rglob("*") if path.is_file()}


def test_kill_9_while_reading_leaves_the_old_records(workspace: Workspace, samples: Path) -> None:
    ingest(workspace, samples / "photos")
    before, listed = workspace.fingerprint(), files(workspace)
    child = start(workspace, samples / "emoset-vlm", pause_at=512)
    assert child.stdout is not None
    assert child.stdout.readline() == "now\n"
    with pytest.raises(DataError, match="another ingest is writing"):
        ingest(workspace, samples / "photos")
    assert workspace.fingerprint() == before
    kill(child)

    assert workspace.fingerprint() == before
    assert workspace.read("images").num_rows == 10
    assert files(workspace) > listed
    assert ingest(workspace, samples / "photos").unchanged == 10
    assert files(workspace) == listed
    assert ingest(workspace, samples / "emoset-vlm").accepted == 1285


def test_kill_9_at_any_moment_leaves_all_or_nothing(workspace: Workspace, samples: Path) -> None:
    path = samples / "emoset-vlm"
    started = time.monotonic()
    child = start(workspace, path, pause_at=10**9)
    assert child.communicate()[0] == "done\n"
    whole = time.monotonic() - started
    complete = workspace.fingerprint()
    for moment in range(1, 8):
        other = init(workspace.root.with_name(f"w{moment}"))
        empty = other.fingerprint()
        child = start(other, path, pause_at=10**9)
        time.sleep(whole * moment / 7)
        kill(child)
        assert other.fingerprint() in (empty, complete)
        other.check()
        ingest(other, path)
        assert other.fingerprint() == complete


def test_a_full_disk_leaves_the_old_records(workspace: Workspace, samples: Path) -> None:
    ingest(workspace, samples / "photos")
    before, listed = workspace.fingerprint(), files(workspace)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, hard))
    try:
        with pytest.raises(DataError, match="the records are as they were") as error:
            ingest(workspace, samples / "emoset-vlm")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert error.value.exit_code == 3
    assert "make room" in str(error.value)
    assert workspace.fingerprint() == before
    assert files(workspace) == listed
