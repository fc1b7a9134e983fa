"""The demo: real annotations in, real answers out. Without network, key, GPU or torch."""

from __future__ import annotations

from pathlib import Path, PurePath
from time import perf_counter
from typing import TYPE_CHECKING

from emokg.cli.context import Context
from emokg.cli.demo_answers import KIND, SEED, SPACE, SPLIT, ask
from emokg.cli.progress import progress
from emokg.content import content_folder
from emokg.errors import UsageError

if TYPE_CHECKING:
    from emokg.api import Workspace
    from emokg.splits import Certificate
    from emokg.workspace import Workspace as Folder

SAMPLES = ("emoset-vlm", "photos")


def run_demo(context: Context, folder: Path) -> None:
    """Make or reuse the demo workspace in `folder`, and print what it answers.

    UsageError where the folder holds anything else.
    """
    from emokg.api import Workspace
    from emokg.cli.demo_view import print_demo

    began = perf_counter()
    workspace = _workspace(folder)
    _fill(context, workspace)
    split = _split(context, workspace)
    with Workspace(workspace) as graph:
        print_demo(ask(graph, split, _report(context, graph)), folder)
    context.say(f"done in {perf_counter() - began:.1f} s")


def _workspace(folder: Path) -> Folder:
    from emokg.workspace import find, init
    from emokg.workspace.folder import CONFIGURATION

    if not (folder / CONFIGURATION).is_file():
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise UsageError(
                f"{folder} holds something else than a demo",
                "name a new or empty folder: emokg demo DIR",
            )
        return init(folder)
    workspace = find(folder)
    foreign = [entry.path for entry in workspace.manifest().ingests if not _is_sample(entry.path)]
    if foreign:
        raise UsageError(
            f"{folder} is a workspace with other data than the demo's: {foreign[0]}",
            "name a new or empty folder: emokg demo DIR",
        )
    return workspace


def _is_sample(path: str) -> bool:
    """Whichever installation the samples were read from."""
    return PurePath(path).parts[-3:] in {("ingest", "samples", name) for name in SAMPLES}


def _fill(context: Context, workspace: Folder) -> None:
    from emokg.graph import build
    from emokg.sources import ingest
    from emokg.sources.duplicates import find_duplicates
    from emokg.vectors import build_index

    for name in SAMPLES:
        with progress(context, f"reading {name}") as advance:
            path = content_folder("ingest") / "samples" / name
            summary = ingest(workspace, path, source=name, progress=advance)
        context.say(f"read {name}: {summary.accepted:,} new, {summary.unchanged:,} known")
    with progress(context, "looking for near duplicates") as advance:
        found = find_duplicates(workspace, progress=advance)
    context.say(f"near duplicates: {sum(found.pairs.values()):,} pairs")
    with context.messages.status("building the graph"):
        built = build(workspace)
    context.say(f"graph: {built.nodes:,} nodes, {built.relationships:,} relationships")
    with context.messages.status("indexing the vectors"):
        description = build_index(workspace, SPACE)
    context.say(f"index: {description.summary()}")


def _split(context: Context, workspace: Folder) -> Certificate:
    from emokg.splits import Plan, audit_split, make_split

    with context.messages.status("making and auditing a split"):
        make_split(workspace, KIND, SPLIT, Plan(SEED))
        certificate = audit_split(workspace, SPLIT)
    context.say(f"split {SPLIT}: made, audited")
    return certificate


def _report(context: Context, graph: Workspace) -> Path:
    from emokg.report.making import default_file, prepare, report_html, write_report

    path = default_file(graph.folder)
    prepare(path)
    with context.messages.status("drawing the report"):
        html = report_html(graph.graph, graph.folder)
    write_report(path, html)
    context.say(f"report: {len(html.encode()) / 1e6:.2f} MB")
    return path
