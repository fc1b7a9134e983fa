"""An answer says how many of the images that it counts as without an item lack all of its kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import emokg
from emokg.graph.description import read_description, write_description
from emokg.graph.model import emokg_model
from emokg.graph.restoring import restore
from emokg.query import run_question
from emokg.query.engine import EngineName
from emokg.query.engines import open_engine
from emokg.workspace import Workspace, init
from tests.query.real import Image, images, rows

LABELLED = tuple(image for image in images() if image.ces)
PLACES = {"background": 0, "attribute": 1, "subject": 2}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace of real records, some of whose images have no triplet. Not to be changed."""
    workspace = init(tmp_path_factory.mktemp("without") / "real")
    restore(workspace, rows(images()), emokg_model())
    return workspace


@pytest.fixture(scope="module")
def opened(folder: Workspace) -> Iterator[emokg.Workspace]:
    with emokg.open(folder.root) as workspace:
        yield workspace


def lacking(kind: str, among: tuple[Image, ...] = LABELLED) -> int:
    return sum(not image.phrases(PLACES[kind]) for image in among)


@pytest.mark.parametrize(
    ("name", "given", "kind"),
    [
        ("attributes-evoking", {"emotion": "fear"}, "attribute"),
        ("attributes-evoking", {"emotion": "fear", "weighted": True}, "attribute"),
        ("attributes-evoking", {"emotion": "awe", "limit": 1}, "attribute"),
        ("backgrounds-evoking", {"emotion": "fear", "min_images": 2}, "background"),
        ("background-concepts-evoking", {"emotion": "fear"}, "background"),
        ("subjects-evoking", {"emotion": "fear"}, "subject"),
        ("attribute-pairs", {"emotion": "fear", "min_images": 2}, "attribute"),
        ("emotion-profile", {"attribute": "dark"}, "attribute"),
    ],
)
def test_a_question_says_how_many_images_lack_what_it_compares(
    opened: emokg.Workspace, name: str, given: dict[str, Any], kind: str
) -> None:
    answer = opened.query(name, **given)
    assert len(answer)
    assert answer.notices == (
        f"{lacking(kind)} of {len(LABELLED)} labelled images have no {kind} at all and are counted "
        f"among those without; emokg query run missing-parts -p part={kind}s lists such images",
    )


def test_whole_triplets_are_lacked_as_a_whole(opened: emokg.Workspace) -> None:
    (notice,) = opened.query("triplets-evoking", emotion="fear", min_images=2).notices
    without = sum(not image.triplets for image in LABELLED)
    assert notice.startswith(f"{without} of {len(LABELLED)} labelled images have no triplet at all")


@pytest.mark.parametrize("kind", PLACES)
def test_a_contrast_counts_its_two_emotions_only(opened: emokg.Workspace, kind: str) -> None:
    two = tuple(image for image in LABELLED if image.ces in ("fear", "awe"))
    answer = opened.query("contrast", emotion="fear", against="awe", kind=kind, min_images=1)
    (notice,) = answer.notices
    has = "has" if lacking(kind, two) == 1 else "have"
    told = f"{lacking(kind, two)} of {len(two)} images labelled fear or awe {has} no {kind} at all"
    assert notice.startswith(told)


def test_the_other_images_of_one_are_all_but_it(opened: emokg.Workspace) -> None:
    image = next(image for image in LABELLED if all(map(image.phrases, PLACES.values())))
    notices = opened.query("why-image", image=image.id).notices
    assert [re.findall(r"\d+|(?<=no )\w+", notice)[:3] for notice in notices] == [
        [str(lacking(kind)), str(len(LABELLED) - 1), kind] for kind in PLACES
    ]


def test_what_the_notice_counts_is_what_it_says_lists_them(opened: emokg.Workspace) -> None:
    missing = opened.query("missing-parts", part="attributes", limit=1000).rows()
    assert sum(row["label"] for row in missing) == lacking("attribute") > 0


@pytest.mark.parametrize("name", ["coverage", "emotion-distribution", "source-bias", "hubs"])
def test_a_question_that_compares_nothing_with_nothing_says_nothing(
    opened: emokg.Workspace, name: str
) -> None:
    given = {"kind": "attribute"} if name == "hubs" else {}
    assert opened.query(name, **given).notices == ()


def test_the_rdf_store_tells_the_same(folder: Workspace, opened: emokg.Workspace) -> None:
    about = read_description(folder)
    with open_engine(folder, EngineName.rdf) as engine:
        answer = run_question(engine.graph, "subjects-evoking", {"emotion": "awe"}, about)
    assert answer.notices == opened.query("subjects-evoking", emotion="awe").notices != ()


def test_nothing_is_said_where_every_image_is_described(tmp_path: Path) -> None:
    described = tuple(image for image in images() if all(map(image.phrases, PLACES.values())))
    workspace = init(tmp_path / "described")
    restore(workspace, rows(described), emokg_model())
    with emokg.open(workspace.root) as opened:
        assert opened.query("attributes-evoking", emotion="fear").notices == ()


def test_a_graph_of_an_earlier_build_answers_without_the_notice(tmp_path: Path) -> None:
    workspace = init(tmp_path / "earlier")
    restore(workspace, rows(images()[:60]), emokg_model())
    told = read_description(workspace).model_copy(update={"labelled": None})
    write_description(workspace.graph_description, told)
    with emokg.open(workspace.root) as opened:
        answer = opened.query("attributes-evoking", emotion="fear", min_images=1)
    assert len(answer)
    assert answer.notices == ()
