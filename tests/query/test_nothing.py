"""What an answer without rows says of why."""

from __future__ import annotations

from pathlib import Path

import pytest

import emokg
from emokg.content import content_folder
from emokg.graph import build
from emokg.sources import ingest
from emokg.workspace import init


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    workspace = init(tmp_path_factory.mktemp("nothing") / "w")
    ingest(workspace, content_folder("ingest") / "samples" / "emoset-vlm")
    build(workspace)
    return workspace.root


@pytest.mark.parametrize(
    ("name", "given", "notice"),
    [
        (
            "subject-concepts-evoking",
            {"emotion": "fear"},
            "the graph has no BROADER and no Concept; concepts are made by emokg concepts build, "
            "then emokg graph build",
        ),
        ("verdicts", {}, "the graph has no Verdict and no JUDGES"),
        (
            "attributes-evoking",
            {"emotion": "fear", "min_images": 5000},
            "nothing that is asked for has 5,000 images; a smaller min_images shows more",
        ),
        (
            "attribute-pairs",
            {"emotion": "fear", "min_images": 12},
            "of the pairs with 12 images none has a greater lift than each of its two alone",
        ),
        (
            "attribute-pairs",
            {"emotion": "fear", "min_images": 60},
            "nothing that is asked for has 60 images; a smaller min_images shows more",
        ),
    ],
)
def test_an_answer_without_rows_says_why(
    sample: Path, name: str, given: dict[str, object], notice: str
) -> None:
    with emokg.open(sample) as graph:
        answer = graph.query(name, **given)
    assert not len(answer)
    assert answer.notices == (notice,)


@pytest.mark.parametrize(("name", "given"), [("missing-parts", {"part": "triplets"})])
def test_nothing_missing_is_no_news(sample: Path, name: str, given: dict[str, object]) -> None:
    with emokg.open(sample) as graph:
        answer = graph.query(name, **given)
    assert (len(answer), answer.notices) == (0, ())
