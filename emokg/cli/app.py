"""The tree of commands: noun, then verb."""

from __future__ import annotations

from typing import Annotated

import typer

from emokg.cli import (
    ask,
    concepts,
    data,
    duplicates,
    export,
    graph,
    help_,
    index,
    report,
    splits,
)

app = typer.Typer(
    name="emokg",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(version("emokg"))
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Images in, an interpretable emotion knowledge graph out, and answers one can publish."""


for module in (data, graph, ask, index, duplicates, concepts, splits, export, report, help_):
    module.register(app)
