"""Tables with a triplet a row: what of an image is taken together, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

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
