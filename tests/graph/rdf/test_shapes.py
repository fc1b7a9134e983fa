"""What a graph becomes is held to the generated shapes, and what breaks them is named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from emokg.errors import AuditFailed
from emokg.graph.rdf import check_shapes
from emokg.graph.snapshot import open_snapshot
from emokg.workspace import Workspace
from tests.contract.made_up import MadeUp, link
from tests.graph.rdf.conftest import given

IMAGE = {"id": "s:one", "origin": "natural"}


def checked(workspace: Workspace) -> tuple[str, ...]:
    with open_snapshot(workspace) as snapshot:
        return check_shapes(snapshot.path)


def test_the_known_graph_has_the_shape_it_should_have(known: Workspace) -> None:
    (line,) = checked(known)
    assert line.startswith("shapes: no violation in all ")


def test_a_large_graph_is_sampled_and_it_is_said(real: Workspace) -> None:
    (line,) = checked(real)
    assert line.startswith("shapes: no violation in 1,")
    assert " of 13,733 nodes" in line


@pytest.mark.parametrize(
    ("nodes", "links", "words"),
    [
        (
            {"Image": ({"id": "s:one", "origin": "painted"},)},
            {},
            "Image s:one: origin is 'painted'",
        ),
        ({"Image": ({"id": "s:one", "width": 0},)}, {}, "Image s:one: width is '0'"),
        ({"Image": ({"id": "no colon"},)}, {}, "Image no colon: .* is 'no colon'"),
        ({"Subject": ({"id": "cat"},)}, {}, "Subject cat: text"),
        (
            {"Image": (IMAGE,), "Emotion": ({"id": "fear"},)},
            {"EVOKES": (link("s:one", "fear", "Image Emotion", probability=1.5, rank=1),)},
            "evocation/s%3Aone/fear: probability is '1.5'",
        ),
        (
            {"Image": (IMAGE,), "Emotion": ({"id": "fear"},)},
            {"EVOKES": (link("s:one", "fear", "Image Emotion", probability=0.5),)},
            "evocation/s%3Aone/fear: rank",
        ),
    ],
)
def test_what_breaks_a_shape_is_named(
    tmp_path: Path, nodes: dict[str, Any], links: dict[str, Any], words: str
) -> None:
    workspace = given(tmp_path / "broken", MadeUp(nodes, links))
    with pytest.raises(AuditFailed, match=words) as error:
        checked(workspace)
    assert error.value.exit_code == 6


def test_only_the_first_violations_are_shown(tmp_path: Path) -> None:
    images = tuple({"id": f"s:{number:03}", "width": -1} for number in range(40))
    with pytest.raises(AuditFailed, match="40 violations in all 40 nodes") as error:
        checked(given(tmp_path / "broken", MadeUp({"Image": images}, {})))
    assert "… and 30 more" in str(error.value)
    assert str(error.value).count("width is '-1'") == 10
