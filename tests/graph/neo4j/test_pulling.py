"""A colleague without the records gets the same graph from the server."""

from __future__ import annotations

from pathlib import Path

import pytest

from emokg.cypher import open_graph
from emokg.errors import DataError, UsageError
from emokg.graph import build, open_snapshot
from emokg.graph.embedded_store import open_embedded
from emokg.graph.model import emokg_model
from emokg.graph.neo4j import pull, push
from emokg.workspace import Workspace, init
from tests.contract.made_up import hard_graph
from tests.servers.bolt import BoltServer

MODEL = emokg_model()


def test_the_pulled_graph_is_the_pushed_one_number_by_number(
    bolt: BoltServer, photographs: Workspace, tmp_path: Path
) -> None:
    with open_embedded(photographs) as store:
        push(store, MODEL, bolt.settings, store.snapshot.description.records)
    workspace = init(tmp_path / "workspace")
    built = pull(workspace, MODEL, bolt.settings)
    with open_snapshot(photographs) as ours, open_snapshot(workspace) as theirs:
        assert built.nodes == sum(ours.description.nodes.values())
        assert theirs.notices == ()
        for table in [*MODEL.nodes, *MODEL.relationships]:
            text = f'SELECT * FROM "{table.table}"'
            rows = theirs.connection.execute(text).fetchall()
            assert rows == ours.connection.execute(text).fetchall()


def test_the_pulled_graph_answers(bolt: BoltServer, tmp_path: Path) -> None:
    push(hard_graph(), MODEL, bolt.settings, "made up")
    workspace = init(tmp_path / "workspace")
    pull(workspace, MODEL, bolt.settings)
    with open_graph(workspace) as graph:
        rows = graph.cypher(
            "MATCH (i:Image)-[r:EVOKES {rank: 2}]->(e) RETURN i.id AS i, e.id AS e"
        ).rows()
    assert rows == [{"i": "s:plain", "e": "fear"}]


def test_a_workspace_with_records_keeps_its_graph(bolt: BoltServer, workspace: Workspace) -> None:
    push(hard_graph(), MODEL, bolt.settings, "made up")
    with pytest.raises(UsageError, match="rows of records") as error:
        pull(workspace, MODEL, bolt.settings)
    assert "emokg init DIR" in str(error.value.hint)
    with open_snapshot(workspace) as snapshot:
        assert snapshot.description.nodes["Image"] == 10


def test_relationships_between_nodes_that_are_not_there_are_told(
    bolt: BoltServer, tmp_path: Path
) -> None:
    push(hard_graph(), MODEL, bolt.settings, "made up")
    bolt.ask("MATCH (e:Emotion {id: 'fear'}) CREATE (:Visitor)-[:EVOKES]->(e)")
    workspace = init(tmp_path / "workspace")
    build(workspace)
    with pytest.raises(DataError, match="not the whole graph: EVOKES 13 instead of 14"):
        pull(workspace, MODEL, bolt.settings)
    with open_snapshot(workspace) as snapshot:
        assert snapshot.description.nodes["Emotion"] == 8
