"""What a push does when the server, the network or the program itself goes away."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from emokg.errors import BackendError, DataError, UsageError
from emokg.graph.model import emokg_model
from emokg.graph.neo4j import Settings, open_store, pull, push
from emokg.workspace import init
from tests.contract.made_up import MadeUp, hard_graph
from tests.contract.same import assert_same_graph
from tests.servers.arcadedb import READER
from tests.servers.bolt import BoltServer
from tests.servers.cutting import When, cutting

MODEL = emokg_model()
CHILD = """
import sys
from emokg.graph.model import emokg_model
from emokg.graph.neo4j import Settings, push
from tests.contract.made_up import hard_graph

def said(table, done, total):
    if table == "EVOKES":
        print("half way", flush=True)
        sys.stdin.read()

push(hard_graph(), emokg_model(), Settings(*sys.argv[1:]), "made up", report=said)
"""


def size(graph: MadeUp) -> int:
    counts = graph.counts()
    return sum(counts.nodes.values()) + sum(counts.relationships.values())


def assert_goes_on(server: BoltServer, graph: MadeUp, *, sent: int) -> None:
    """A second push sends the rest and no more; then all is there."""
    result = push(graph, MODEL, server.settings, "made up")
    assert (result.created, result.updated, result.removed) == (sent, 0, 0)
    with open_store(server.settings) as store:
        assert_same_graph(graph, store, MODEL)
        store.check()


def fails(server: BoltServer, message: str, **changes: str) -> BackendError:
    settings = dataclasses.replace(server.settings, **changes)
    with pytest.raises(BackendError, match=message) as error:
        push(hard_graph(), MODEL, settings, "made up")
    assert error.value.exit_code == 4
    assert server.settings.password not in str(error.value)
    return error.value


def test_a_server_that_is_not_there_is_named(bolt_server: BoltServer) -> None:
    error = fails(bolt_server, "bolt://127.0.0.1:9, .*cannot be reached", uri="bolt://127.0.0.1:9")
    assert str(error.hint).startswith("is it running?")


def test_a_wrong_password_is_said(bolt_server: BoltServer) -> None:
    error = fails(bolt_server, "does not let 'neo4j' in", password="wrong")
    assert error.hint == "set NEO4J_USERNAME and NEO4J_PASSWORD"


def test_a_database_that_is_not_there_is_named(bolt_server: BoltServer) -> None:
    error = fails(bolt_server, "'?nope'?", database="nope")
    assert "database" in str(error)


def test_a_user_who_may_only_read_is_told_so(arcadedb_bolt_server: BoltServer) -> None:
    error = fails(arcadedb_bolt_server, "does not let 'reader' do this", username=READER)
    assert "a user who may do it" in str(error.hint)


@pytest.mark.parametrize("address", ["http://localhost:7474", "localhost:7687", "neo4j"])
def test_an_address_that_is_not_bolts_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match="is not the address of a Neo4j server"):
        Settings.of(address, environment={})


def test_without_an_address_the_variable_is_named() -> None:
    with pytest.raises(UsageError, match="no Neo4j server is named") as error:
        Settings.of(environment={})
    assert "NEO4J_URI" in str(error.value.hint)


def test_settings_come_from_the_usual_variables_and_hide_the_password() -> None:
    environment = {
        "NEO4J_URI": "neo4j+s://db.example.org",
        "NEO4J_USERNAME": "ann",
        "NEO4J_PASSWORD": "hidden",
        "NEO4J_DATABASE": "emotions",
    }
    settings = Settings.of(environment=environment)
    assert settings == Settings("neo4j+s://db.example.org", "ann", "hidden", "emotions")
    assert "hidden" not in repr(settings)
    assert Settings.of(database="other", environment=environment).database == "other"


@pytest.mark.parametrize("when", list(When))
def test_a_connection_that_is_cut_at_a_commit_leaves_a_push_that_goes_on(
    bolt: BoltServer, when: When
) -> None:
    graph = hard_graph()
    with cutting(bolt.settings.uri, when) as proxy:

        def arm(table: str, done: int, total: int) -> None:
            if table == "Image":
                proxy.armed.set()

        settings = dataclasses.replace(bolt.settings, uri=proxy.uri)
        with pytest.raises(BackendError, match="was cut while it was writing") as error:
            push(graph, MODEL, settings, "made up", report=arm)
    assert "run the command again" in str(error.value.hint)
    images = len(graph.nodes_of["Image"])
    after = 1 if when is When.AFTER else 0
    assert bolt.ask("MATCH (n:Image) RETURN count(n)") == [[images]]
    assert bolt.ask("MATCH (n:Background) RETURN count(n)") == [[after]]
    assert bolt.ask("MATCH (n:_EmoKGPush {part: 'Background'}) RETURN count(n)") == [[after]]
    with open_store(bolt.settings) as store, pytest.raises(DataError, match="has not ended"):
        store.check()
    assert_goes_on(bolt, graph, sent=size(graph) - images - after)


def test_a_push_that_is_killed_goes_on_where_it_was(bolt: BoltServer) -> None:
    graph = hard_graph()
    settings = [str(value) for value in dataclasses.astuple(bolt.settings)]
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, *settings],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[3])},
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "half way\n"
    child.send_signal(signal.SIGKILL)
    child.communicate()
    nodes = sum(graph.counts().nodes.values())
    assert_goes_on(bolt, graph, sent=size(graph) - nodes - len(graph.relationships_of["EVOKES"]))


def test_a_server_that_is_killed_and_started_again_loses_nothing(
    bolt: BoltServer, large: MadeUp
) -> None:
    restarted = threading.Thread(target=bolt.process.start)

    def kill(table: str, done: int, total: int) -> None:
        if table == "FROM_SOURCE" and not restarted.ident:
            bolt.process.kill()
            restarted.start()

    with contextlib.suppress(BackendError):  # the driver tries again for half a minute
        push(large, MODEL, bolt.settings, "made up", report=kill)
    restarted.join()
    result = push(large, MODEL, bolt.settings, "made up")
    assert result.created < size(large) / 2
    with open_store(bolt.settings) as store:
        assert_same_graph(large, store, MODEL)


def test_a_graph_whose_push_has_not_ended_is_not_pulled(bolt: BoltServer, tmp_path: Path) -> None:
    def stop(table: str, done: int, total: int) -> None:
        if table == "EVOKES":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        push(hard_graph(), MODEL, bolt.settings, "made up", report=stop)
    workspace = init(tmp_path / "workspace")
    with pytest.raises(DataError, match="has not ended, so the graph there is not whole"):
        pull(workspace, MODEL, bolt.settings)
    assert not workspace.graph_description.exists()
