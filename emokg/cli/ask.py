"""`query`, `cypher` and `stats`: questions to the graph."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from emokg.cli.context import Context, command
from emokg.cli.output import Format, FormatOption, write
from emokg.cli.parameters import ParameterOption, parse_parameters

if TYPE_CHECKING:
    from emokg.table import Table

RowsOption = Annotated[
    int, typer.Option("--max-rows", min=1, envvar="EMOKG_MAX_ROWS", help="Refuse longer answers.")
]
TimeoutOption = Annotated[
    float,
    typer.Option("--timeout", min=0.001, envvar="EMOKG_TIMEOUT", help="Seconds before giving up."),
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    query = typer.Typer(help="Named questions: what can be asked, and the answers.")
    app.add_typer(query, name="query", no_args_is_help=True)

    @command(query, "list")
    def list_questions(_context: Context, form: FormatOption = Format.table) -> None:
        """Every question of the catalogue."""
        from emokg.query import question_table

        write(question_table(), form)

    @command(query, "show")
    def show(
        _context: Context,
        name: Annotated[str, typer.Argument(help="A question of the catalogue.")],
    ) -> None:
        """What a question answers, its parameters and columns, and its Cypher."""
        from emokg.query import find_question

        typer.echo(find_question(name).describe())

    @command(query, "run")
    def run(
        context: Context,
        name: Annotated[str, typer.Argument(help="A question of the catalogue.")],
        parameters: ParameterOption = None,
        form: FormatOption = Format.table,
    ) -> None:
        """Ask a named question."""
        from emokg.query import find_question

        question = find_question(name)
        with context.open() as graph:
            _show(context, graph.query(question.name, **parse_parameters(parameters)), form)

    @command(app, "cypher")
    def cypher(
        context: Context,
        text: Annotated[str, typer.Argument(help="A reading Cypher text; - reads stdin.")],
        parameters: ParameterOption = None,
        form: FormatOption = Format.table,
        max_rows: RowsOption = 100_000,
        timeout: TimeoutOption = 60.0,
    ) -> None:
        """Ask in Cypher."""
        if text == "-":
            text = sys.stdin.read()
        from emokg.api import open as open_workspace

        with open_workspace(context.workspace, max_rows=max_rows, timeout=timeout) as graph:
            _show(context, graph.cypher(text, **parse_parameters(parameters)), form)

    @command(app, "stats")
    def stats(context: Context, form: FormatOption = Format.table) -> None:
        """How large the graph is, how the emotions are distributed, what is covered."""
        with context.open() as graph:
            _show(context, graph.stats(), form)


def _show(context: Context, table: Table, form: Format) -> None:
    for notice in table.notices:
        context.say(f"notice: {notice}")
    write(table, form)
