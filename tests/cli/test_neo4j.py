"""`graph push neo4j`, `graph pull neo4j` and `graph export neo4j-admin`, as a shell runs them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from emokg.content import content_folder
from emokg.graph import build
from emokg.sources import ingest
from emokg.workspace import Workspace, init
from tests.cli.conftest import Emokg
from tests.servers.bolt import BoltServer


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    workspace = init(tmp_path / "photographs")
    ingest(workspace, content_folder("ingest") / "samples" / "photos")
    build(workspace)
    return workspace


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("NEO4J_")]:
        monkeypatch.delenv(name)


def test_push_then_pull_is_the_same_graph(
    emokg: Emokg,
    arcadedb_bolt_server: BoltServer,
    workspace: Workspace,
    address: None,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    arcadedb_bolt_server.clear()
    settings = arcadedb_bolt_server.settings
    monkeypatch.setenv("NEO4J_URI", settings.uri)
    monkeypatch.setenv("NEO4J_USERNAME", settings.username)
    monkeypatch.setenv("NEO4J_PASSWORD", str(settings.password))
    pushed = emokg("graph", "push", "neo4j", "-w", str(workspace.root), "--database", "neo4j")
    assert pushed.code == 0
    assert pushed.err.endswith(" created, 0 updated, 0 removed, 0 unchanged; counts agree\n")
    again = emokg("graph", "push", "neo4j", "-w", str(workspace.root))
    assert again.err.startswith("0 created, 0 updated, 0 removed, ")
    other = init(tmp_path / "colleague")
    pulled = emokg("graph", "pull", "neo4j", "-w", str(other.root))
    assert pulled.code == 0
    assert "records, vectors and files did not come with it" in pulled.err
    question = ("query", "run", "emotion-distribution", "--format", "json", "-w")
    here, there = emokg(*question, str(workspace.root)), emokg(*question, str(other.root))
    assert (there.code, there.out) == (0, here.out)


def test_errors_end_with_their_codes(
    emokg: Emokg, workspace: Workspace, address: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    push = ("graph", "push", "neo4j", "-w", str(workspace.root))
    unnamed = emokg(*push)
    assert (unnamed.code, "set NEO4J_URI" in unnamed.err) == (2, True)
    monkeypatch.setenv("NEO4J_PASSWORD", "hidden")
    unreachable = emokg(*push, "--uri", "bolt://127.0.0.1:9")
    assert unreachable.code == 4
    assert "bolt://127.0.0.1:9 cannot be reached" in unreachable.err
    assert "hidden" not in unreachable.err


def test_export_writes_a_script(emokg: Emokg, workspace: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "files"
    ended = emokg("graph", "export", "neo4j-admin", "-w", str(workspace.root), "--out", str(out))
    assert (ended.code, os.access(out / "import.sh", os.X_OK)) == (0, True)
    assert "import.sh" in ended.err
    again = emokg("graph", "export", "neo4j-admin", "-w", str(workspace.root), "--out", str(out))
    assert (again.code, "is not empty" in again.err) == (2, True)
