"""RDF files: sorted, the same every time, read by others, and either whole or as they were."""

from __future__ import annotations

import json
import resource
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from emokg.content import content_folder
from emokg.errors import DataError, UsageError
from emokg.graph import build
from emokg.graph.rdf import Exported, export
from emokg.graph.snapshot import open_snapshot
from emokg.workspace import Workspace


def written(workspace: Workspace, out: Path) -> Exported:
    with open_snapshot(workspace) as snapshot:
        return export(snapshot.path, out)


def test_n_quads_are_sorted_by_byte_and_say_nothing_twice(real: Workspace, tmp_path: Path) -> None:
    exported = written(real, tmp_path / "real.nq")
    lines = (tmp_path / "real.nq").read_bytes().splitlines(keepends=True)
    assert lines == sorted(set(lines))
    assert exported.statements == len(lines) > 100_000
    assert exported.bytes == sum(map(len, lines))


@pytest.mark.parametrize("suffix", ["nq", "ttl", "jsonld"])
def test_the_same_records_give_the_same_bytes(
    workspace: Workspace, tmp_path: Path, suffix: str
) -> None:
    written(workspace, tmp_path / f"first.{suffix}")
    build(workspace)
    written(workspace, tmp_path / f"second.{suffix}")
    first, second = (tmp_path / f"{name}.{suffix}" for name in ("first", "second"))
    assert first.read_bytes() == second.read_bytes()


def test_n_quads_are_canonical(known: Workspace, tmp_path: Path) -> None:
    written(known, tmp_path / "known.nq")
    lines = (tmp_path / "known.nq").read_bytes()
    again = ox.serialize(ox.parse(lines, ox.RdfFormat.N_QUADS), format=ox.RdfFormat.N_QUADS)
    assert again == lines


@pytest.mark.parametrize(("suffix", "name"), [("nq", "nquads"), ("ttl", "turtle")])
@pytest.mark.filterwarnings("ignore:.*deprecated:DeprecationWarning:rdflib")
def test_rdflib_reads_as_many_statements(
    known: Workspace, tmp_path: Path, suffix: str, name: str
) -> None:
    exported = written(known, tmp_path / f"known.{suffix}")
    data = rdflib.Dataset(default_union=True)
    data.parse(tmp_path / f"known.{suffix}", format=name)
    assert len(data) == exported.statements


def test_json_ld_has_the_published_context_and_its_names(known: Workspace, tmp_path: Path) -> None:
    written(known, tmp_path / "known.jsonld")
    read = json.loads((tmp_path / "known.jsonld").read_text(encoding="utf-8"))
    published = content_folder("schema") / "generated" / "emokg.context.jsonld"
    assert read["@context"] == json.loads(published.read_text(encoding="utf-8"))["@context"]
    found = {node["id"].removeprefix("https://w3id.org/emokg/"): node for node in read["@graph"]}
    region = found["region/r1"]
    assert region["@type"] == "Region"
    assert (region["bbox"], region["score"]) == ([10.0, 20.0, 110.5, 220.0], 0.9)
    image = found["image/emoset%3Afear_00002"]
    assert (image["@type"], image["width"], image["split"]) == ("Image", 800, "train")
    assert image["dcterms:identifier"] == "emoset:fear_00002"
    assert image["evokesMost"] == "https://w3id.org/emokg/emotion/fear"


def test_a_name_that_says_no_format_is_refused(known: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"'known\.rdf' does not say which RDF it is") as error:
        written(known, tmp_path / "known.rdf")
    assert error.value.hint == "end it in .nq, .ttl, .jsonld"


@pytest.mark.parametrize("suffix", ["nq", "ttl", "jsonld"])
def test_a_full_disk_leaves_the_old_file(real: Workspace, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"real.{suffix}"
    out.write_text("old", encoding="utf-8")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 18, hard))
    try:
        with pytest.raises(DataError, match="cannot be written") as error:
            written(real, out)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "make room there" in str(error.value)
    assert out.read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


def test_a_folder_that_is_not_there_is_named(known: Workspace, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"nowhere/known\.nq cannot be written: No such file"):
        written(known, tmp_path / "nowhere" / "known.nq")
