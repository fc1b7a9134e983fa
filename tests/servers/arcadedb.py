"""ArcadeDB, which speaks Bolt and comes from PyPI: a real server wherever the tests run.

It is not Neo4j, and `LACKS` says in what the product has to do without here.
"""

from __future__ import annotations

import json
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from emokg.graph.neo4j import Settings
from tests.servers.bolt import BoltServer
from tests.servers.processes import ServerProcess, free_port

PASSWORD = "testtest"
READER = "reader"
"""A user who may read and not write; its password is that of the others."""
LACKS = frozenset({"zoned times", "vector index", "list of procedures"})
READY_WITHIN = 120.0
FLAGS = (
    "-Xmx512m",
    "--enable-native-access=ALL-UNNAMED",
    "--add-modules",
    "jdk.incubator.vector",
    "--add-exports",
    "java.management/sun.management=ALL-UNNAMED",
)
GROUPS = {
    "admin": {
        "access": ["updateSecurity", "updateSchema", "updateDatabaseSettings"],
        "records": ["createRecord", "readRecord", "updateRecord", "deleteRecord"],
    },
    "readonly": {"access": [], "records": ["readRecord"]},
}


@contextmanager
def arcadedb_server() -> Iterator[BoltServer]:
    """An empty server on free ports of 127.0.0.1, ended on leaving."""
    with tempfile.TemporaryDirectory(prefix="emokg-arcadedb-") as folder:
        root = Path(folder)
        _write_groups(root)
        bolt, http = free_port(), free_port()
        process = ServerProcess(
            _command(root, bolt, http), root / "server.log", lambda: _ready(http), READY_WITHIN
        )
        settings = Settings(f"bolt://127.0.0.1:{bolt}", "neo4j", PASSWORD, "neo4j")
        try:
            process.start()
            yield BoltServer(settings, process, LACKS)
        finally:
            process.end()


def _command(root: Path, bolt: int, http: int) -> list[str]:
    package = find_spec("arcadedb_embedded")
    assert package is not None
    assert package.origin is not None
    home = Path(package.origin).parent
    users = f"neo4j:{PASSWORD}:admin,{READER}:{PASSWORD}:readonly"
    properties = {
        "server.rootPath": root,
        "server.rootPassword": PASSWORD,
        "server.mode": "test",
        "server.httpIncomingHost": "127.0.0.1",
        "server.httpIncomingPort": http,
        "server.plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
        "server.defaultDatabases": f"neo4j[{users}]",
        "bolt.host": "127.0.0.1",
        "bolt.port": bolt,
        "bolt.defaultDatabase": "neo4j",
        "bolt.maxMessageSize": 268435456,
    }
    return [
        str(home / "jre" / "bin" / "java"),
        *FLAGS,
        *(f"-Darcadedb.{name}={value}" for name, value in properties.items()),
        "-cp",
        f"{home}/jars/*",
        "com.arcadedb.server.ArcadeDBServer",
    ]


def _write_groups(root: Path) -> None:
    groups = {
        name: {
            "resultSetLimit": -1,
            "readTimeout": -1,
            "access": group["access"],
            "types": {"*": {"access": group["records"]}},
        }
        for name, group in GROUPS.items()
    }
    path = root / "config" / "server-groups.json"
    path.parent.mkdir()
    path.write_text(json.dumps({"databases": {"*": {"groups": groups}}, "version": 1}))


def _ready(port: int) -> bool:
    """Not asked with the driver: logins that fail lock the user out."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/ready") as answer:
            return bool(answer.status == 204)
    except (urllib.error.URLError, ConnectionError):
        return False
