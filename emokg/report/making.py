"""The whole report of a workspace, from its open graph to the file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from emokg.cypher.embedded import EmbeddedGraph
from emokg.errors import DataError, UsageError
from emokg.report.figure import Section
from emokg.report.material import Material
from emokg.report.page import render
from emokg.report.pictures import Thumbnails
from emokg.report.sections.agreement import agreement
from emokg.report.sections.associations import associations
from emokg.report.sections.coverage import coverage
from emokg.report.sections.des_map import des_maps
from emokg.report.sections.duplicates import duplicates
from emokg.report.sections.emotions import emotions
from emokg.report.sections.hubs import hubs
from emokg.report.sections.provenance import provenance
from emokg.report.sections.published import published
from emokg.report.sections.sizes import sizes
from emokg.report.sections.sources import generated, sources
from emokg.report.sections.splits import splits
from emokg.workspace.files import replace_text
from emokg.workspace.folder import Workspace

TITLE = "An interpretable emotion knowledge graph"


def default_file(workspace: Workspace) -> Path:
    """Where the report goes unless a place is given."""
    return workspace.root / "reports" / "report.html"


def report_html(graph: EmbeddedGraph, workspace: Workspace, date: str | None = None) -> str:
    """The page. The same graph, splits, pictures and date give the same text.

    Raises what reading the graph, the vectors and the splits raises.
    """
    material = Material(graph, workspace)
    maps, details = des_maps(material, Thumbnails(workspace.folders_read()))
    sections: list[Section] = [
        sizes(material),
        emotions(material),
        published(material),
        associations(material),
        hubs(material),
        coverage(material),
        agreement(material),
        sources(material),
        generated(material),
        maps,
        duplicates(material),
        splits(material),
        provenance(material, date),
    ]
    images = material.count("MATCH (i:Image) RETURN count(*)")
    when = f", {date}" if date else ""
    lead = (
        f"A report on {images:,} images, the emotions they evoke, and what in them does{when}. "
        "Every figure has its numbers as a table and the question that gave them."
    )
    return render(TITLE, lead, sections, details)


def prepare(path: Path) -> None:
    """Make room for the report. UsageError for a folder, DataError where it cannot be written."""
    if path.is_dir():
        raise UsageError(f"{path} is a folder", "name a file: emokg report --out report.html")
    with _writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)


def write_report(path: Path, html: str) -> None:
    """Put the report in place in one step. DataError where it cannot be written."""
    with _writing(path):
        replace_text(path, html)


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise DataError(
            f"the report could not be written to {path}: {error.strerror}",
            "name a file where you may write: emokg report --out FILE",
        ) from None
