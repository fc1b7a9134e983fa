"""`query`, `cypher` and `stats`: questions to the graph."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from emokg.cli import verify
from emokg.cli.context import Context, command
from emokg.cli.output import Format, FormatOption, emit, write
from emokg.cli.parameters import ParameterOption, parse_parameters
from emokg.cli.pointing import pointing_into
from emokg.errors import EmoKGError
from emokg.query.engine import EngineName
from emokg.taxonomy import CES

RATERS = {
    "agreement": (
        "agreement: of the images that two annotators both annotate, those to which both give "
        "one emotion"
    ),
    "gold": (
        "gold: of the images that an annotator annotates, those to which it gives the source's "
        "own label"
    ),
}
"""What the sections of `stats` count that do not explain themselves."""
RowsOption = Annotated[
    int, typer.Option("--max-rows", min=1, envvar="EMOKG_MAX_ROWS", help="Refuse longer answers.")
]
TimeoutOption = Annotated[
    float,
    typer.Option("--timeout", min=0.001, envvar="EMOKG_TIMEOUT", help="Seconds before giving up."),
]


EngineOption = Annotated[
    EngineName, typer.Option("--engine", help="Who answers; neo4j: the server of NEO4J_URI.")
]
NameArgument = Annotated[
    str,
    typer.Argument(
        metavar="NAME",
        help="A question of the catalogue: emokg query list.",
        autocompletion=lambda incomplete: _question_names(incomplete),
    ),
]


QuestionParameterOption = Annotated[
    list[str] | None,
    typer.Option(
        "--param",
        "-p",
        metavar="NAME=VALUE",
        help="Repeat for several parameters; emokg query show NAME lists them.",
        autocompletion=lambda ctx, incomplete: _parameter_names(ctx, incomplete),
    ),
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
        name: NameArgument,
    ) -> None:
        """What a question answers, its parameters and columns, its Cypher and its SPARQL."""
        from emokg.query import find_question

        emit(find_question(name).describe())

    @command(query, "run")
    def run(
        context: Context,
        name: NameArgument,
        parameters: QuestionParameterOption = None,
        form: FormatOption = Format.table,
        engine: EngineOption = EngineName.embedded,
    ) -> None:
        """Ask a named question."""
        from emokg.query import find_question, run_question

        question = find_question(name)
        values = parse_parameters(parameters)
        if engine is EngineName.embedded:
            with context.open() as graph:
                context.show(graph.query(question.name, **values), form)
            return
        from emokg.graph.description import read_description
        from emokg.query.engines import open_engine

        folder = context.find()
        with open_engine(folder, engine) as opened:
            about = read_description(folder)
            context.show(run_question(opened.graph, question, values, about), form)

    verify.register(query)

    @command(app, "cypher")
    def cypher(
        context: Context,
        text: Annotated[
            str, typer.Argument(metavar="TEXT", help="A reading Cypher text; - reads stdin.")
        ],
        parameters: ParameterOption = None,
        form: FormatOption = Format.table,
        max_rows: RowsOption = 100_000,
        timeout: TimeoutOption = 60.0,
    ) -> None:
        """Ask in Cypher."""
        if text == "-":
            text = sys.stdin.read()
        values = parse_parameters(parameters)
        with context.open(max_rows=max_rows, timeout=timeout) as graph, pointing_into(text):
            context.show(graph.cypher(text, **values), form)

    @command(app, "stats")
    def stats(context: Context, form: FormatOption = Format.table) -> None:
        """How large the graph is, how the emotions are distributed, what is covered."""
        with context.open() as graph:
            table = graph.stats()
            context.show(table, form)
        for section in sorted(RATERS.keys() & set(table.column("section"))):
            context.say(RATERS[section])


def _parameter_names(typed: typer.Context, begun: str) -> list[str]:
    """The question's parameters, and the values of one where there are few."""
    from emokg.query import find_question

    # typer leaves the words unparsed where the last of them is `-p` (0.2x)
    name = typed.params.get("name") or next(iter(typed.args), "")
    try:
        question = find_question(name)
    except EmoKGError:
        return []
    offered: list[str] = []
    for parameter in question.parameters:
        values = CES if parameter.type == "emotion" else parameter.values
        if not begun.startswith(f"{parameter.name}="):
            offered.append(f"{parameter.name}=")
        else:
            offered += [f"{parameter.name}={value}" for value in values]
    return [each for each in offered if each.startswith(begun)]


def _question_names(begun: str) -> list[str]:
    from emokg.content import content_folder

    paths = content_folder("queries").glob(f"{begun}*.cypher")
    return sorted(path.stem for path in paths)
