"""Near duplicates and splits at full size: seconds and peak memory of whole commands."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import faiss
import numpy as np

from bench.des import clustered
from bench.measure import Measured
from bench.processes import EMOKG
from emokg.sources.duplicates import cosine
from emokg.taxonomy import CES
from emokg.workspace import Workspace

EVIDENCE = ("exact", "source_id", "prompt", "phash")
SECONDS, GIGABYTES = 60.0, 3.0
VECTORS, QUERIES, THRESHOLD = 50_000, 2_000, 0.98


def measure(workspace: Workspace) -> Iterator[Measured]:
    """On a copy: what is found goes into the records. The generated hashes are random."""
    copy = workspace.root.with_name(f"splits-{workspace.root.name}")
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir()
    shutil.copy(workspace.root / "emokg.toml", copy)
    shutil.copytree(workspace.root / "records", copy / "records")
    try:
        for kind in EVIDENCE:
            yield from _line(copy, f"find {kind}", "duplicates", "find", "--kind", kind)
        _run(copy, "graph", "build")
        for kind in ("standard", "compositional"):
            yield from _line(copy, f"make {kind}", "split", "make", kind, "--name", kind)
        kinds = [word for kind in EVIDENCE for word in ("--kind", kind)]
        yield from _line(copy, "audit", "split", "audit", "standard", *kinds)
    finally:
        shutil.rmtree(copy)
    yield _vectors()


def _line(root: Path, name: str, *words: str) -> Iterator[Measured]:
    seconds, peak = _run(root, *words)
    yield Measured("split", name, seconds, "s", SECONDS, detail=f"{peak:.2f} GB")
    yield Measured("split", f"{name}: peak memory", peak, "GB", GIGABYTES)


def _run(root: Path, *words: str) -> tuple[float, float]:
    """Seconds and peak gigabytes of one command."""
    start = perf_counter()
    process = subprocess.Popen(
        [str(EMOKG), *words, "-q", "-w", str(root)], stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"emokg {' '.join(words)} ended with {process.returncode}")
    return perf_counter() - start, usage.ru_maxrss / 1e6


def _vectors() -> Measured:
    """Every near pair of DES vectors against the time of comparing all with all."""
    rng = np.random.default_rng(1)
    emotion, topic = rng.integers(0, len(CES), VECTORS), rng.integers(0, 1500, VECTORS)
    vectors = np.concatenate(list(clustered(emotion, topic, 3)))
    faiss.normalize_L2(vectors)
    start = perf_counter()
    for first in range(0, QUERIES, 500):
        np.count_nonzero(vectors[first : first + 500] @ vectors.T >= THRESHOLD)
    all_pairs = (perf_counter() - start) * VECTORS / QUERIES / 2
    start = perf_counter()
    cosine.close(vectors, THRESHOLD)
    seconds = perf_counter() - start
    detail = f"{seconds:.1f} s against {all_pairs:.1f} s, {VECTORS:,} × 1024"
    return Measured("split", "find des against all pairs", seconds / all_pairs, "×", detail=detail)
