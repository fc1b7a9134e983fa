"""What every command shares: the workspace, the consoles, and the options that choose them."""

from __future__ import annotations

import functools
import inspect
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Concatenate, ParamSpec

import typer
from rich.console import Console
from typer.core import TyperCommand

from emokg.cli.output import Format, write

if TYPE_CHECKING:
    from emokg.api import Workspace
    from emokg.table import Table
    from emokg.workspace import Workspace as Folder

P = ParamSpec("P")

WorkspaceOption = Annotated[
    Path | None,
    typer.Option(
        "--workspace",
        "-w",
        metavar="DIR",
        show_default="EMOKG_WORKSPACE, else the nearest emokg.toml upward",
        help="The workspace folder.",
    ),
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Only errors on stderr.")]
VerboseOption = Annotated[bool, typer.Option("--verbose", help="Say what is being done.")]
DebugOption = Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")]


@dataclass(frozen=True)
class Context:
    """The shared options of one run of a command."""

    workspace: Path | None
    quiet: bool
    verbose: bool

    @property
    def messages(self) -> Console:
        """Where messages and progress go: stderr, and nowhere under `--quiet`."""
        return Console(stderr=True, quiet=self.quiet, highlight=False)

    def say(self, text: str) -> None:
        """A message, for people."""
        self.messages.print(text, markup=False, soft_wrap=True)

    def detail(self, text: str) -> None:
        """A message that only `--verbose` shows."""
        if self.verbose:
            self.say(text)

    def next(self, command: str) -> None:
        """What to type next, for the workspace of this command."""
        chosen = "" if self.workspace is None else f" -w {shlex.quote(str(self.workspace))}"
        self.say(f"next: {command}{chosen}")

    def find(self) -> Folder:
        """The folder of the workspace chosen by the options."""
        from emokg.workspace import find

        folder = find(self.workspace)
        self.detail(f"workspace: {folder.root}")
        return folder

    def open(self, *, max_rows: int | None = None, timeout: float | None = None) -> Workspace:
        """The workspace chosen by the options, to be asked."""
        from emokg.api import Workspace

        return Workspace(self.find(), max_rows=max_rows, timeout=timeout)

    def show(self, table: Table, form: Format) -> None:
        """The answer on stdout, its notices on stderr."""
        for notice in table.notices:
            self.say(f"notice: {notice}")
        self.detail(f"rows: {len(table):,}")
        write(table, form)


def command(
    app: typer.Typer,
    name: str,
    *,
    workspace: bool = True,
    kind_of_command: type[TyperCommand] | None = None,
) -> Callable[[Callable[Concatenate[Context, P], None]], Callable[..., None]]:
    """Register a command whose first parameter is the Context; its options are added for it.

    Without `workspace` it has no option that chooses one. `kind_of_command` reads its words in a
    way of its own.
    """

    def register(function: Callable[Concatenate[Context, P], None]) -> Callable[..., None]:
        @functools.wraps(function)
        def run(
            *,
            workspace: Path | None = None,
            quiet: bool = False,
            verbose: bool = False,
            debug: bool = False,  # noqa: ARG001  read by main before anything is parsed
            **arguments: Any,
        ) -> None:
            function(Context(workspace, quiet, verbose), **arguments)  # type: ignore[call-arg]

        run.__signature__ = _with_shared_options(function, workspace)  # type: ignore[attr-defined]
        app.command(name, cls=kind_of_command)(run)
        return run

    return register


def _with_shared_options(function: Callable[..., None], workspace: bool) -> inspect.Signature:
    signature = inspect.signature(function, eval_str=True)
    own = list(signature.parameters.values())[1:]
    keyword = inspect.Parameter.KEYWORD_ONLY
    shared = [
        inspect.Parameter("quiet", keyword, default=False, annotation=QuietOption),
        inspect.Parameter("verbose", keyword, default=False, annotation=VerboseOption),
        inspect.Parameter("debug", keyword, default=False, annotation=DebugOption),
    ]
    if workspace:
        place = inspect.Parameter("workspace", keyword, default=None, annotation=WorkspaceOption)
        shared.insert(0, place)
    return signature.replace(parameters=[*(p.replace(kind=keyword) for p in own), *shared])
