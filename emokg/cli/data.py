"""`init` and `ingest`: a workspace, and what comes into it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from emokg.cli.context import Context, command
from emokg.cli.output import Format, FormatOption, emit, to_json, write
from emokg.cli.progress import progress
from emokg.taxonomy import CES

if TYPE_CHECKING:
    from emokg.table import Table


SHOWN = 5
"""How many different reasons are listed; the rejects file has them all."""

NAMED = 20
"""How many fields that are not read are named."""


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""

    @command(app, "init", workspace=False)
    def init(
        context: Context,
        folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")],
    ) -> None:
        """Make a workspace."""
        from emokg.workspace import init as make_workspace

        workspace = make_workspace(folder)
        context.say(f"a new workspace in {workspace.root}")
        context.say(f"next: emokg ingest PATH -w {folder}")

    @command(app, "ingest")
    def ingest(
        context: Context,
        path: Annotated[Path, typer.Argument(metavar="PATH", help="A file or a folder.")],
        source: Annotated[
            str | None,
            typer.Option(
                metavar="NAME",
                help="A source of ingest/; found from the content where unambiguous.",
            ),
        ] = None,
        strict: Annotated[
            bool, typer.Option("--strict", help="Take nothing if any row is rejected (exit 3).")
        ] = False,
        form: FormatOption = Format.table,
    ) -> None:
        """Read images and annotations into the records; bad rows go to a rejects file."""
        from emokg.sources import ingest as run_ingest

        workspace = context.find()
        with progress(context, f"reading {path.name}") as advance:
            summary = run_ingest(workspace, path, source=source, strict=strict, progress=advance)
        counts = {
            "read": summary.read,
            "accepted": summary.accepted,
            "unchanged": summary.unchanged,
            "rejected": summary.rejected,
            "rejects_file": str(summary.rejects_file) if summary.rejects_file else None,
        }
        context.say(f"read as {summary.source}, licence: {summary.license or 'none stated'}")
        if summary.unread:
            context.say(f"not read: {_names(summary.unread)}")
        context.say(
            f"read {summary.read:,}: {summary.accepted:,} accepted, {summary.unchanged:,} "
            f"unchanged, {summary.rejected:,} rejected"
        )
        if summary.rejects_file:
            _list(context, summary.reasons)
            context.say(f"why they were rejected: {summary.rejects_file}")
        if summary.unlabelled:
            count = sum(summary.unlabelled.values())
            context.say(f"without a label: {count:,} image{'' if count == 1 else 's'}")
            _list(context, summary.unlabelled)
            context.say(f"a sub-folder labels its images with its name: {', '.join(CES)}")
        context.next("emokg graph build")
        if form in (Format.json, Format.jsonl):
            emit(to_json(counts))
        elif form is not Format.table:
            write(_row(counts), form)


def _list(context: Context, counts: Mapping[str, int]) -> None:
    for what, count in islice(counts.items(), SHOWN):
        context.say(f"  {count:,} × {what}")
    if len(counts) > SHOWN:
        left = sum(islice(counts.values(), SHOWN, None))
        context.say(f"  {left:,} for other reasons")


def _names(unread: Mapping[str, str | None]) -> str:
    shown = [
        (name or "a column without a name") + (f" ({near})" if near else "")
        for name, near in islice(unread.items(), NAMED)
    ]
    left = len(unread) - len(shown)
    return ", ".join(shown) + (f" and {left:,} more" if left else "")


def _row(counts: dict[str, int | str | None]) -> Table:
    import pyarrow as pa

    from emokg.table import Table

    return Table(pa.Table.from_pylist([counts]))
