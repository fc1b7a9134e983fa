"""The bulk importer's files say what the graph says, and its script is enough to import them."""

from __future__ import annotations

import csv
from pathlib import Path

import neo4j
import pytest

from emokg.content import content_folder
from emokg.cypher import open_graph
from emokg.errors import DataError, UsageError
from emokg.graph.embedded_store import open_embedded
from emokg.graph.model import emokg_model
from emokg.graph.neo4j import export, open_store
from emokg.graph.restoring import restore
from emokg.workspace import Workspace, init
from tests.contract.made_up import MadeUp, hard_graph, together
from tests.contract.same import assert_same_graph
from tests.full_disk import no_file_larger_than
from tests.servers.neo4j import Neo4jServer, server_folder

MODEL = emokg_model()
QUESTIONS = (
    "MATCH (i:Image)-[:EVOKES {rank: 1}]->(e:Emotion) RETURN e.id AS e, count(*) AS n ORDER BY e",
    "MATCH (i:Image)-[:HAS_ATTRIBUTE]->(a:Attribute) WITH a, count(DISTINCT i) AS n "
    "RETURN a.id AS a, n ORDER BY n DESC, a LIMIT 20",
    "MATCH (t:Triplet)-[:OF_SUBJECT]->(s) RETURN s.id AS s, collect(t.text) AS t ORDER BY s",
    "MATCH (r:Region)-[:DEPICTS]->(s) RETURN r.bbox AS bbox, s.aliases AS also ORDER BY r.id",
)


def imported(server: Neo4jServer, script: Path) -> None:
    """Import as the script says, then finish as cypher-shell would."""
    server.administer("neo4j", program=str(script))
    finish = script.with_name("finish.cypher").read_text(encoding="utf-8")
    who = (server.settings.username, server.settings.password or "")
    with (
        neo4j.GraphDatabase.driver(server.settings.uri, auth=who) as driver,
        driver.session(database=server.settings.database) as session,
    ):
        for statement in finish.split(";"):
            if text := statement.strip():
                session.run(text).consume()


@pytest.mark.skipif(server_folder() is None, reason="neo4j-admin is not at hand")
def test_the_true_importer_makes_the_same_graph_with_the_same_answers(
    neo4j_bolt_server: Neo4jServer, photographs: Workspace, tmp_path: Path
) -> None:
    with open_embedded(photographs) as real:
        graph = together(real, hard_graph())
    imported(neo4j_bolt_server, export(graph, MODEL, tmp_path / "files"))
    with open_store(neo4j_bolt_server.settings) as store:
        assert_same_graph(graph, store, MODEL)
        (line,) = store.check()
    assert line.endswith("not pushed by EmoKG")
    workspace = init(tmp_path / "workspace")
    restore(workspace, graph, MODEL)
    with open_graph(workspace) as embedded:
        for text in QUESTIONS:
            ours = [list(row.values()) for row in embedded.cypher(text).rows()]
            assert ours
            assert _unordered(neo4j_bolt_server.ask(text)) == _unordered(ours)


def _unordered(rows: list[list[object]]) -> list[list[object]]:
    return [[sorted(v) if isinstance(v, list) else v for v in row] for row in rows]


def test_a_header_and_a_data_file_a_table_and_the_constraints(tmp_path: Path) -> None:
    script = export(hard_graph(), MODEL, tmp_path / "files")
    header = (tmp_path / "files" / "node-Subject.header.csv").read_text(encoding="utf-8")
    assert header == "id:ID(Subject),text:string,aliases:string[],_empty_aliases:boolean\n"
    with (tmp_path / "files" / "relationship-DEPICTS.csv").open(encoding="utf-8") as file:
        assert list(csv.reader(file)) == [["s:plain#r0", "house"]]
    generated = content_folder("schema") / "generated" / "emokg.neo4j.cypher"
    finish = script.with_name("finish.cypher").read_text(encoding="utf-8")
    assert finish.endswith(generated.read_text(encoding="utf-8"))
    text = script.read_text(encoding="utf-8")
    assert "database import full" in text
    assert text.count("--nodes=") == len(MODEL.nodes)


def test_a_folder_that_holds_anything_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="is not empty"):
        export(hard_graph(), MODEL, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_full_disk_leaves_nothing_behind(large: MadeUp, tmp_path: Path) -> None:
    with (
        pytest.raises(DataError, match="the files cannot be written to") as error,
        no_file_larger_than(1 << 15),
    ):
        export(large, MODEL, tmp_path / "files")
    assert "make room there" in str(error.value.hint)
    assert not (tmp_path / "files").exists()


def test_an_item_that_holds_the_separator_is_refused_and_named(tmp_path: Path) -> None:
    graph = hard_graph().with_nodes("Subject", ({"id": "a", "aliases": ["one\x1ftwo"]},))
    with pytest.raises(DataError, match=r"a list of node-Subject has an item .* U\+001F"):
        export(graph, MODEL, tmp_path / "files")
    assert not (tmp_path / "files").exists()
