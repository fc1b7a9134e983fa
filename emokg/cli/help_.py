"""`demo` and `doctor`: the first command a newcomer types, and the one for when it fails."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from emokg.cli.context import Context, command
from emokg.cli.output import Format, FormatOption, write


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""

    @command(app, "demo", workspace=False)
    def demo(
        context: Context,
        folder: Annotated[
            Path, typer.Argument(metavar="DIR", help="Where to put the demo workspace.")
        ] = Path("demo"),
    ) -> None:
        """Real annotations in, real answers out, in under a minute."""
        from emokg.cli.demo import run_demo

        run_demo(context, folder)

    @command(app, "doctor")
    def doctor(context: Context, form: FormatOption = Format.table) -> None:
        """What is installed, what works, what is stale. Exit 3 where something is broken."""
        from emokg.cli.doctor import diagnose

        report = diagnose(context.workspace)
        write(report.page if form is Format.table else report.table, form)
        raise typer.Exit(report.exit_code)
