"""Reports of real records, and of a workspace where everything that a report draws is there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from emokg.api import Workspace
from emokg.content import content_folder
from emokg.graph import build
from emokg.report.making import report_html
from emokg.sources import ingest
from emokg.sources.duplicates import Settings, chosen, find_duplicates
from emokg.splits import Plan, make_split
from emokg.taxonomy import CES
from emokg.workspace import Workspace as Folder
from emokg.workspace import init
from tests.report.chromium import PROGRAM, Browser, chromium

collect_ignore = [] if PROGRAM.exists() else ["test_in_chromium.py"]

SAMPLES = content_folder("ingest") / "samples"
PICTURES = ("astronaut", "chelsea", "china", "coffee", "flower", "rocket")


@dataclass(frozen=True)
class Report:
    """A workspace and the page that was drawn of it."""

    folder: Folder
    html: str

    def tables(self) -> dict[str, list[dict[str, str]]]:
        """The rows of each figure's table by figure; cells are the sort values or the texts."""
        reader = _Tables()
        reader.feed(self.html)
        return reader.tables


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The records that are shipped."""
    folder = init(tmp_path_factory.mktemp("report") / "real")
    for name in ("emoset-vlm", "photos"):
        ingest(folder, SAMPLES / name, source=name)
    build(folder)
    return _report(folder)


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Photographs with vectors, generated images, a near duplicate, masks and a split."""
    home = tmp_path_factory.mktemp("report-whole")
    data = home / "data"
    data.mkdir()
    rng = np.random.default_rng(1)
    rows = [_row(number, rng, data) for number in range(60)]
    (data / "rows.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    folder = init(home / "workspace")
    summary = ingest(folder, data / "rows.jsonl", source="emoverse")
    assert summary.rejected == 0
    find_duplicates(folder, chosen(["exact"]), Settings(10, 0.98))
    build(folder)
    make_split(folder, "standard", "a", Plan(seed=7))
    return _report(folder)


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One Chromium for all pages."""
    with chromium(tmp_path_factory.mktemp("profile")) as started:
        yield started


def _report(folder: Folder) -> Report:
    with Workspace(folder) as opened:
        return Report(folder, report_html(opened.graph, folder))


def _row(number: int, rng: np.random.Generator, data: Path) -> dict[str, Any]:
    """Every second image is generated and lies elsewhere in DES space; the last two are one file.

    A phrase that looks like markup is in every graph that people fill.
    """
    generated = number % 2 == 1
    picture = SAMPLES / "photos" / f"{PICTURES[number % len(PICTURES)]}.jpg"
    if number < 58:
        content = picture.read_bytes() + str(number).encode()
    else:
        content = (SAMPLES / "photos" / "moon.jpg").read_bytes()
    (data / f"{number}.jpg").write_bytes(content)
    return {
        "id": f"image-{number}",
        "image_path": f"{number}.jpg",
        "emotion": CES[number % 7],
        "confidence": 7,
        "background": "</script><b>alley & co",
        "attribute": f"attribute {number % 4}",
        "subject": f"subject {number % 5}",
        "origin": "generated" if generated else "natural",
        "source": "one" if number % 3 else "two",
        "DES": (rng.normal(size=1024) + (0.4 if generated else 0.0)).tolist(),
    }


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tables: dict[str, list[dict[str, str]]] = {}
        self._figure = ""
        self._heads: list[str] = []
        self._cells: list[str] = []
        self._in: str | None = None
        self._sort: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "figure":
            self._figure = (given["id"] or "").removeprefix("figure-")
            self.tables[self._figure], self._heads = [], []
        elif tag == "tr":
            self._cells = []
        elif tag in ("th", "td"):
            self._in, self._sort = tag, given.get("data-v")
            (self._heads if tag == "th" else self._cells).append("")

    def handle_data(self, data: str) -> None:
        if self._in is not None:
            (self._heads if self._in == "th" else self._cells)[-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "td" and self._sort is not None:
            self._cells[-1] = self._sort
        if tag in ("th", "td"):
            self._in = None
        elif tag == "tr" and self._cells:
            row = dict(zip(self._heads, self._cells, strict=True))
            self.tables[self._figure].append(row)
