"""What a person waits for in a shell: whole processes, from start to table."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.measure import Measured, interleaved, milliseconds
from emokg.workspace import Workspace

EMOKG = Path(sys.executable).with_name("emokg")


def measure(workspace: Workspace) -> Iterator[Measured]:
    """Medians over processes that take turns with a bare Python."""
    question = ["query", "run", "attributes-evoking", "-p", "emotion=fear", "--format", "json"]
    times = interleaved(
        {
            "python": lambda: _run([sys.executable, "-c", "pass"], workspace),
            "help": lambda: _run([str(EMOKG), "--help"], workspace),
            "question": lambda: _run([str(EMOKG), *question], workspace),
        },
        rounds=9,
    )
    bare = f"a bare Python takes {milliseconds(times['python'])}"
    yield Measured("process", "emokg --help", times["help"], "s", 0.25, detail=bare)
    yield Measured("process", "emokg query run attributes-evoking", times["question"], "s", 1.0)


def _run(command: list[str], workspace: Workspace) -> None:
    environment = os.environ | {"EMOKG_WORKSPACE": str(workspace.root)}
    subprocess.run(command, check=True, capture_output=True, env=environment)
