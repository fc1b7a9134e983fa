"""Records to graph, against plain CREATE TABLE statements over the same Parquet files."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import duckdb

from bench.measure import Measured
from emokg.graph.description import read_description
from emokg.records import TABLES
from emokg.workspace import Workspace, find

ROUNDS = 3
STATEMENTS = Path(__file__).with_name("sql") / "graph.sql"


def measure(workspace: Workspace) -> Iterator[Measured]:
    """Each in a process of its own, taking turns; both end with a closed file on disk."""
    runs: dict[str, list[tuple[float, float]]] = {"plain": [], "graph build": []}
    for _ in range(ROUNDS):
        for name, results in runs.items():
            results.append(_child(name, workspace))
    seconds = {name: statistics.median(s for s, _ in results) for name, results in runs.items()}
    peak = max(peak for _, peak in runs["graph build"])
    detail = f"{seconds['graph build']:.2f} s against {seconds['plain']:.2f} s plain"
    ratio = seconds["graph build"] / seconds["plain"]
    yield Measured("build", "records to graph", ratio, "×", 2.0, detail=detail)
    yield Measured("build", "peak resident memory", peak, "GB", 1.5)
    size = read_description(workspace).bytes / 1e6
    plain = _plain_file(workspace).stat().st_size / 1e6
    yield Measured("build", "file", size, "MB", detail=f"{plain:.0f} MB plain")


def plain_build(workspace: Workspace) -> None:
    """Run the plain statements into a file beside the graph."""
    path = _plain_file(workspace)
    path.unlink(missing_ok=True)
    text = STATEMENTS.read_text(encoding="utf-8")
    for table in TABLES:
        files = [str(part) for part in workspace.parts(table)]
        text = text.replace(f"{{{table}}}", f"read_parquet({files})")
    with duckdb.connect(str(path)) as connection:
        connection.execute(text)


def _plain_file(workspace: Workspace) -> Path:
    return workspace.root / "plain.duckdb"


def _child(name: str, workspace: Workspace) -> tuple[float, float]:
    """Seconds and peak gigabytes of one run."""
    command = [sys.executable, "-m", "bench.building", name, str(workspace.root)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    with process.stdout:
        said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{name} failed with exit code {process.returncode}")
    return float(json.loads(said)), usage.ru_maxrss / 1e6


def _main(name: str, folder: Path) -> None:
    from emokg.graph import build

    job = {"plain": plain_build, "graph build": build}[name]
    workspace = find(folder)
    start = perf_counter()
    job(workspace)
    print(json.dumps(perf_counter() - start))


if __name__ == "__main__":
    _main(sys.argv[1], Path(sys.argv[2]))
