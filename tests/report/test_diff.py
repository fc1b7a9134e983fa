"""Two graphs compared: sets, labels, and the answers that go with them."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from emokg.errors import DataError, UsageError
from emokg.graph import build
from emokg.graph.differences import TableChange, graph_differences
from emokg.graph.kept import find_graph
from emokg.query import find_question
from emokg.report.changed_answers import cases, row_changes
from emokg.report.diff import Diff, diff_graphs, diff_table
from emokg.report.diff_page import diff_html
from emokg.sources import ingest
from emokg.workspace import Workspace, init
from tests.report.conftest import Report

EMOTIONS = ("Awe", "Fear", "Anger")
WORDS = ("dark", "bright")
Row = dict[str, Any]


def rows() -> list[Row]:
    """Sixty images of one scene, whose attribute says nothing of their emotion."""
    return [
        {
            "id": f"x{number:02}",
            "image_path": f"x{number:02}.jpg",
            "emotion": EMOTIONS[number % 3],
            "background": "a bridge",
            "attribute": WORDS[number % 2],
            "subject": "sky",
        }
        for number in range(60)
    ]


def workspace(folder: Path, content: list[Row]) -> Workspace:
    made = init(folder)
    file = folder.with_suffix(".jsonl")
    file.write_text("".join(json.dumps(row) + "\n" for row in content), encoding="utf-8")
    assert ingest(made, file, source="emoverse").accepted == len(content)
    build(made)
    return made


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return workspace(tmp_path_factory.mktemp("diff") / "old", rows())


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Two images less, one more; two relabelled; and every fearful image is eerie."""
    content = rows()[2:]
    content[0]["emotion"] = content[3]["emotion"] = "Sadness"
    content[1]["image_path"] = "moved.jpg"
    for row in content:
        if row["emotion"] == "Fear":
            row["attribute"] = "eerie"
    content.append(rows()[0] | {"id": "y00"})
    return workspace(tmp_path_factory.mktemp("diff") / "new", content)


@pytest.fixture(scope="module")
def diff(old: Workspace, new: Workspace) -> Diff:
    return diff_graphs(old, new, lambda _name: None)


def _of(diff: Diff, name: str) -> TableChange:
    tables = (*diff.graph.nodes, *diff.graph.relationships)
    (found,) = [table for table in tables if table.name == name]
    return found


def test_nodes_that_came_went_or_changed_are_counted_and_named(diff: Diff) -> None:
    images = _of(diff, "Image")
    assert (images.before, images.after) == (60, 59)
    assert (images.added, images.removed, images.changed) == (1, 2, 1)
    assert images.added_examples == ("emoverse:y00",)
    assert images.removed_examples == ("emoverse:x00", "emoverse:x01")
    assert images.changed_examples == ("emoverse:x03",)
    assert images.properties == {"uri": 1}
    assert _of(diff, "Attribute").added_examples == ("eerie",)
    assert not _of(diff, "Emotion").any


def test_relationships_are_those_between_the_same_nodes_whatever_their_rows(diff: Diff) -> None:
    evokes = _of(diff, "EVOKES")
    assert (evokes.added, evokes.removed, evokes.changed) == (3, 4, 0)
    assert "emoverse:y00 -> awe" in evokes.added_examples
    assert set(evokes.removed_examples) <= {
        *("emoverse:x00 -> awe", "emoverse:x01 -> fear"),
        *("emoverse:x02 -> anger", "emoverse:x05 -> anger"),
    }
    subjects = _of(diff, "HAS_SUBJECT")
    assert (subjects.added, subjects.removed, subjects.changed) == (1, 2, 0)


def test_images_of_both_graphs_with_another_label_are_relabelled(diff: Diff) -> None:
    (moved,) = diff.graph.relabelled
    assert (moved.before, moved.after, moved.images) == ("anger", "sadness", 2)
    assert moved.examples == ("emoverse:x02", "emoverse:x05")


def test_the_other_way_round_added_is_removed(old: Workspace, new: Workspace, diff: Diff) -> None:
    back = graph_differences(new, old)
    there = (*diff.graph.nodes, *diff.graph.relationships)
    for table, other in zip(there, (*back.nodes, *back.relationships), strict=True):
        assert (table.added, table.removed) == (other.removed, other.added)
        assert (table.changed, table.properties) == (other.changed, other.properties)
        assert (table.before + table.added - table.removed) == table.after


def test_answers_say_which_rows_came_and_what_became_of_the_others(diff: Diff) -> None:
    (fear,) = [a for a in diff.answers if a.name == "attributes-evoking -p emotion=fear"]
    assert [c.item for c in fear.changes if c.what == "entered"] == ["eerie"]
    (bright,) = [c for c in fear.changes if c.item == "bright" and c.what == "significance"]
    assert bright.column == "q_value"
    assert (bright.before or 0) > 0.05
    assert (bright.after or 1) < 0.05
    (distribution,) = [a for a in diff.answers if a.name == "emotion-distribution"]
    assert distribution.rows("entered") == 1
    assert "why-image" in diff.not_asked


def test_every_question_is_asked_or_named(diff: Diff) -> None:
    asked = {answer.question for answer in diff.answers}
    assert len(asked) + len(diff.not_asked) == 27
    assert not asked & set(diff.not_asked)
    assert all(answer.refused is None for answer in diff.answers)


def test_a_graph_differs_in_nothing_from_a_copy_of_it(old: Workspace, tmp_path: Path) -> None:
    kept = find_graph(shutil.copytree(old.root / "graph", tmp_path / "kept"))
    for other in (kept, old):
        found = diff_graphs(old, other, lambda _name: None)
        assert not found.graph.any
        assert not found.answers
        assert len(diff_table(found)) == 0


def test_a_folder_without_a_graph_is_refused(tmp_path: Path, old: Workspace) -> None:
    with pytest.raises(UsageError, match="is not a workspace"):
        find_graph(tmp_path)
    empty = init(tmp_path / "empty")
    with pytest.raises(DataError, match="has not been built"):
        diff_graphs(old, empty, lambda _name: None)


def _answer(*rows: tuple[str, float, float, int]) -> list[Row]:
    names = [column.name for column in find_question("attributes-evoking").columns]
    blank: Row = dict.fromkeys(names)
    told = ("attribute", "log_odds", "q_value", "images")
    return [blank | dict(zip(told, row, strict=True)) for row in rows]


@pytest.mark.parametrize(
    ("after", "what"),
    [
        (("eerie", 0.50, 0.06, 100), "significance"),
        (("eerie", -0.5, 0.04, 100), "sign"),
        (("eerie", 0.60, 0.04, 100), "numbers"),
        (("eerie", 0.54, 0.04, 100), None),
        (("eerie", 0.50, 1e-9, 100), None),
        (("eerie", 0.50, 0.04, 104), None),
        (("eerie", 0.50, 0.04, 106), "numbers"),
        (("grim", 0.50, 0.04, 100), "left"),
    ],
)
def test_what_is_material(after: tuple[str, float, float, int], what: str | None) -> None:
    question = find_question("attributes-evoking")
    before = _answer(("eerie", 0.5, 0.04, 100))
    found = [c.what for c in row_changes(question, before, _answer(after), ordered=True)]
    assert found[:1] == ([what] if what else [])


def test_places_count_among_the_first_ten_of_ordered_answers_only() -> None:
    question = find_question("attributes-evoking")
    before = [(f"word {number}", 0.5, 0.04, 9) for number in range(14)]
    after = [before[1], before[0], *before[2:12], before[13], before[12]]
    for ordered, moved in ((True, ["word 0", "word 1"]), (False, [])):
        found = row_changes(question, _answer(*before), _answer(*after), ordered=ordered)
        assert [c.item for c in found if c.what == "rank"] == moved


def test_a_question_is_asked_of_every_emotion_and_of_two_side_by_side() -> None:
    assert len(cases(find_question("attributes-evoking")) or []) == 8
    contrast = cases(find_question("contrast"))
    assert contrast is not None
    assert {"emotion": "fear", "against": "sadness"} in contrast
    assert cases(find_question("emotion-distribution")) == [{}]
    assert cases(find_question("why-image")) is None


def test_the_page_has_the_numbers_and_needs_no_other_file(old: Workspace, diff: Diff) -> None:
    html = diff_html(diff, "old", "new")
    assert not re.search(r"""(src|href)=["'](?!#|data:)""", html)
    assert "Made by <code>emokg graph diff</code>" in html
    tables = Report(old, html).tables()
    (labels,) = tables["labels"]
    assert list(labels.values()) == ["anger", "sadness", "2", "emoverse:x02, emoverse:x05"]
    assert len(tables["nodes"]) == len(diff.graph.nodes)
    assert sum(key.startswith("answer-") for key in tables) == len(diff.changed_answers)
