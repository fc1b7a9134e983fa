"""Tables with a triplet a row: what of an image is taken together, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from emokg.sources import Summary, ingest
from emokg.workspace import Workspace


def table_of(*rows: str) -> str:
    return "\n".join(("id,image_path,emotion,background,attribute,subject,bbox", *rows)) + "\n"


def test_rows_of_one_image_are_its_triplets_where_the_source_says_so(
    workspace: Workspace, write: Callable[..., Path]
) -> None:
    path = write(
        table_of(
            'a,a.jpg,awe,valley,vast,mountains,"[1, 2, 3, 4]"',
            "a,a.jpg,awe,valley,calm,lake,",
            'b,b.jpg,fear,cellar,"dark, eerie",stairs,',
            'a2,a2.jpg,awe,valley,vast,sky,"[1, 2, 3, 4]"',
            'a2,a2.jpg,awe,valley,vast,sky,"[5, 6, 7, 8]"',
            'a2,a2.jpg,awe,valley,vast,sky,"[5, 6, 7, 8]"',
        ),
        "mine.csv",
    )
    assert ingest(workspace, path, source="table") == Summary(6, 6, 0, 0, None)
    triplets = workspace.read("triplets").to_pylist()
    assert [(t["id"], t["position"], t["attribute"], t["subject"]) for t in triplets] == [
        ("table/table:a#t1", 0, "vast", "mountains"),
        ("table/table:a#t2", 1, "calm", "lake"),
        ("table/table:b#t1", 0, "dark", "stairs"),
        ("table/table:b#t2", 1, "eerie", "stairs"),
        ("table/table:a2#t1", 0, "vast", "sky"),
    ]
    regions = workspace.read("regions").to_pylist()
    assert [(r["id"], r["triplet"], r["x1"]) for r in regions] == [
        ("table/table:a#r1", "table/table:a#t1", 1),
        ("table/table:a2#r1", "table/table:a2#t1", 1),
        ("table/table:a2#r2", "table/table:a2#t1", 5),
    ]
    assert ingest(workspace, path, source="table") == Summary(6, 0, 6, 0, None)


def test_rows_of_one_image_that_contradict_are_rejected(
    workspace: Workspace, write: Callable[..., Path], rejects_of: Callable[..., Any]
) -> None:
    path = write(
        table_of(
            "a,a.jpg,awe,valley,vast,mountains,",
            "a,a.jpg,fear,valley,calm,lake,",
            "b,b.jpg,awe,valley,calm,lake,",
            "a,a.jpg,awe,valley,calm,lake,",
            "a,a.jpg,awe,valley,blue,lake,",
        ),
        "mine.csv",
    )
    rejects = rejects_of(path, source="table")
    assert [(r["line"], r["field"]) for r in rejects] == [
        (3, "emotion"),
        (5, "triplets"),
        (6, "triplets"),
    ]
    assert workspace.read("triplets").num_rows == 2


def test_an_image_is_whole_or_not_at_all(
    workspace: Workspace, write: Callable[..., Path], rejects_of: Callable[..., Any]
) -> None:
    rows = [
        "a,a.jpg,awe,valley,vast,tree,",
        'a,a.jpg,awe,valley,vast,owl,"[-5, -5, -1, -1]"',
        "a,a.jpg,awe,valley,vast,wolf,",
        "b,b.jpg,awe,valley,calm,lake,",
    ]
    rejects = rejects_of(write(table_of(*rows), "mine.csv"), source="table")
    assert [(r["line"], r["field"]) for r in rejects] == [(2, None), (3, "bbox"), (4, None)]
    assert rejects[2]["reason"].startswith("line 3 of the same image is rejected")
    assert workspace.read("triplets").num_rows == 1
    rows[1] = "a,a.jpg,awe,valley,vast,owl,"
    again = ingest(workspace, write(table_of(*rows), "mine.csv"), source="table")
    assert (again.accepted, again.unchanged, again.rejected) == (3, 1, 0)


def test_a_row_that_contradicts_takes_no_other_with_it(
    workspace: Workspace, write: Callable[..., Path], rejects_of: Callable[..., Any]
) -> None:
    rows = ("g,g.jpg,awe,,vast,sky,", "g,g.jpg,fear,,calm,lake,", "g,g.jpg,awe,,blue,sea,")
    (reject,) = rejects_of(write(table_of(*rows), "mine.csv"), source="table")
    assert (reject["line"], reject["field"]) == (3, "emotion")
    assert workspace.read("triplets").num_rows == 2


def test_one_triplet_a_row_is_told_of_the_source_that_reads_it(
    write: Callable[..., Path], rejects_of: Callable[..., Any]
) -> None:
    rows = ("a,a.jpg,awe,valley,vast,mountains,", "a,a.jpg,awe,valley,calm,lake,")
    (reject,) = rejects_of(write(table_of(*rows), "mine.csv"), source="emoverse")
    assert reject["reason"].endswith(
        "are read together by --source table, where they follow each other"
    )


def paths(*rows: str) -> str:
    return "\n".join(("image_path,emotion,attribute", *rows)) + "\n"


def test_files_of_one_name_in_two_folders_are_two_images_whatever_comes_later(
    workspace: Workspace, write: Callable[..., Path]
) -> None:
    first = ingest(workspace, write(paths("train/001.jpg,awe,vast"), "a.csv"), source="table")
    later = ingest(
        workspace,
        write(paths("val/001.jpg,fear,dark", "train/001.jpg,awe,vast"), "b.csv"),
        source="table",
    )
    assert (first.accepted, later.accepted, later.unchanged, later.rejected) == (1, 1, 1, 0)
    assert sorted(workspace.read("images")["id"].to_pylist()) == [
        "table:train/001",
        "table:val/001",
    ]


@pytest.mark.parametrize(
    ("path", "id_"),
    [
        ("A.JPG", "table:a"),
        ("x/photo_1.2", "table:x/photo_1.2"),
        ("https://a.org/p.php?id=1", "table:https://a.org/p.php?id=1"),
        ("v1.5/a b.jpeg", "table:v1.5/a b"),
        ("./a//b/./2.jpg", "table:a/b/2"),
        ("..a/b..c.jpg", "table:..a/b..c"),
    ],
)
def test_the_id_is_the_path_without_its_suffix(
    workspace: Workspace, write: Callable[..., Path], path: str, id_: str
) -> None:
    ingest(workspace, write(paths(f"{path},awe,vast"), "mine.csv"), source="table")
    assert workspace.read("images")["id"].to_pylist() == [id_]


def test_one_path_written_in_several_ways_is_one_image(
    workspace: Workspace, write: Callable[..., Path]
) -> None:
    rows = ("./a/2.jpg,awe,vast", "a//2.jpg,awe,calm", "a/2.jpg,awe,blue")
    summary = ingest(workspace, write(paths(*rows), "mine.csv"), source="table")
    assert (summary.accepted, summary.rejected) == (3, 0)
    assert workspace.read("images").select(["id", "uri"]).to_pylist() == [
        {"id": "table:a/2", "uri": "a/2.jpg"}
    ]
    assert workspace.read("triplets")["attribute"].to_pylist() == ["vast", "calm", "blue"]


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("../a.jpg", "has .. in it"),
        ("a/../b.jpg", "has .. in it"),
        ("/data/a.jpg", "is an absolute path"),
        ("C:/data/a.jpg", "is an absolute path"),
        ("C:\\data\\a.jpg", "is an absolute path"),
    ],
)
def test_a_path_that_leads_elsewhere_needs_an_id_beside_it(
    workspace: Workspace,
    write: Callable[..., Path],
    rejects_of: Callable[..., Any],
    path: str,
    reason: str,
) -> None:
    (reject,) = rejects_of(write(paths(f"{path},awe,vast"), "mine.csv"), source="table")
    assert (reject["line"], reject["field"], reject["value"]) == (2, "image_path", path)
    assert reject["reason"].startswith(reason)
    assert reject["reason"].endswith("give the rows an id column of their own")
    with_id = write(f"id,image_path,emotion\n7,{path},awe\n", "ids.csv")
    ingest(workspace, with_id, source="table")
    assert workspace.read("images").select(["id", "uri"]).to_pylist() == [
        {"id": "table:7", "uri": path}
    ]


def test_an_id_column_goes_before_the_path_and_two_images_need_two_ids(
    workspace: Workspace, write: Callable[..., Path], rejects_of: Callable[..., Any]
) -> None:
    own = "id,image_path,emotion\n7,train/001.jpg,awe\n8,val/001.jpg,fear\n"
    ingest(workspace, write(own, "ids.csv"), source="table")
    assert workspace.read("images")["id"].to_pylist() == ["table:7", "table:8"]
    same = write(paths("a.jpg,awe,vast", "a.png,awe,vast"), "same.csv")
    (reject,) = rejects_of(same, source="table")
    assert (reject["line"], reject["field"], reject["value"]) == (3, "uri", "a.png")
    assert reject["reason"].endswith(
        "two images need two ids: give the rows an id column of their own"
    )


@pytest.mark.parametrize(
    ("text", "field", "reason"),
    [
        (paths(",awe,vast"), "image_path", "a required field is missing"),
        (paths("  ,awe,vast"), "image_path", "a required field is missing"),
        ("id,image,emotion\n,,awe\n", "id", "a required field is missing"),
        ("image,emotion\n,awe\n", "image", "a required field is missing"),
        ("emotion\nawe\n", "id", "a required field is missing"),
    ],
)
def test_a_row_without_an_id_is_rejected_under_the_field_that_the_file_has(
    write: Callable[..., Path], rejects_of: Callable[..., Any], text: str, field: str, reason: str
) -> None:
    (reject,) = rejects_of(write(text, "mine.csv"), source="table")
    assert (reject["field"], reject["reason"]) == (field, reason)
