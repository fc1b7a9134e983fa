"""The report of the whole graph, from process start to the file: seconds, size, memory."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from bench.measure import Measured
from emokg.graph import build
from emokg.workspace import Workspace

PROGRAM = Path(sys.executable).parent / "emokg"


def measure(workspace: Workspace) -> Iterator[Measured]:
    """One run: no cache makes a second one quicker."""
    if not workspace.graph_description.exists():
        build(workspace)
    path = workspace.root / "reports" / "bench.html"
    start = perf_counter()
    process = subprocess.Popen(
        [str(PROGRAM), "report", "--quiet", "-w", str(workspace.root), "--out", str(path)],
        stdout=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"emokg report failed with exit code {process.returncode}")
    spaces = workspace.spaces()
    detail = f"{workspace.manifest().rows('images'):,} images, DES spaces: {len(spaces)}"
    yield Measured("report", "from start to file", seconds, "s", 60, detail=detail)
    yield Measured("report", "HTML", path.stat().st_size / 1e6, "MB", 5)
    yield Measured("report", "peak resident memory", usage.ru_maxrss / 1e6, "GB")
