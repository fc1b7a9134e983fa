"""`index build`, `index search` and `index check`: nearest neighbours in DES space."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from emokg.cli.context import Context, command
from emokg.cli.output import Format, FormatOption, emit
from emokg.errors import UsageError

SpaceOption = Annotated[
    str | None, typer.Option("--space", "-s", help="The DES space; needed where there are several.")
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    index = typer.Typer(help="Nearest neighbours in DES space, filtered by the graph.")
    app.add_typer(index, name="index", no_args_is_help=True)

    @command(index, "build")
    def build(context: Context, space: SpaceOption = None) -> None:
        """Index the vectors of a space (every space where none is named)."""
        from emokg.vectors import build_index, spaces

        workspace = context.find()
        for name in [space] if space else spaces(workspace):
            with context.messages.status(f"indexing {name}"):
                description = build_index(workspace, name)
            context.say(f"{name}: {description.summary()}")

    @command(index, "check")
    def check(context: Context, space: SpaceOption = None) -> None:
        """Read every byte of the indexes; exit 3 where one is damaged or stale."""
        from emokg.vectors import check_index, spaces

        workspace = context.find()
        for name in [space] if space else spaces(workspace):
            description = check_index(workspace, name)
            emit(f"{name}: sound, {description.summary()}")

    @command(index, "search")
    def search(
        context: Context,
        image: Annotated[str | None, typer.Option(help="An image id.")] = None,
        vector: Annotated[Path | None, typer.Option(help="A .npy file with one vector.")] = None,
        like: Annotated[
            list[str] | None, typer.Option(help="An image id; repeat for several examples.")
        ] = None,
        k: Annotated[int, typer.Option("-k", min=1, help="How many neighbours.")] = 10,
        where: Annotated[
            list[str] | None,
            typer.Option(metavar="KEY=VALUE", help="Only such images, as emotion=fear; repeat."),
        ] = None,
        space: SpaceOption = None,
        form: FormatOption = Format.table,
    ) -> None:
        """The k nearest images."""
        if sum(given is not None for given in (image, vector, like)) != 1:
            raise UsageError(
                "search needs exactly one of --image, --vector and --like",
                "for example: emokg index search --image emoset:fear_00012",
            )
        filters = parse_filters(where)
        with context.open() as graph:
            found = graph.neighbors(image, k, vector=vector, like=like, space=space, **filters)
            context.show(found, form)


def parse_filters(given: list[str] | None) -> dict[str, str]:
    """`KEY=VALUE` texts as a dict of texts. UsageError for a text without `=` or a repeated key."""
    filters: dict[str, str] = {}
    for text in given or ():
        key, equals, value = text.partition("=")
        if not equals or not key or not value:
            raise UsageError(
                f"--where {text!r} is not KEY=VALUE", "write for example --where emotion=fear"
            )
        if key in filters:
            raise UsageError(f"--where {key} is given twice", "give each key once")
        filters[key] = value
    return filters
