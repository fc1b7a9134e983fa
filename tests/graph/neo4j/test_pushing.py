"""A push makes the server's graph equal to ours, and sends nothing that is there already."""

from __future__ import annotations

import pytest

from emokg.errors import AuditFailed, DataError
from emokg.graph.model import emokg_model
from emokg.graph.neo4j import Pushed, open_store, push
from emokg.graph.reporting import Report, silent
from tests.contract.made_up import MadeUp, hard_graph, link
from tests.contract.same import assert_same_graph
from tests.servers.bolt import BoltServer

MODEL = emokg_model()


def pushed(
    graph: MadeUp, server: BoltServer, *, verify: bool = False, report: Report = silent
) -> Pushed:
    return push(graph, MODEL, server.settings, "made up", verify=verify, report=report)


def sent(result: Pushed) -> tuple[int, int, int]:
    return result.created, result.updated, result.removed


def assert_holds(server: BoltServer, graph: MadeUp) -> None:
    with open_store(server.settings) as store:
        assert_same_graph(graph, store, MODEL)
        store.check()


def size(graph: MadeUp) -> int:
    counts = graph.counts()
    return sum(counts.nodes.values()) + sum(counts.relationships.values())


def test_the_second_push_sends_nothing(bolt: BoltServer) -> None:
    graph = hard_graph()
    first, second = pushed(graph, bolt), pushed(graph, bolt)
    assert sent(first) == (size(graph), 0, 0)
    assert (sent(second), second.unchanged) == ((0, 0, 0), size(graph))


def test_constraints_and_indexes_are_there_before_the_rows(bolt: BoltServer) -> None:
    pushed(hard_graph(), bolt)
    names = {name for (name,) in bolt.ask("SHOW CONSTRAINTS YIELD name RETURN name")}
    assert {"image_id", "emotion_id", "verdict_id", "emokg_push_id"} <= names


def test_changed_new_and_removed_rows_are_sent_and_no_others(bolt: BoltServer) -> None:
    graph = hard_graph()
    pushed(graph, bolt)
    images = {str(row["id"]): dict(row) for row in graph.nodes_of["Image"]}
    del images["s:null"]
    images["s:plain"] |= {"description": None, "width": 5, "desSpaces": ["new"]}
    images["s:new"] = {"id": "s:new", "description": "new"}
    evokes = [row for row in graph.relationships_of["EVOKES"] if row["start"] != "s:null"]
    evokes[0] = {**evokes[0], "probability": 0.5, "confidence": 0.5}
    evokes.append(link("s:new", "fear", "Image Emotion", rank=1))
    after = graph.with_nodes("Image", tuple(images.values()))
    after = after.with_relationships("EVOKES", tuple(evokes))
    assert sent(pushed(after, bolt)) == (2, 2, 2)
    assert_holds(bolt, after)


def test_an_empty_graph_removes_everything_that_was_pushed(bolt: BoltServer) -> None:
    pushed(hard_graph(), bolt)
    result = pushed(MadeUp({}, {}), bolt)
    assert sent(result) == (0, 0, size(hard_graph()))
    assert bolt.ask("MATCH (n) WHERE n.part IS NULL AND n.run IS NULL RETURN count(n)") == [[0]]


def test_a_change_in_one_of_many_ranges_reads_and_sends_little(
    bolt: BoltServer, large: MadeUp
) -> None:
    first = pushed(large, bolt)
    images = [*large.nodes_of["Image"]]
    images[5_000] = {**images[5_000], "width": -1}
    after = large.with_nodes("Image", tuple(images))
    second = pushed(after, bolt)
    assert sent(first) == (size(large), 0, 0)
    assert sent(second) == (0, 1, 0)
    assert_holds(bolt, after)


def test_what_is_removed_is_looked_at_in_steps_of_bounded_size(
    bolt: BoltServer, large: MadeUp
) -> None:
    pushed(large, bolt)
    few = MadeUp({"Image": ({"id": "s:03000"}, {"id": "t"})}, {})
    result = pushed(few, bolt)
    assert sent(result) == (1, 1, size(large) - 1)
    assert_holds(bolt, few)


def test_what_others_keep_on_our_nodes_stays(bolt: BoltServer) -> None:
    pushed(hard_graph(), bolt)
    bolt.ask("MATCH (n:Image {id: 's:plain'}) SET n.note = 'mine' CREATE (n)-[:SEEN]->(:Visitor)")
    images = tuple({**row, "width": 1} for row in hard_graph().nodes_of["Image"])
    pushed(hard_graph().with_nodes("Image", images), bolt)
    found = bolt.ask("MATCH (n:Image)-[:SEEN]->(v:Visitor) RETURN n.note, n.width")
    assert found == [["mine", 1]]


def test_rows_that_came_in_another_way_are_adopted(bolt: BoltServer) -> None:
    bolt.ask("CREATE (:Emotion {id: 'awe', valence: 0.0}), (:Emotion {id: 'joy'})")
    graph = hard_graph()
    assert sent(pushed(graph, bolt)) == (size(graph) - 1, 1, 1)
    assert_holds(bolt, graph)


def test_a_row_that_something_else_removed_comes_back(bolt: BoltServer) -> None:
    pushed(hard_graph(), bolt)
    bolt.ask("MATCH (n:Image {id: 's:plain'}) DETACH DELETE n")
    with open_store(bolt.settings) as store, pytest.raises(AuditFailed, match="Image 12 instead"):
        store.check()
    assert pushed(hard_graph(), bolt).created > 1
    assert_holds(bolt, hard_graph())


def test_a_relationship_that_was_doubled_is_single_again(bolt: BoltServer) -> None:
    pushed(hard_graph(), bolt)
    bolt.ask("MATCH (a:Region)-[:DEPICTS]->(b:Subject) CREATE (a)-[:DEPICTS]->(b)")
    pushed(hard_graph(), bolt)
    assert_holds(bolt, hard_graph())


def test_a_value_that_something_else_changed_is_found_by_verify(bolt: BoltServer) -> None:
    pushed(hard_graph(), bolt)
    bolt.ask("MATCH (n:Image {id: 's:plain'}) SET n.width = 99")
    assert sent(pushed(hard_graph(), bolt)) == (0, 0, 0)
    assert sent(pushed(hard_graph(), bolt, verify=True)) == (0, 1, 0)
    assert_holds(bolt, hard_graph())


def test_counts_that_differ_in_the_end_fail_the_audit_by_name(bolt: BoltServer) -> None:
    bolt.ask("CREATE (:Image {note: 'without an id'})")
    with pytest.raises(AuditFailed, match="Image 14 instead of 13") as error:
        pushed(hard_graph(), bolt)
    assert error.value.exit_code == 6
    assert "push again with --verify" in str(error.value)


def test_a_property_of_another_type_is_named(bolt: BoltServer) -> None:
    bolt.ask("CREATE (:Image {id: 's:plain', width: 'wide'})")
    with pytest.raises(DataError, match="Image on the server has a property width"):
        pushed(hard_graph(), bolt)


def test_a_list_that_holds_null_is_refused_before_it_is_sent(bolt: BoltServer) -> None:
    graph = hard_graph().with_nodes("Subject", ({"id": "house", "aliases": ["a", None]},))
    with pytest.raises(DataError, match="a list of the property aliases holds null"):
        pushed(graph, bolt)


def test_a_later_push_takes_over_and_the_earlier_one_stops(bolt: BoltServer) -> None:
    begun: list[str] = []

    def interrupt(table: str, done: int, total: int) -> None:
        if not begun:
            begun.append(table)
            pushed(hard_graph(), bolt)

    other = hard_graph().with_nodes("Emotion", ({"id": "awe"}, {"id": "fear", "angle": 1.0}))
    with pytest.raises(DataError, match="another push to this server has begun"):
        pushed(other, bolt, report=interrupt)
    assert_holds(bolt, hard_graph())


def test_progress_counts_every_row_once(bolt: BoltServer) -> None:
    seen: list[tuple[str, int, int]] = []
    graph = hard_graph()
    pushed(graph, bolt, report=lambda *said: seen.append(said))
    assert [done for _, done, _ in seen] == sorted(done for _, done, _ in seen)
    assert seen[-1][1:] == (size(graph), size(graph))
