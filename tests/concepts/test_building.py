"""`build`, `merge`, `split`, `undo`: steps of a log, and the graph that is made of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from emokg.concepts import (
    build_concepts,
    chosen_kind,
    concept_table,
    members_table,
    merge,
    split,
    undo,
)
from emokg.concepts.log import Key, state
from emokg.cypher import open_graph
from emokg.errors import DataError, UnknownName, UsageError
from emokg.graph import build, check
from emokg.workspace import Workspace, init
from tests.cli.conftest import Emokg
from tests.full_disk import no_file_larger_than


def rows(workspace: Workspace) -> list[dict[str, object]]:
    return workspace.read("concepts").to_pylist()


def concept(workspace: Workspace, phrase: str) -> str | None:
    entry = state(workspace.read("concepts")).get(Key("background", phrase, "match"))
    return entry.concept if entry else None


def test_a_full_disk_is_said_with_the_folder_and_leaves_the_records(
    workspace: Workspace, emokg: Emokg
) -> None:
    before = workspace.fingerprint()
    with no_file_larger_than(4096):
        ended = emokg("concepts", "build", "-w", str(workspace.root))
    assert ended.code == 3
    assert f"writing the concepts to {workspace.root / 'records' / 'concepts'} failed" in ended.err
    assert "the records are as they were" in ended.err
    assert "make room or correct the permissions" in ended.err
    assert workspace.fingerprint() == before
    workspace.check()
    assert build_concepts(workspace).changed > 1000


def test_building_twice_is_building_once(workspace: Workspace) -> None:
    first = build_concepts(workspace)
    assert first.changed > 1000
    before = workspace.fingerprint()
    again = build_concepts(workspace)
    assert (again.changed, again.step) == (0, 1)
    assert workspace.fingerprint() == before


def test_every_merge_has_its_score_and_method(built: Workspace) -> None:
    for row in rows(built):
        if row["relation"] == "exactMatch":
            assert (row["score"], row["method"]) == (1, "normal form")
        elif row["relation"] == "closeMatch":
            assert row["method"] == "likeness"
            assert 0.9 <= row["score"] <= 1  # type: ignore[operator]
        else:
            assert (row["relation"], row["method"]) == ("broadMatch", "head")


def test_every_step_can_be_undone(built: Workspace) -> None:
    before = rows(built)
    merge(built, "background", "ocean at sunset", "ocean sunset")
    merged = rows(built)
    split(built, "background", "garden setting")
    build_concepts(built, 0.8)
    undo(built)
    undo(built)
    assert rows(built) == merged
    undo(built)
    assert rows(built) == before
    undo(built)
    assert rows(built) == []
    with pytest.raises(UsageError, match="no step to undo"):
        undo(built)


def test_what_was_decided_by_hand_outlasts_a_build(built: Workspace) -> None:
    assert concept(built, "garden setting") == "garden"
    split(built, "background", "garden setting")
    merge(built, "background", "ocean at sunset", "ocean sunset")
    build_concepts(built, 0.7)
    assert concept(built, "garden setting") is None
    assert concept(built, "ocean at sunset") == "ocean sunset"


def test_splitting_off_the_name_of_a_concept_leaves_the_others_together(built: Workspace) -> None:
    name = concept(built, "outdoor area")
    assert name is not None
    assert name == concept(built, "outdoors")
    split(built, "background", name)
    phrases = ("outdoor area", "outdoor setting", "outdoors")
    rest = {concept(built, phrase) for phrase in phrases if phrase != name}
    assert concept(built, name) is None
    assert len(rest) == 1
    assert rest <= set(phrases)


def test_what_cannot_be_done_is_refused(built: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="never mean the same: only one of them says"):
        merge(built, "background", "lush green background", "black background")
    with pytest.raises(UsageError, match="under one concept, 'garden'"):
        merge(built, "background", "garden", "garden setting")
    with pytest.raises(UnknownName, match="no background 'gardn'") as error:
        merge(built, "background", "gardn", "park")
    assert "did you mean 'garden'" in str(error.value)
    with pytest.raises(UsageError, match="under no concept with others"):
        split(built, "background", "forge")
    with pytest.raises(UnknownName, match="no kind of phrase 'scene'"):
        chosen_kind("scene")
    with pytest.raises(UsageError, match="a threshold of 2 cannot be used"):
        build_concepts(built, 2)
    with pytest.raises(UnknownName, match="no concept has the phrase 'nowhere'"):
        members_table(built, "nowhere")
    with pytest.raises(DataError, match="has no phrases"):
        build_concepts(init(tmp_path / "empty"))


def test_the_graph_has_the_concepts_that_hold_now(built: Workspace) -> None:
    split(built, "background", "garden setting")
    build_concepts(built)
    build(built)
    check(built)
    with open_graph(built) as graph:
        below = graph.cypher(
            "MATCH (b:Background)-[:BROADER*1..2]->(:Concept {id: 'background:garden'}) "
            "RETURN b.id AS background ORDER BY background"
        ).rows()
        (images,) = graph.cypher(
            "MATCH (costume:Subject {id: 'costume'})-[:BROADER]->(c:Concept) "
            "MATCH (i:Image)-[:HAS_SUBJECT]->(:Subject)-[:BROADER*1..2]->(c) "
            "RETURN count(DISTINCT i) AS below, "
            "count(DISTINCT CASE WHEN (i)-[:HAS_SUBJECT]->(costume) THEN i END) AS plain"
        ).rows()
    backgrounds = {row["background"] for row in below}
    assert {"lush garden", "sunny garden"} <= backgrounds
    assert "garden setting" not in backgrounds
    assert images["below"] > 2 * images["plain"] > 0


@pytest.mark.parametrize("label", ["Background", "Attribute", "Subject"])
def test_the_phrase_that_names_a_concept_is_under_it(built: Workspace, label: str) -> None:
    build(built)
    with open_graph(built) as graph:
        named = (
            f"MATCH (c:Concept) WHERE c.id STARTS WITH '{label.lower()}:' "
            f"MATCH (p:{label}) WHERE p.id = c.text "
        )
        (all_of_them,) = graph.cypher(f"{named} RETURN count(*) AS n").column("n")
        left = graph.cypher(f"{named} AND NOT (p)-[:BROADER]->(c) RETURN p.id AS p").column("p")
    assert all_of_them > 10
    assert not left


def test_the_graph_says_how_and_why_a_phrase_is_under_its_concept(built: Workspace) -> None:
    merge(built, "background", "ocean at sunset", "ocean sunset")
    build(built)
    with open_graph(built) as graph:
        said = graph.cypher(
            "MATCH (b:Background)-[r:BROADER]->(c:Concept) WHERE b.id IN "
            "['ocean at sunset', 'garden setting', 'lush garden'] "
            "RETURN b.id AS phrase, c.text AS concept, r.relation AS relation, r.score AS score, "
            "r.method AS method ORDER BY phrase"
        ).rows()
    assert [tuple(row.values()) for row in said] == [
        ("garden setting", "garden", "closeMatch", 0.9948, "likeness"),
        ("lush garden", "garden", "broadMatch", None, "head"),
        ("ocean at sunset", "ocean sunset", "closeMatch", None, "by hand"),
    ]


def test_the_commands_build_show_and_take_back(workspace: Workspace, emokg: Emokg) -> None:
    place = ["-w", str(workspace.root)]
    assert "emokg concepts build" in emokg("concepts", "show", *place).err
    built = emokg("concepts", "build", *place, "--format", "csv")
    assert built.out.splitlines()[0] == "kind,phrases,concepts,matched,wider"
    assert "step 1:" in built.err
    assert "next: emokg graph build" in built.err
    assert "the records are as they were" in emokg("concepts", "build", *place).err
    shown = emokg("concepts", "show", "garden setting", "--kind", "background", *place)
    assert "closeMatch" in shown.out
    merged = emokg("concepts", "merge", "background", "ocean at sunset", "ocean sunset", *place)
    assert "step 2: 2 entries" in merged.err
    assert emokg("concepts", "split", "background", "garden setting", *place).code == 0
    assert "step 3 is undone" in emokg("concepts", "undo", *place).err
    wrong = emokg("concepts", "merge", "background", "black background", "red background", *place)
    assert wrong.code == 2
    assert "never mean the same" in wrong.err
    assert len(concept_table(workspace, ("background",))) > 50
