"""What is installed, what works, what is stale: one row a finding, and what to do about it."""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Literal

from emokg.errors import EmoKGError
from emokg.table import Table

PACKAGES = ("duckdb", "pyarrow", "numpy", "scipy", "faiss-cpu", "pydantic", "typer")
OPTIONAL = {"pandas": "Table.to_pandas()", "polars": "Table.to_polars()"}

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
        """3 where something is broken or stale, else 0."""
        return 3 if any(f.state in ("broken", "stale") for f in self.findings) else 0

    @property
    def table(self) -> Table:
        """The findings as a table."""
        import pyarrow as pa

        columns = ("what", "state", "detail", "what_to_do")
        schema = pa.schema([(name, pa.string()) for name in columns])
        rows = [{name: getattr(f, name) for name in columns} for f in self.findings]
        return Table(pa.Table.from_pylist(rows, schema=schema))


def diagnose(folder: Path | None) -> Diagnosis:
    """Look at the installation and, where there is one, at the workspace."""
    return Diagnosis((*_installation(), *_workspace(folder)))


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


def _read_content() -> str:
    from emokg.query import questions
    from emokg.sources import catalogue

    return f"{len(questions())} questions, {len(catalogue())} sources"
