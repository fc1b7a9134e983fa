"""Graph to RDF store, against pyoxigraph's own bulk_load of the same statements from a file.

Ours begins at the graph and ends with a store that was counted and swapped in; theirs begins at the
N-Quads that `graph export rdf` wrote and ends with a store on disk.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from bench.measure import Measured
from emokg.graph import build as build_graph
from emokg.workspace import Workspace, find

ROUNDS = 3
FILE = "plain.nq"
STORE = "plain-rdf"

Run = tuple[float, int]
"""Seconds and statements."""


def measure(workspace: Workspace) -> Iterator[Measured]:
    """Each in a process of its own, taking turns."""
    build_graph(workspace)
    seconds, statements, peak = _child("export", workspace)
    size = (workspace.root / FILE).stat().st_size / 1e6
    yield Measured("rdf", "export as sorted N-Quads", seconds, "s", detail=f"{peak:.2f} GB memory")
    yield Measured("rdf", "file", size, "MB", detail=f"{statements:,} statements")
    runs: dict[str, list[tuple[float, int, float]]] = {"bulk_load": [], "build": []}
    for _ in range(ROUNDS):
        for name, results in runs.items():
            results.append(_child(name, workspace))
    seconds_of = {
        name: statistics.median(run[0] for run in results) for name, results in runs.items()
    }
    ours, theirs = seconds_of["build"], seconds_of["bulk_load"]
    loaded = {run[1] for results in runs.values() for run in results}
    yield Measured(
        "rdf",
        "graph to RDF store",
        ours / theirs,
        "×",
        1.3,
        detail=f"{ours:.2f} s against {theirs:.2f} s of bulk_load",
        difference=None if loaded == {statements} else f"stores of {sorted(loaded)} statements",
    )
    peaks = {name: max(run[2] for run in results) for name, results in runs.items()}
    detail = f"{peaks['bulk_load']:.2f} GB of bulk_load"
    yield Measured("rdf", "peak resident memory", peaks["build"], "GB", detail=detail)
    (workspace.root / FILE).unlink()
    shutil.rmtree(workspace.root / STORE)


def export(workspace: Workspace) -> Run:
    """Write the file that is loaded."""
    from emokg.graph import open_snapshot
    from emokg.graph.rdf import export

    with open_snapshot(workspace) as snapshot:
        exported = export(snapshot.path, workspace.root / FILE)
    return exported.seconds, exported.statements


def bulk_load(workspace: Workspace) -> Run:
    """The plain way, without looking at what was loaded."""
    from pyoxigraph import RdfFormat, Store

    shutil.rmtree(workspace.root / STORE, ignore_errors=True)
    start = perf_counter()
    store = Store(str(workspace.root / STORE))
    store.bulk_load(path=str(workspace.root / FILE), format=RdfFormat.N_QUADS, lenient=True)
    store.flush()
    return perf_counter() - start, len(store)


def build(workspace: Workspace) -> Run:
    """Our way."""
    from emokg.graph.rdf import build

    built = build(workspace)
    return built.seconds, built.statements


def _child(name: str, workspace: Workspace) -> tuple[float, int, float]:
    """Seconds, statements and peak gigabytes of one run."""
    command = [sys.executable, "-m", "bench.rdf", name, str(workspace.root)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    with process.stdout:
        said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{name} failed with exit code {process.returncode}")
    seconds, statements = json.loads(said)
    return seconds, statements, usage.ru_maxrss / 1e6


def _main(name: str, folder: Path) -> None:
    job = {"export": export, "bulk_load": bulk_load, "build": build}[name]
    print(json.dumps(job(find(folder))))


if __name__ == "__main__":
    _main(sys.argv[1], Path(sys.argv[2]))
