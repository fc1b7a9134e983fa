"""A real SPARQL 1.1 endpoint: the server of the PyPI package `oxigraph`, on this machine only."""

from __future__ import annotations

import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers.processes import ServerProcess, free_port

PROGRAM = Path(sys.executable).parent / "oxigraph"


@contextmanager
def oxigraph_server(folder: Path, data: Path) -> Iterator[str]:
    """The address of a server that holds the N-Quads file `data`."""
    place = ["--location", str(folder / "oxigraph")]
    load = [str(PROGRAM), "load", *place, "--file", str(data)]
    subprocess.run(load, check=True, capture_output=True, timeout=120)
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    server = ServerProcess(
        [str(PROGRAM), "serve-read-only", *place, "--bind", f"127.0.0.1:{port}"],
        folder / "oxigraph.log",
        ready=lambda: _answers(address),
        ready_within=30,
    )
    server.start()
    try:
        yield address
    finally:
        server.end()


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5):
            return True
    except OSError:
        return False
