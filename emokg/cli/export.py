"""`export`: a split as files that trainers read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from emokg.cli.context import Context, command
from emokg.cli.index import parse_filters
from emokg.cli.output import Format, FormatOption, write

if TYPE_CHECKING:
    from emokg.export import Manifest


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""

    @command(app, "export")
    def export(
        context: Context,
        exporter: Annotated[
            str,
            typer.Argument(
                metavar="FORMAT",
                help="qwen-vl, llamafactory, trl, parquet, imagefolder, webdataset, coco, csv or "
                "croissant.",
            ),
        ],
        split: Annotated[str, typer.Option("--split", help="A split: emokg split make.")],
        out: Annotated[Path, typer.Option("--out", metavar="DIR", help="A new or empty folder.")],
        task: Annotated[
            str | None,
            typer.Option(
                "--task", show_default="emotion", help="What is asked: emotion or explain."
            ),
        ] = None,
        prompt: Annotated[
            str | None,
            typer.Option(
                "--prompt",
                show_default="that of the task",
                help="May hold {background}, {attribute} and {subject}.",
            ),
        ] = None,
        where: Annotated[
            list[str] | None,
            typer.Option("--where", metavar="KEY=VALUE", help="Only such images; repeat."),
        ] = None,
        license_allow: Annotated[
            list[str] | None,
            typer.Option("--license-allow", help="Only images under this licence; repeat."),
        ] = None,
        pictures: Annotated[
            str | None,
            typer.Option(
                "--pictures",
                show_default="that of the format",
                help="uri: named only; copy: beside the rows or in them; link: hard links.",
            ),
        ] = None,
        form: FormatOption = Format.table,
    ) -> None:
        """Write a split for a trainer: a sub-folder or file a split, and manifest.json."""
        from emokg.export import export_split

        with context.messages.status("exporting") as status:
            manifest = export_split(
                context.find(),
                exporter,
                split,
                out,
                task=task,
                prompt=prompt,
                where=parse_filters(where),
                license_allow=license_allow or (),
                pictures=pictures,
                say=status.update,
            )
        write(manifest.table(), form)
        _explain(context, manifest, out)


def _explain(context: Context, manifest: Manifest, out: Path) -> None:
    from emokg.export import find_format

    for reason, count in manifest.left_out.items():
        context.say(f"left out, {reason}: {count:,}")
    asked = manifest.asked
    if asked.pictures == "uri" and find_format(asked.exporter).names_pictures:
        context.say("pictures are named by their uri: give the trainer the folder they lie in")
    if not manifest.split.audited:
        context.say(f"notice: the split was not audited: emokg split audit {manifest.split.name}")
    context.say(f"manifest: {out / 'manifest.json'}")
