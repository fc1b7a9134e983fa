"""`python -m bench [SECTION …]`: ratios measured in one run, as lines and as JSON."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from bench.generate import generate
from bench.measure import Measured
from emokg.concepts import build_concepts
from emokg.workspace import Workspace, find

HERE = Path(__file__).resolve().parent
SECTIONS = ("build", "questions", "neo4j", "push", "rdf", "index", "split", "report", "process")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("section", nargs="*", choices=[[], *SECTIONS], help="all where none")
    parser.add_argument("--scale", type=float, default=1.0, help="1.0 is 234,189 images")
    given = parser.parse_args()
    wanted = given.section or SECTIONS
    measured: list[Measured] = []
    for section in SECTIONS:
        if section in wanted:
            vectors = section in ("index", "report")
            for line in _measure(section)(workspace_of(given.scale, vectors=vectors)):
                print(line.line(), flush=True)
                measured.append(line)
    print(f"written to {_write(measured, given.scale)}")
    missed = [line for line in measured if line.met is False]
    if missed:
        sys.exit(f"{len(missed)} of {len(measured)} lines miss their target or differ")


def workspace_of(scale: float, *, vectors: bool) -> Workspace:
    """The generated workspace of a size, made where it is not there yet."""
    folder = HERE / "data" / f"{'vectors' if vectors else 'records'}-{scale:g}"
    if (folder / "emokg.toml").exists() and find(folder).manifest().rows("images"):
        return find(folder)
    folder.parent.mkdir(exist_ok=True)
    workspace = generate(folder, scale, vectors=vectors)
    build_concepts(workspace)
    return workspace


def _measure(section: str) -> Callable[[Workspace], Iterator[Measured]]:
    from bench import (
        building,
        indexing,
        processes,
        pushing,
        questions,
        rdf,
        reporting,
        rivals,
        splitting,
    )

    modules = (building, questions, rivals, pushing, rdf, indexing, splitting, reporting, processes)
    return dict(zip(SECTIONS, (module.measure for module in modules), strict=True))[section]


def _write(measured: list[Measured], scale: float) -> Path:
    folder = HERE / "results"
    folder.mkdir(exist_ok=True)
    now = datetime.now(UTC)
    document = {
        "time": now.isoformat(timespec="seconds"),
        "scale": scale,
        "machine": {"cpus": os.cpu_count(), "platform": platform.platform()},
        "measured": [line.row() for line in measured],
    }
    path = folder / f"{now:%Y%m%d-%H%M%S}.json"
    path.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    return path


if __name__ == "__main__":
    main()
