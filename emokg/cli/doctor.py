"""What is installed, what works, what is stale: one row a finding, and what to do about it."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from emokg.errors import DamagedFile, DataError, EmoKGError, UsageError
from emokg.table import Table

if TYPE_CHECKING:
    from emokg.workspace import Workspace

PACKAGES = (
    "duckdb",
    "faiss-cpu",
    "ImageHash",
    "Jinja2",
    "neo4j",
    "networkx",
    "numpy",
    "Pillow",
    "pyarrow",
    "pydantic",
    "pyoxigraph",
    "pyshacl",
    "PyYAML",
    "rdflib",
    "rich",
    "rustworkx",
    "scikit-learn",
    "scipy",
    "simplemma",
    "threadpoolctl",
    "typer",
)
OPTIONAL = {"pandas": "Table.to_pandas()", "polars": "Table.to_polars()"}
COMPLETIONS = {
    "bash": ".bash_completions/emokg.sh",
    "zsh": ".zfunc/_emokg",
    "fish": ".config/fish/completions/emokg.fish",
}
"""Where `--install-completion` puts its script, below the home folder."""
INSTALL = "emokg --install-completion"

State = Literal["ok", "absent", "stale", "broken"]


@dataclass(frozen=True)
class Finding:
    """One thing looked at."""

    what: str
    state: State
    detail: str
    what_to_do: str | None = None


@dataclass(frozen=True)
class Diagnosis:
    """Every finding."""

    findings: tuple[Finding, ...]

    @property
    def exit_code(self) -> int:
        """3 where something is broken, else 0: what is stale still answers."""
        return 3 if any(finding.state == "broken" for finding in self.findings) else 0

    @property
    def table(self) -> Table:
        """The findings as a table."""
        columns = ("what", "state", "detail", "what_to_do")
        return _table([{name: getattr(f, name) for name in columns} for f in self.findings])

    @property
    def page(self) -> Table:
        """The same with what to do beside the detail: one column less to fit a terminal."""
        return _table(
            [
                {
                    "what": finding.what,
                    "state": finding.state,
                    "detail": " → ".join(filter(None, (finding.detail, finding.what_to_do))),
                }
                for finding in self.findings
            ]
        )


def _table(rows: list[dict[str, str | None]]) -> Table:
    import pyarrow as pa

    return Table(pa.Table.from_pylist(rows, pa.schema([(name, pa.string()) for name in rows[0]])))


def diagnose(folder: Path | None) -> Diagnosis:
    """Look at the installation and, where there is one, at the workspace."""
    return Diagnosis((*_installation(), _completion(), *_workspace(folder)))


def _installation() -> Iterator[Finding]:
    yield Finding("python", "ok", f"{platform.python_version()} on {sys.platform}")
    for package in PACKAGES:
        yield _package(package)
    for package, use in OPTIONAL.items():
        found = _package(package)
        yield (
            found
            if found.state == "ok"
            else Finding(package, "absent", f"needed only for {use}", f"pip install {package}")
        )
    yield _attempt("Cypher engine", _ask_duckdb, "pip install --force-reinstall duckdb")
    yield _attempt("SPARQL engine", _ask_pyoxigraph, "pip install --force-reinstall pyoxigraph")
    yield _attempt("content", _read_content, "pip install --force-reinstall emokg")


def _package(name: str) -> Finding:
    try:
        return Finding(name, "ok", metadata.version(name))
    except metadata.PackageNotFoundError:
        return Finding(name, "broken", "not installed", f"pip install {name}")


def _attempt(what: str, action: Callable[[], str], repair: str) -> Finding:
    try:
        return Finding(what, "ok", action())
    except EmoKGError as error:
        return Finding(what, "broken", error.message, error.hint)
    except Exception as error:
        return Finding(what, "broken", f"{type(error).__name__}: {error}", repair)


def _ask_duckdb() -> str:
    import duckdb

    from emokg.cypher import run
    from emokg.graph.model import emokg_model

    with duckdb.connect() as connection:
        table = run(connection, emokg_model(), "RETURN 6 * 7 AS answer", {})
    return f"RETURN 6 * 7 gives {table.rows()[0]['answer']}"


def _ask_pyoxigraph() -> str:
    from pyoxigraph import QuerySolutions, Store

    answer = Store().query("SELECT (6 * 7 AS ?answer) {}")
    assert isinstance(answer, QuerySolutions)
    return f"SELECT (6 * 7 AS ?answer) gives {next(answer)['answer'].value}"


def _read_content() -> str:
    from emokg.query import questions
    from emokg.sources import catalogue

    return f"{len(questions())} questions, {len(catalogue())} sources"


def _completion() -> Finding:
    shell = Path(os.environ.get("SHELL", "")).name
    if shell not in COMPLETIONS:
        shells = ", ".join(COMPLETIONS)
        detail = f"{shell or 'no shell'} in SHELL; there are scripts for {shells}"
        return Finding("shell completion", "absent", detail, "emokg --show-completion bash")
    script = Path.home() / COMPLETIONS[shell]
    if script.is_file():
        return Finding("shell completion", "ok", f"{shell}: {script}")
    return Finding("shell completion", "absent", f"not installed for {shell}", INSTALL)


def _workspace(folder: Path | None) -> Iterator[Finding]:
    from emokg.workspace import find

    try:
        workspace = find(folder)
    except UsageError as error:
        named = folder is not None or "EMOKG_WORKSPACE" in os.environ
        yield Finding("workspace", "broken" if named else "absent", error.message, error.hint)
        return
    except EmoKGError as error:
        yield Finding("workspace", "broken", error.message, error.hint)
        return
    yield Finding("workspace", "ok", str(workspace.root))
    records = _records(workspace)
    yield records
    if records.state != "broken":
        yield _graph(workspace)
        for space in workspace.spaces():
            yield _index(workspace, space)


def _records(workspace: Workspace) -> Finding:
    try:
        workspace.check(deep=False)
        manifest = workspace.manifest()
    except DamagedFile as error:
        return Finding("records", "broken", error.message, error.hint)
    images = manifest.rows("images")
    if not images:
        return Finding("records", "absent", "none yet", "emokg ingest PATH")
    return Finding("records", "ok", f"{images:,} images, fingerprint {manifest.fingerprint[:12]}")


def _graph(workspace: Workspace) -> Finding:
    from emokg.cypher import open_graph
    from emokg.graph.description import read_description

    try:
        read_description(workspace)
    except DamagedFile as error:
        return Finding("graph", "broken", error.message, error.hint)
    except DataError as error:
        return Finding("graph", "absent", error.message, error.hint)
    try:
        with open_graph(workspace) as graph:
            stale = bool(graph.notices)
    except DataError as error:
        return Finding("graph", "broken", error.message, error.hint)
    if stale:
        return Finding("graph", "stale", "older than the records", "emokg graph build")
    return Finding("graph", "ok", "built from these records")


def _index(workspace: Workspace, space: str) -> Finding:
    from emokg.vectors import open_index
    from emokg.vectors.description import read_description

    what = f"DES index {space}"
    try:
        description = read_description(workspace, space)
    except DamagedFile as error:
        return Finding(what, "broken", error.message, error.hint)
    except DataError as error:
        return Finding(what, "absent", error.message, error.hint)
    build = f"emokg index build --space {space}"
    try:
        index = open_index(workspace, space)
    except DataError as error:
        return Finding(what, "broken", error.message, error.hint)
    if index.notices:
        lacking, _, _ = index.notices[0].partition(";")  # the rest says what to do
        return Finding(what, "stale", lacking, build)
    return Finding(what, "ok", description.summary())
