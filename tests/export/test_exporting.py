"""What is exported, from what, and what happens when a run is cut off or asked wrongly."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import emokg as library
from emokg.errors import AuditFailed, DamagedFile, DataError, UsageError
from emokg.export import FORMATS, Manifest, export_split
from emokg.export.formats.format import Place
from emokg.export.manifest import PARTIAL
from emokg.splits import audit_split, read_certificate
from emokg.splits.store import ASSIGNMENT
from emokg.workspace import Workspace
from emokg.workspace.files import sha256_of
from tests.cli.conftest import Emokg

WITHOUT_FILES = 1285


def contents(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): sha256_of(path) for path in files}


@pytest.mark.parametrize("exporter", FORMATS)
def test_the_same_inputs_give_the_same_bytes(
    photos: Workspace, tmp_path: Path, exporter: str
) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    manifest = export_split(photos, exporter, "p", one)
    export_split(photos, exporter, "p", other)
    assert contents(one) == contents(other)
    listed = {file.path for part in manifest.parts for file in part.files}
    listed |= {file.path for file in manifest.files}
    assert set(contents(one)) == listed | {"manifest.json"}
    assert str(tmp_path) not in (one / "manifest.json").read_text()


def test_the_manifest_says_from_what_it_was_made(photos: Workspace, tmp_path: Path) -> None:
    export_split(photos, "csv", "p", tmp_path / "out", where={"origin": "natural"})
    said = json.loads((tmp_path / "out" / "manifest.json").read_text())
    made = read_certificate(photos, "p").made
    assert said["command"] == "emokg export csv --split p --where origin=natural --pictures uri"
    assert (said["records"], said["graph"]) == (made.records, made.graph)
    certificate = photos.root / "splits" / "p" / "certificate.json"
    assert said["split"] == {
        "name": "p",
        "kind": "standard",
        "seed": 0,
        "certificate": sha256_of(certificate),
        "assignment": made.assignment,
        "audited": True,
    }


@pytest.mark.parametrize("exporter", ["imagefolder", "webdataset", "trl"])
def test_images_without_a_file_are_left_out_where_pixels_are_needed(
    everything: Workspace, tmp_path: Path, exporter: str
) -> None:
    manifest = export_split(everything, exporter, "a", tmp_path / "out")
    assert manifest.left_out == {"the picture is not at hand": WITHOUT_FILES}
    assert sum(manifest.licenses.values()) == 10


def test_the_other_formats_keep_them(everything: Workspace, tmp_path: Path) -> None:
    manifest = export_split(everything, "qwen-vl", "a", tmp_path / "out")
    assert manifest.left_out == {}
    assert sum(manifest.licenses.values()) == WITHOUT_FILES + 10


def test_an_explanation_argues_for_the_label(everything: Workspace, tmp_path: Path) -> None:
    manifest = export_split(everything, "qwen-vl", "a", tmp_path / "out", task="explain")
    lacking = manifest.left_out["no description that argues for the label"]
    assert 0 < lacking < WITHOUT_FILES
    with library.open(everything.root) as graph:
        others = graph.cypher(
            "MATCH (i:Image)<-[:ANNOTATES]-(a)-[:VOTES]->(e) WHERE a.description IS NOT NULL "
            "AND NOT EXISTS { (i)-[:EVOKES {rank: 1}]->(e) } RETURN a.description AS text"
        ).column("text")
    assert len(others) == lacking
    written = "".join(path.read_text() for path in (tmp_path / "out").glob("*.jsonl"))
    assert others[0] not in written


def test_only_allowed_licences_and_what_is_derived_from_them(
    everything: Workspace, tmp_path: Path, emokg: Emokg
) -> None:
    out = tmp_path / "out"
    ended = emokg(
        *("export", "csv", "--split", "a", "--out", str(out), "-w", str(everything.root)),
        *("--license-allow", "cc0-1.0", "--license-allow", "public domain"),
    )
    assert ended.code == 0, ended.err
    assert "left out, the licence 'CC-BY-2.0' is not allowed: 2" in ended.err
    assert "for research, on request from the authors' is not allowed: 1,285" in ended.err
    manifest = Manifest.model_validate_json((out / "manifest.json").read_bytes())
    assert manifest.licenses == {"CC0-1.0": 3, "public domain": 5}
    assert not any("photos:china" in path.read_text() for path in out.glob("*.csv"))


def test_a_filter_is_counted(everything: Workspace, tmp_path: Path) -> None:
    manifest = export_split(everything, "csv", "a", tmp_path / "out", where={"emotion": "fear"})
    kept = sum(part.rows for part in manifest.parts)
    assert 0 < kept < 300
    assert manifest.left_out == {"does not pass the filter": WITHOUT_FILES + 10 - kept}


def test_a_run_that_was_cut_off_goes_on(
    photos: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, form = tmp_path / "out", FORMATS["imagefolder"]

    def cut(rows: object, place: Place) -> dict[str, int]:
        written = form.write(rows, place)  # type: ignore[arg-type]
        if place.split == "train":
            raise KeyboardInterrupt
        return dict(written)

    with monkeypatch.context() as patch:
        patch.setattr(
            "emokg.export.exporting.find_format",
            lambda _name: type(form)(cut, form.pictures, finish=form.finish),
        )
        with pytest.raises(KeyboardInterrupt):
            export_split(photos, "imagefolder", "p", out)
    assert not (out / "manifest.json").exists()
    assert not (out / "train").exists()
    assert [part.split for part in _partial(out).parts] == ["test"]
    kept = (out / "test" / "00000000.jpg").stat().st_mtime_ns
    export_split(photos, "imagefolder", "p", out)
    assert (out / "test" / "00000000.jpg").stat().st_mtime_ns == kept
    export_split(photos, "imagefolder", "p", tmp_path / "fresh")
    assert contents(out) == contents(tmp_path / "fresh")


def _partial(out: Path) -> Manifest:
    return Manifest.model_validate_json((out / PARTIAL).read_bytes())


def test_an_altered_file_is_written_again(photos: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "out"
    export_split(photos, "csv", "p", out)
    before = contents(out)
    (out / "train.csv").write_text("altered")
    export_split(photos, "csv", "p", out)
    assert contents(out) == before


def test_a_folder_with_anything_else_is_left_alone(photos: Workspace, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep me")
    with pytest.raises(UsageError, match="something else than an export"):
        export_split(photos, "csv", "p", tmp_path)
    export_split(photos, "csv", "p", tmp_path / "out")
    with pytest.raises(UsageError, match="an export from other inputs"):
        export_split(photos, "parquet", "p", tmp_path / "out")
    assert (tmp_path / "mine.txt").read_text() == "keep me"


def test_the_python_way_gives_what_was_written(photos: Workspace, tmp_path: Path) -> None:
    with library.open(photos.root) as workspace:
        table = workspace.export("coco", "p", tmp_path / "out")
    assert table.columns == ["split", "images", "left_out", "files", "bytes"]
    assert dict(zip(table.column("split"), table.column("images"), strict=True)) == {
        "test": 4,
        "train": 6,
    }


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["pdf", "--split", "p"], "no export format 'pdf'"),
        (["csv", "--split", "q"], "no split 'q'"),
        (["csv", "--split", "p", "--task", "emotion"], "--task means nothing to csv"),
        (["trl", "--split", "p", "--task", "sing"], "no task 'sing'"),
        (["trl", "--split", "p", "--prompt", "{description}?"], "the blank {description}"),
        (["trl", "--split", "p", "--prompt", " "], "the prompt is empty"),
        (["qwen-vl", "--split", "p", "--prompt", "<image>?"], "cannot hold <image>"),
        (["imagefolder", "--split", "p", "--pictures", "uri"], "cannot hold pictures by uri"),
        (["csv", "--split", "p", "--pictures", "mail"], "no way 'mail' to hold pictures"),
        (["csv", "--split", "p", "--license-allow", "GPL"], "no image has the licence 'GPL'"),
        (["csv", "--split", "p", "--where", "emotion=joy"], "unknown emotion 'joy'"),
    ],
)
def test_a_wrong_command_is_refused(
    photos: Workspace, tmp_path: Path, emokg: Emokg, arguments: list[str], told: str
) -> None:
    out = tmp_path / "out"
    ended = emokg("export", *arguments, "--out", str(out), "-w", str(photos.root))
    assert (ended.code, told in ended.err) == (2, True), ended.err
    assert not out.exists()


def test_a_split_that_was_altered_or_failed_its_audit_is_refused(
    photos: Workspace, tmp_path: Path
) -> None:
    workspace = Workspace(shutil.copytree(photos.root, tmp_path / "copy"))
    path = workspace.root / "splits" / "p" / ASSIGNMENT
    table = pq.read_table(path)
    moved = pa.array(["test"] * len(table))
    pq.write_table(table.set_column(1, table.schema.field("split"), moved), path)
    with pytest.raises(DamagedFile, match="not the one that its certificate is of"):
        export_split(workspace, "csv", "p", tmp_path / "out")
    with pytest.raises(AuditFailed):
        audit_split(workspace, "p")
    with pytest.raises(AuditFailed, match="nothing is exported of it"):
        export_split(workspace, "csv", "p", tmp_path / "out")


def test_a_picture_that_was_exchanged_is_refused(tmp_path: Path, photos: Workspace) -> None:
    workspace = Workspace(shutil.copytree(photos.root, tmp_path / "copy"))
    samples = Path(workspace.manifest().ingests[0].path)
    pictures = Path(shutil.copytree(samples, tmp_path / "pictures"))
    shutil.copy(pictures / "moon.jpg", pictures / "rocket.jpg")
    manifest = workspace.manifest_file
    manifest.write_text(manifest.read_text().replace(str(samples), str(pictures)))
    with pytest.raises(DataError, match="is not the picture of photos:rocket that was ingested"):
        export_split(workspace, "imagefolder", "p", tmp_path / "out")
