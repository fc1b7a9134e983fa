"""A Croissant description gives data to those it comes from, and to nobody else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from emokg.export import export_split
from emokg.graph import build
from emokg.records import Emotion, Image, Source, to_arrow
from emokg.splits import Plan, make_split
from emokg.taxonomy import CES
from emokg.workspace import Workspace, init

CITED = Source(
    id="fieldwork",
    name="Faces of the Fair",
    license="CC-BY-4.0",
    url="https://example.org/fair",
    citation="A. Author. Faces of the Fair. 2025",
)


def described(workspace: Workspace, out: Path, **asked: object) -> dict[str, object]:
    export_split(workspace, "croissant", "s", out, **asked)  # type: ignore[arg-type]
    text = (out / "croissant.json").read_text(encoding="utf-8")
    assert "EmoVerse" not in text
    assert "published" not in text
    said: dict[str, object] = json.loads(text)
    return said


def of_sources(root: Path, *sources: Source) -> Workspace:
    """Sixteen labelled images of each source."""
    workspace = init(root)
    names = [f"{source.id}:{number}" for source in sources for number in range(16)]
    images = [
        Image(id=name, source=name.split(":")[0], license=f"of {name.split(':')[0]}")
        for name in names
    ]
    labels = [
        Emotion(image=name, emotion=CES[row % 2], probability=1.0) for row, name in enumerate(names)
    ]
    with workspace.writer("test", root) as writer:
        writer.append("images", to_arrow("images", images))
        writer.append("emotions", to_arrow("emotions", labels))
        writer.append("sources", to_arrow("sources", list(sources)))
        writer.commit()
    build(workspace)
    make_split(workspace, "standard", "s", Plan(0, (0.5, 0.5)))
    return workspace


def test_data_of_ones_own_is_cited_as_nobody_elses(tmp_path: Path) -> None:
    said = described(of_sources(tmp_path / "w", Source(id="own")), tmp_path / "out")
    assert "citeAs" not in said
    assert said["rai:dataCollection"] == (
        "Images by their source, which the field source names:\n"
        "own: 16 images; no licence for all of it"
    )


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_every_source_is_named_with_its_terms_and_cited(tmp_path: Path) -> None:
    import mlcroissant

    workspace = of_sources(tmp_path / "w", Source(id="own"), CITED)
    said = described(workspace, tmp_path / "out")
    assert said["citeAs"] == CITED.citation
    assert str(said["rai:dataCollection"]).splitlines()[1:] == [
        "fieldwork (Faces of the Fair): 16 images; licence CC-BY-4.0; https://example.org/fair",
        "own: 16 images; no licence for all of it",
    ]
    metadata = mlcroissant.Dataset(jsonld=str(tmp_path / "out" / "croissant.json")).metadata
    assert metadata.cite_as == CITED.citation
    assert not metadata.ctx.issues.errors
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["sources"][0] == CITED.model_dump(exclude={"origin"})
    counts = [part["sources"] for part in manifest["parts"]]
    assert sum(count["fieldwork"] for count in counts) == 16


@pytest.mark.parametrize(("kept", "cited"), [("own", False), ("fieldwork", True)])
def test_a_source_that_nothing_is_exported_of_is_not_cited(
    tmp_path: Path, kept: str, cited: bool
) -> None:
    workspace = of_sources(tmp_path / "w", Source(id="own"), CITED)
    said = described(workspace, tmp_path / "out", license_allow=[f"of {kept}"])
    assert ("citeAs" in said) == cited
    (told,) = str(said["rai:dataCollection"]).splitlines()[1:]
    assert told.startswith(kept)
