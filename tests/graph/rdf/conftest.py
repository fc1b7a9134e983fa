"""Workspaces with an RDF store: the known graph, which has everything, and a real one."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from emokg.concepts import build_concepts
from emokg.graph import build as build_graph
from emokg.graph.model import emokg_model
from emokg.graph.rdf import build
from emokg.graph.restoring import restore
from emokg.sources.duplicates import Settings, chosen, find_duplicates
from emokg.workspace import Workspace, init
from tests.contract.made_up import MadeUp
from tests.cypher.known_graph import contents


def known_graph(*, doubled: bool = False) -> MadeUp:
    """The graph of `known/graph.yaml`; parallel relationships of one type only if `doubled`."""
    nodes: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    links: dict[str, dict[Any, dict[str, Any]]] = defaultdict(dict)
    given_nodes, given_links = contents()
    for _, (label,), properties in given_nodes:
        nodes[label].append(properties)
    for number, (start, type_, end, properties) in enumerate(given_links):
        row = {"start_label": start[0], "start": start[1], "end_label": end[0], "end": end[1]}
        links[type_].setdefault((start, end, number if doubled else 0), row | dict(properties))
    return MadeUp(
        {label: tuple(rows) for label, rows in nodes.items()},
        {type_: tuple(rows.values()) for type_, rows in links.items()},
    )


def given(folder: Path, graph: MadeUp) -> Workspace:
    """A new workspace with a graph."""
    workspace = init(folder)
    restore(workspace, graph, emokg_model())
    return workspace


@pytest.fixture(scope="session")
def known(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The known graph and its RDF store. Not to be changed."""
    workspace = given(tmp_path_factory.mktemp("rdf") / "known", known_graph())
    build(workspace)
    return workspace


@pytest.fixture(scope="session")
def real(annotated: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The real annotations, near duplicates and concepts, as RDF store too. Not to be changed."""
    place = tmp_path_factory.mktemp("rdf") / "real"
    workspace = Workspace(shutil.copytree(annotated.root, place))
    find_duplicates(workspace, chosen(["des"]), Settings(cosine=0.9))
    build_concepts(workspace)
    build_graph(workspace)
    build(workspace)
    return workspace


@pytest.fixture
def copy(known: Workspace, tmp_path: Path) -> Workspace:
    """The known graph and its store, to be damaged."""
    return Workspace(shutil.copytree(known.root, tmp_path / "copy"))
