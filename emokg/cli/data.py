"""`init` and `ingest`: a workspace, and what comes into it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from emokg.cli.context import Context, command
from emokg.cli.output import Format, to_json
from emokg.cli.progress import progress


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""

    @app.command("init")
    def init(
        folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")],
    ) -> None:
        """Make a workspace."""
        from emokg.workspace import init as make_workspace

        workspace = make_workspace(folder)
        typer.echo(f"a new workspace in {workspace.root}", err=True)
        typer.echo("next: emokg ingest PATH", err=True)

    @command(app, "ingest")
    def ingest(
        context: Context,
        path: Annotated[Path, typer.Argument(help="A file or a folder.")],
        source: Annotated[
            str | None,
            typer.Option(help="A source of ingest/; found from the content where unambiguous."),
        ] = None,
        strict: Annotated[
            bool, typer.Option("--strict", help="Take nothing if any row is rejected (exit 3).")
        ] = False,
        form: Annotated[Format, typer.Option("--format", "-f")] = Format.table,
    ) -> None:
        """Read images and annotations into the records; bad rows go to a rejects file."""
        from emokg.sources import ingest as run_ingest
        from emokg.workspace import find

        with progress(context, f"reading {path.name}") as advance:
            summary = run_ingest(
                find(context.workspace), path, source=source, strict=strict, progress=advance
            )
        counts = {
            "read": summary.read,
            "accepted": summary.accepted,
            "unchanged": summary.unchanged,
            "rejected": summary.rejected,
            "rejects_file": str(summary.rejects_file) if summary.rejects_file else None,
        }
        if form is Format.json:
            typer.echo(to_json(counts))
            return
        context.say(
            f"read {summary.read:,}: {summary.accepted:,} accepted, {summary.unchanged:,} "
            f"unchanged, {summary.rejected:,} rejected"
        )
        if summary.rejects_file:
            context.say(f"why they were rejected: {summary.rejects_file}")
        context.say("next: emokg graph build")
