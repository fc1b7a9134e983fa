"""Every reason for which a row is refused, with its file, line, field and value."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from emokg.errors import DataError, RejectedRows
from emokg.sources import ingest
from emokg.workspace import Workspace
from tests.sources.conftest import record
from tests.sources.test_tables import table_of

FINE = [0.5] * 1024


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"emotion": "Joy"}, "emotion", "unknown emotion; the eight are amusement, anger, awe"),
        ({"emotion": None}, "emotion", "a required field is missing"),
        ({"emotion": ["Awe"]}, "emotion", "is a list, not text"),
        ({"id": None, "image_path": None}, "id", "a required field is missing"),
        ({"id": ["x"]}, "id", "is not an id"),
        ({"description": 5}, "description", "is a number, not text"),
        ({"attribute": ["dark"]}, "attribute", "is a list, not text"),
        ({"attribute": "?!"}, "attribute", "is a phrase without a letter or digit"),
        ({"confidence": 11}, "confidence", "is outside its scale, 0 to 10"),
        ({"confidence": -1.0}, "confidence", "is outside its scale, 0 to 10"),
        ({"confidence": "8"}, "confidence", "is text, not a number"),
        ({"confidence": True}, "confidence", "is true or false, not a number"),
        ({"confidence": float("nan")}, "confidence", "is not a finite number"),
        ({"width": 640.5}, "width", "is not a number of pixels"),
        ({"width": 0}, "width", "is not a number of pixels"),
        ({"height": "480"}, "height", "is text, not a number"),
        ({"bbox": [10, 20, 641, 30]}, "bbox", "lies outside the image of 640 × 480 pixels"),
        ({"bbox": [10, 20, 30, 481]}, "bbox", "lies outside the image of 640 × 480 pixels"),
        ({"bbox": [-1, 20, 30, 40]}, "bbox", "the box lies outside the image"),
        ({"bbox": [30, 20, 10, 40]}, "bbox", "the box is empty or inverted"),
        ({"bbox": [10, 20, 10, 40]}, "bbox", "the box is empty or inverted"),
        ({"bbox": [10, 20, 30]}, "bbox", "has 3 numbers, which is not a multiple of four"),
        ({"bbox": [[10, 20, 30]]}, "bbox", "a box is x1, y1, x2 and y2"),
        ({"bbox": [{"x1": 1, "y1": 2, "x2": 3}]}, "bbox", "a box lacks y2"),
        ({"bbox": [10, 20, "30", 40]}, "bbox", "is text, not a number"),
        ({"bbox": "10 20 30 40"}, "bbox", "is text, not boxes"),
        ({"bbox": [10, 20, float("inf"), 40]}, "bbox", "is not a finite number"),
        ({"DES": FINE[:1023]}, "DES", "the DES vector has the wrong length; it needs 1024"),
        ({"DES": [FINE]}, "DES", "the DES vector has the wrong length; it needs 1024"),
        ({"DES": [*FINE[1:], float("nan")]}, "DES", "a value that is not a finite number"),
        ({"DES": [*FINE[1:], 1e300]}, "DES", "a value that is not a finite number"),
        ({"DES": [0.0] * 1024}, "DES", "the DES vector is zero"),
        ({"DES": ["1"] * 1024}, "DES", "is not a list of numbers"),
        ({"DES": [True] * 1024}, "DES", "is not a list of numbers"),
        ({"DES": {"0": 1}}, "DES", "is not a list of numbers"),
        ({"DES": [*FINE[1:], "..."]}, "DES", "is not a list of numbers"),
        ({"origin": "painted"}, "origin", "Input should be 'natural' or 'generated'"),
        ({"id": " "}, "id", "is not an id"),
    ],
)
@pytest.mark.filterwarnings("error")
def test_a_value_that_does_not_fit_is_rejected_and_the_load_goes_on(
    workspace: Workspace,
    write: Callable[..., Path],
    rejects_of: Callable[..., Any],
    changes: dict[str, Any],
    field: str,
    reason: str,
) -> None:
    path = write([record(1), record(2, **changes), record(3)])
    (reject,) = rejects_of(path)
    assert reject["file"] == str(path)
    assert reject["line"] == 2
    assert reject["field"] == field
    assert reason in reject["reason"]
    assert set(reject) == {"file", "line", "id", "field", "value", "reason"}
    assert workspace.read("images")["id"].to_pylist() == [
        "emoverse:awe000001",
        "emoverse:awe000003",
    ]


def test_a_reject_shows_the_value_cut_short_when_it_is_long(
    write: Callable[..., Path], rejects_of: Callable[..., Any]
) -> None:
    joy, lengthy = rejects_of(write([record(1, emotion="Joy"), record(2, emotion="x" * 5000)]))
    assert joy["value"] == "Joy"
    assert joy["id"] == "Awe000001"
    assert len(lengthy["value"]) == 301


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"id": "x", ', "undecodable JSON"),
        ("not json", "undecodable JSON"),
        ("[1, 2]", "a row is a JSON object; this is something else"),
        ('"text"', "a row is a JSON object; this is something else"),
        ("[" * 100_000, "undecodable JSON"),
    ],
)
def test_an_undecodable_line_is_rejected_with_its_number(
    workspace: Workspace,
    write: Callable[..., Path],
    rejects_of: Callable[..., Any],
    line: str,
    reason: str,
) -> None:
    good = [json.dumps(record(number)) for number in (1, 2)]
    (reject,) = rejects_of(write("\n".join([good[0], "", line, good[1]])))
    assert (reject["line"], reject["id"]) == (3, None)
    assert reason in reject["reason"]
    assert workspace.read("images").num_rows == 2


def test_a_line_that_is_not_utf8_is_rejected(
    write: Callable[..., Path], rejects_of: Callable[..., Any]
) -> None:
    path = write([record(1), record(2)])
    path.write_bytes(path.read_bytes() + b'{"id": "\xff"}\n')
    (reject,) = rejects_of(path)
    assert (reject["line"], reject["reason"]) == (3, "not UTF-8: invalid start byte")


def test_a_json_array_is_read_up_to_its_fault(
    workspace: Workspace, write: Callable[..., Path], rejects_of: Callable[..., Any]
) -> None:
    rows = ",\n".join(json.dumps(record(number)) for number in (1, 2))
    (reject,) = rejects_of(write(f"[\n{rows},\n{{broken}}, {rows}]", "rows.json"))
    assert reject["line"] == 4
    assert reject["reason"].startswith("undecodable JSON: Expecting property name")
    assert "the rest of the file was not read" in reject["reason"]
    assert workspace.read("images").num_rows == 2


def test_a_csv_row_with_other_cells_than_the_header_is_rejected(
    data: Path, write: Callable[..., Path], rejects_of: Callable[..., Any]
) -> None:
    text = (data / "emoverse" / "table.csv").read_text()
    rejects = rejects_of(write(text + "a,b\n", "rows.csv"))
    assert [r["reason"] for r in rejects] == ["2 cells where the header has 11"]
    assert rejects[0]["line"] == 5


def test_csv_values_of_the_wrong_kind_are_rejected(
    write: Callable[..., Path], rejects_of: Callable[..., Any]
) -> None:
    head = "id,emotion,background,attribute,subject,confidence,bbox\n"
    bad = 'x,Awe,night,dark,sky,high,\ny,Awe,night,dark,sky,5,"1, 2, 3"\nz,,a,b,c,1,\n'
    one, two, three = rejects_of(write(head + bad, "rows.csv"), source="emoverse")
    assert (one["field"], one["reason"], one["value"]) == (
        "confidence",
        "is not a number",
        "high",
    )
    assert (two["field"], two["line"]) == ("bbox", 3)
    assert (three["field"], three["reason"]) == ("emotion", "a required field is missing")


def test_an_unclosed_quote_in_csv_is_rejected(
    write: Callable[..., Path], rejects_of: Callable[..., Any]
) -> None:
    head = "id,emotion,background,attribute,subject\nx,Awe,a,b,c\n"
    (reject,) = rejects_of(write(head + 'y,"Awe,a,b,c\n', "rows.csv"), source="emoverse")
    assert reject["reason"].startswith("undecodable CSV: unexpected end of data")


VOTE = {"claude-sonnet-4.6": "awe", "qwen2.5-vl-7b": "fear"}


def vlm(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "id": f"awe_{number:05d}",
        "image_path": f"image/awe/awe_{number:05d}.jpg",
        "source": "EmoSet",
        "gold_emotion": "awe",
        "votes": VOTE,
        "description": "Stars.",
        "background": None,
        "triplets": [{"attribute": "dark, starry", "subject": "sky"}],
    } | changes


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"votes": {**VOTE, "qwen2.5-vl-7b": "joy"}}, "votes.qwen2.5-vl-7b", "unknown emotion"),
        ({"votes": {"qwen2.5-vl-7b": "fear"}}, "votes", "one of 'claude-sonnet-4.6'"),
        ({"votes": ["awe"]}, "votes", "is not an object of votes"),
        ({"triplets": {}}, "triplets", "is not a list of triplets"),
        ({"triplets": ["sky"]}, "triplets[0]", "is not an object"),
        (
            {"triplets": [{"attribute": "dark", "subject": "sky"}, {"attribute": 5}]},
            "triplets[1].attribute",
            "is a number, not text",
        ),
    ],
)
def test_annotations_that_do_not_fit_are_rejected(
    write: Callable[..., Path],
    rejects_of: Callable[..., Any],
    changes: dict[str, Any],
    field: str,
    reason: str,
) -> None:
    (reject,) = rejects_of(write([vlm(1), vlm(2, **changes)], "records.jsonl"))
    assert reject["field"] == field
    assert reason in reject["reason"]


def test_vectors_beside_the_records_are_held_to_their_ids(
    workspace: Workspace, write: Callable[..., Path], rejects_of: Callable[..., Any]
) -> None:
    path = write([vlm(1), vlm(2), vlm(3)], "records.jsonl")
    vectors = np.ones((4, 1024), np.float16)
    vectors[1] = 0
    np.save(path.parent / "des.npy", vectors)
    ids = ["awe_00001", "awe_00002", "awe_00009", "awe_00001"]
    (path.parent / "des_ids.txt").write_text("".join(f"{each}\ttrain\n" for each in ids))
    zero, twice, unclaimed = rejects_of(path.parent)
    assert (zero["id"], zero["reason"]) == ("awe_00002", "the DES vector is zero")
    assert (twice["line"], twice["reason"]) == (4, "duplicate id; line 1 has it already")
    assert (unclaimed["line"], unclaimed["reason"]) == (3, "no record has this id")
    assert workspace.vectors("emoset-vlm").ids == ["emoset:awe_00001"]


def test_a_duplicate_id_with_different_content_is_rejected(
    workspace: Workspace, write: Callable[..., Path], rejects_of: Callable[..., Any]
) -> None:
    rows = [
        record(1),
        record(1, description="Another."),
        record(1, emotion="Fear"),
        record(1, attribute="Tiny"),
        record(1, bbox=[1, 2, 3, 4]),
        record(1, source="elsewhere"),
        record(1),
    ]
    rejects = rejects_of(write(rows))
    assert [(r["line"], r["field"]) for r in rejects] == [
        (2, "description"),
        (3, "emotion"),
        (4, "triplets"),
        (5, "regions"),
        (6, "source"),
    ]
    assert rejects[0]["reason"] == (
        "duplicate id with different content: emoverse:awe000001 has description "
        "'A valley under a starry sky.' already"
    )
    assert rejects[0]["value"] == "Another."
    assert "has source 'emoverse' already" in rejects[4]["reason"]
    assert workspace.read("images").num_rows == 1
    assert workspace.read("triplets").num_rows == 1


def test_the_same_holds_against_what_was_ingested_before(
    workspace: Workspace, write: Callable[..., Path], rejects_of: Callable[..., Any]
) -> None:
    ingest(workspace, write([record(1, DES=FINE)]))
    before = workspace.fingerprint()
    rows = [
        record(1, confidence=3),
        record(1, DES=[1.0] * 1024),
        record(1, emotion="Fear"),
        record(1, attribute="Tiny"),
        record(1),
    ]
    rejects = rejects_of(write(rows, "again.jsonl"))
    assert [r["field"] for r in rejects] == ["confidence", "DES", "emotion", "triplets"]
    assert workspace.fingerprint() == before


def test_what_a_rejected_row_said_first_does_not_count(
    workspace: Workspace, write: Callable[..., Path], rejects_of: Callable[..., Any]
) -> None:
    rows = [
        vlm(1),
        vlm(1, gold_emotion="fear", description="Second."),
        vlm(2, description="Third."),
        vlm(2, description="Third."),
    ]
    assert [r["line"] for r in rejects_of(write(rows, "records.jsonl"))] == [2]
    first = record(1)
    spoilt = record(2, image_path="images/awe/Awe000001.jpg") | {
        "id": "Awe000001",
        "width": 7,
        "bbox": [],
    }
    later = record(3)
    (reject,) = rejects_of(write([first, spoilt, later], "more.jsonl"))
    assert (reject["line"], reject["field"]) == (2, "width")


def test_strict_takes_nothing_when_anything_is_rejected(
    workspace: Workspace, write: Callable[..., Path]
) -> None:
    before = workspace.fingerprint()
    path = write([record(1), record(2, emotion="Joy")])
    with pytest.raises(RejectedRows, match=r"1 of 2 rows of .* were rejected; nothing") as error:
        ingest(workspace, path, strict=True)
    assert error.value.exit_code == 3
    assert error.value.hint is not None
    rejects = Path(error.value.hint.removeprefix("why: ").split(";")[0])
    assert json.loads(rejects.read_text())["field"] == "emotion"
    assert workspace.fingerprint() == before
    assert ingest(workspace, write([record(1)], "fine.jsonl"), strict=True).accepted == 1


def test_rejects_are_counted_by_field_and_reason(
    workspace: Workspace, write: Callable[..., Path]
) -> None:
    rows = [record(1), record(2, emotion="Joy"), record(3, emotion="Calm"), record(1, width=641)]
    rows += [record(n, bbox=[10, 20, 641 + n, 30]) for n in range(4, 7)]
    summary = ingest(workspace, write(rows))
    assert list(summary.reasons.items()) == [
        ("bbox: the box lies outside the image of 640 × 480 pixels", 3),
        ("emotion: unknown emotion", 2),
        ("width: duplicate id with different content", 1),
    ]


def test_rejects_that_differ_in_their_numbers_are_one_kind_with_a_real_example(
    workspace: Workspace, write: Callable[..., Path]
) -> None:
    rows = [record(n, width=600 + n, bbox=[10, 20, 700, 30]) for n in (1, 2)]
    rows += [record(n, bbox=[1] * n) for n in (5, 5, 6)]
    assert list(ingest(workspace, write(rows)).reasons.items()) == [
        ("bbox: has 5 numbers, which is not a multiple of four, for example", 3),
        ("bbox: the box lies outside the image of 601 × 480 pixels, for example", 2),
    ]


def test_a_reason_that_quotes_what_has_a_colon_is_counted_whole(
    workspace: Workspace, write: Callable[..., Path]
) -> None:
    summary = ingest(workspace, write([record(id="two\nlines"), record(id="and\nmore")]))
    assert summary.reasons == {
        "id: an image id is `source:own-id` in lower case, or `sha256:` and 16 hex digits": 2
    }


def test_the_same_rejects_are_kept_once(workspace: Workspace, write: Callable[..., Path]) -> None:
    path = write([record(1), record(2, emotion="Joy")])
    one, two = ingest(workspace, path), ingest(workspace, path)
    assert one.rejects_file == two.rejects_file
    assert (one.accepted, two.accepted, two.unchanged) == (1, 0, 1)
    other = ingest(workspace, write([record(3, emotion="Joy")], "other.jsonl"))
    assert other.rejects_file != one.rejects_file
    assert len(list(workspace.rejects_folder.iterdir())) == 2
    assert ingest(workspace, write([record(5)], "b.jsonl")).rejects_file is None


def raw(**changes: Any) -> str:
    return json.dumps(record(1, **changes))


@pytest.mark.parametrize(
    ("line", "field", "reason"),
    [
        (raw(width=10**400), "width", "is not a finite number"),
        (raw(bbox=[10**400, 1, 2, 3]), "bbox", "is not a finite number"),
        (raw(DES=[10**400] * 1024), "DES", "is not a list of numbers"),
        (raw().replace("640", "9" * 5000), None, "undecodable JSON: Exceeds the limit"),
        (raw()[:-1] + ', "z": ' + "[" * 90_000 + "]" * 90_000 + "}", None, "nested too deep"),
        (raw(description="\ud800"), "description", "has half of a surrogate pair"),
        (raw(id="\udfff"), "id", "has half of a surrogate pair"),
        (raw()[:-1] + ', "emotion": "Fear"}', None, "the key 'emotion' is given twice"),
        (raw()[:-1] + ', "x": [{"a": 1, "a": 1}]}', None, "the key 'a' is given twice"),
    ],
    ids=["width", "box", "vector", "digits", "depth", "text", "id", "key", "nested key"],
)
def test_what_breaks_decoders_is_a_reject_in_lines_and_in_an_array(
    write: Callable[..., Path],
    rejects_of: Callable[..., Any],
    line: str,
    field: str | None,
    reason: str,
) -> None:
    fine = raw(id="b")
    for text, name in ((f"{line}\n{fine}\n", "a.jsonl"), (f"[{fine}, {line}]", "a.json")):
        (reject,) = rejects_of(write(text, name), source="emoverse")
        assert reject["field"] == field
        assert reason in reject["reason"]


def test_complex_vectors_are_not_cut_to_their_real_part(
    write: Callable[..., Path], rejects_of: Callable[..., Any]
) -> None:
    path = write([vlm(1)], "records.jsonl")
    np.save(path.parent / "des.npy", np.ones((1, 1024)) * (1 + 1j))
    (path.parent / "des_ids.txt").write_text("awe_00001\n")
    (reject,) = rejects_of(path.parent)
    assert reject["reason"] == "is not a list of numbers"


def test_what_breaks_decoders_is_a_reject_in_csv_too(
    write: Callable[..., Path], rejects_of: Callable[..., Any]
) -> None:
    boxes = ("(" * 5000 + ")" * 5000, "[" * 90_000, "-" * 90_000 + "1", "[1, 2, 3, 4] * 10**9")
    rows = [f'{n},{n}.jpg,awe,valley,vast,sky,"{box}"' for n, box in enumerate(boxes)]
    rejects = rejects_of(write(table_of(*rows), "mine.csv"), source="table")
    assert [(r["line"], r["field"]) for r in rejects] == [(n, "bbox") for n in range(2, 6)]


def test_json_lines_in_a_file_called_json_are_all_read(
    workspace: Workspace, write: Callable[..., Path], rejects_of: Callable[..., Any]
) -> None:
    text = f"{raw()}\n{raw(id='b')}\n"
    assert ingest(workspace, write(text, "lines.json")).accepted == 2
    for after in (" rubbish", "]", '"x"'):
        (reject,) = rejects_of(write(text + after, "lines.json"))
        assert reject["line"] == 3
        assert "expected the end of the file" in reject["reason"]
    (reject,) = rejects_of(write(f"[{raw()}] rubbish", "array.json"))
    assert "expected the end of the file, found 'r'" in reject["reason"]


def test_two_columns_of_one_name_are_refused(
    workspace: Workspace, write: Callable[..., Path]
) -> None:
    path = write("id,id,emotion,background,attribute,subject\n1,2,awe,a,b,c\n", "twice.csv")
    with pytest.raises(DataError, match="two columns called 'id'") as error:
        ingest(workspace, path, source="emoverse")
    assert error.value.exit_code == 3
    names = ["id", "emotion", "id"]
    table = pa.Table.from_arrays([pa.array(["x"])] * 3, names=names)
    pq.write_table(table, path.with_suffix(".parquet"))
    with pytest.raises(DataError, match="two columns called 'id'"):
        ingest(workspace, path.with_suffix(".parquet"), source="emoverse")
