"""Groups of commands to which several modules add."""

from __future__ import annotations

import typer


def group(app: typer.Typer, name: str, text: str) -> typer.Typer:
    """The group `name` of an app; made with the help `text` where it is not there yet."""
    for known in app.registered_groups:
        if known.name == name and known.typer_instance is not None:
            return known.typer_instance
    made = typer.Typer(help=text)
    app.add_typer(made, name=name, no_args_is_help=True)
    return made
