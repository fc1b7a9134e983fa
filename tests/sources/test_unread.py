"""Fields that nothing is read from are told, with the one that was likely meant."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from emokg.sources import ingest
from emokg.workspace import Workspace
from tests.sources.conftest import record

ROW = {"image": "a.jpg", "emotion": "awe", "attributes": "vast", "my_note": "x", "attribute_2": "y"}
TOLD = {"attributes": "did you mean attribute?", "attribute_2": "did you mean attribute?"}


def _csv(path: Path) -> None:
    path.write_text(",".join(ROW) + "\n" + ",".join(ROW.values()) + "\n")


def _json(path: Path) -> None:
    path.write_text(json.dumps([ROW]))


def _json_lines(path: Path) -> None:
    path.write_text(json.dumps(ROW) + "\n")


def _parquet(path: Path) -> None:
    pq.write_table(pa.Table.from_pylist([ROW]), path)


@pytest.mark.parametrize(
    ("suffix", "put"),
    [("csv", _csv), ("json", _json), ("jsonl", _json_lines), ("parquet", _parquet)],
)
def test_a_misspelt_field_is_told_in_every_format(
    workspace: Workspace, tmp_path: Path, suffix: str, put: Callable[[Path], None]
) -> None:
    path = tmp_path / f"mine.{suffix}"
    put(path)
    summary = ingest(workspace, path, source="table")
    assert (summary.accepted, summary.rejected) == (1, 0)
    assert list(summary.unread.items()) == [*TOLD.items(), ("my_note", None)]


def test_a_field_that_is_there_is_not_what_another_one_meant(
    workspace: Workspace, write: Callable[..., Path]
) -> None:
    path = write([ROW | {"attribute": "vast"}])
    assert ingest(workspace, path, source="table").unread == {
        "attributes": None,
        "my_note": None,
        "attribute_2": None,
    }


def test_fields_of_the_triplets_of_a_list_are_told_under_the_list(
    workspace: Workspace, samples: Path, tmp_path: Path
) -> None:
    line = (samples / "photos" / "photos.jsonl").read_text(encoding="utf-8").splitlines()[0]
    row = json.loads(line)
    row["triplets"] = [{"attributes": "vast", "subject": "sky", "bbox": None}]
    (tmp_path / "photos.jsonl").write_text(json.dumps(row) + "\n")
    (tmp_path / row["image_path"]).write_bytes(
        (samples / "photos" / row["image_path"]).read_bytes()
    )
    assert ingest(workspace, tmp_path).unread == {"triplets.attributes": "did you mean attribute?"}


def test_fields_of_later_rows_and_of_every_file_are_told(
    workspace: Workspace, tmp_path: Path
) -> None:
    rows = [record(number) for number in range(1, 6)]
    rows[3]["intensty"] = 3
    text = "".join(json.dumps(row) + "\n" for row in rows)
    (tmp_path / "rows" / "data").mkdir(parents=True)
    (tmp_path / "rows" / "a.jsonl").write_text(text)
    (tmp_path / "rows" / "b.jsonl").write_text(json.dumps(record(9, weather="fine")) + "\n")
    summary = ingest(workspace, tmp_path / "rows")
    assert summary.unread == {
        "intensty": "did you mean intensity?",
        "B-A-S": None,
        "weather": None,
    }


def test_what_is_read_inside_an_object_is_read(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "rows.parquet"
    row = record(image={"path": "a.jpg", "bytes": None}, image_path=None)
    pq.write_table(pa.Table.from_pylist([row]), path)
    assert ingest(workspace, path).unread == {"B-A-S": None}


def test_nothing_is_told_of_the_shipped_photographs(workspace: Workspace, samples: Path) -> None:
    assert ingest(workspace, samples / "photos").unread == {}
