"""`duplicates find` and `duplicates list`: images that show nearly the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from emokg.cli.context import Context, command
from emokg.cli.output import Format, FormatOption, write
from emokg.cli.progress import progress

if TYPE_CHECKING:
    from emokg.sources.duplicates import Found
    from emokg.table import Table

KindOption = Annotated[
    list[str] | None,
    typer.Option(
        "--kind", help="exact, phash, des, source_id or prompt; repeat. All where none is given."
    ),
]
RadiusOption = Annotated[
    int, typer.Option("--radius", help="Bits of 64 in which two perceptual hashes may differ.")
]
CosineOption = Annotated[
    float, typer.Option("--cosine", help="The least cosine of two near DES vectors.")
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    duplicates = typer.Typer(help="Images that show nearly the same, and why it is thought so.")
    app.add_typer(duplicates, name="duplicates", no_args_is_help=True)

    @command(duplicates, "find")
    def find(
        context: Context,
        kind: KindOption = None,
        radius: RadiusOption = 10,
        cosine: CosineOption = 0.98,
        form: FormatOption = Format.table,
    ) -> None:
        """Look for near duplicates and put them into the records."""
        from emokg.sources.duplicates import Settings, chosen, find_duplicates

        kinds, settings = chosen(kind), Settings(radius, cosine)
        with progress(context, "looking for near duplicates") as advance:
            found = find_duplicates(context.find(), kinds, settings, advance)
        write(_counts(found), form)
        if found.looked_at:
            context.say(f"read the hashes of {found.looked_at:,} images from their files")
        if found.not_at_hand:
            context.say(
                f"{found.not_at_hand:,} images lack a hash and their files are not at hand: "
                "exact and phash know less of them"
            )
        if found.changed:
            context.next("emokg graph build")
        else:
            context.say("the records are as they were")

    @command(duplicates, "list")
    def list_duplicates(
        context: Context, kind: KindOption = None, form: FormatOption = Format.table
    ) -> None:
        """The near duplicates in the records, the closest first."""
        from emokg.sources.duplicates import chosen, duplicate_table

        kinds = chosen(kind)
        context.show(duplicate_table(context.find(), kinds), form)


def _counts(found: Found) -> Table:
    import pyarrow as pa

    from emokg.table import Table

    columns = {
        "evidence": list(found.pairs),
        "pairs": list(found.pairs.values()),
        "images": list(found.judged.values()),
    }
    return Table(pa.table(columns))
