"""An export that is killed, or runs out of room, loses nothing and can be run again."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from emokg.errors import DataError
from emokg.export import FORMATS, export_split
from emokg.workspace import Workspace
from tests.export.test_exporting import contents
from tests.full_disk import no_file_larger_than

MOMENTS = {
    "it has begun": ".partial.json",
    "a split is being written": ".new/*",
    "a split is done": "test/*",
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_when(photos: Workspace, tmp_path: Path, moment: str) -> None:
    tried = (tmp_path / str(number) for number in range(20))
    out = next(out for out in tried if _killed(photos, out, moment))
    assert not (out / "manifest.json").exists()
    export_split(photos, "imagefolder", "p", out)
    export_split(photos, "imagefolder", "p", tmp_path / "fresh")
    assert contents(out) == contents(tmp_path / "fresh")


def _killed(photos: Workspace, out: Path, moment: str) -> bool:
    """Whether an export was killed in time: it may be done before this process wakes up."""
    emokg = str(Path(sys.executable).with_name("emokg"))
    command = [emokg, "export", "imagefolder", "--split", "p"]
    process = subprocess.Popen(
        [*command, "--out", str(out), "-w", str(photos.root)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while process.poll() is None and not list(out.glob(MOMENTS[moment])):
        time.sleep(0.0005)
    process.send_signal(signal.SIGKILL)
    return process.wait() == -signal.SIGKILL and not (out / "manifest.json").exists()


@pytest.mark.parametrize("exporter", FORMATS)
def test_without_room_it_says_where_and_what_to_do(
    photos: Workspace, tmp_path: Path, exporter: str
) -> None:
    out = tmp_path / "out"
    with (
        pytest.raises(DataError, match="cannot be written") as told,
        no_file_larger_than(1500),
    ):
        export_split(photos, exporter, "p", out)
    assert str(out) in str(told.value)
    assert not (out / "manifest.json").exists()
    export_split(photos, exporter, "p", out)
    export_split(photos, exporter, "p", tmp_path / "fresh")
    assert contents(out) == contents(tmp_path / "fresh")
