"""`graph push neo4j`, `graph pull neo4j` and `graph export neo4j-admin`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from emokg.cli.context import Context, command
from emokg.cli.groups import group

if TYPE_CHECKING:
    from emokg.graph.reporting import Report

UriOption = Annotated[
    str | None,
    typer.Option(
        metavar="URI",
        show_default="NEO4J_URI",
        help="The server, as neo4j://localhost:7687; neo4j+s:// for TLS. "
        "Who asks: NEO4J_USERNAME and NEO4J_PASSWORD.",
    ),
]
DatabaseOption = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        show_default="NEO4J_DATABASE, else the server's own",
        help="The database on the server.",
    ),
]


def register(graph: typer.Typer) -> None:
    """Add the commands of this module to `graph`."""
    _register_push(group(graph, "push", "Send the graph to a server."))
    _register_pull(group(graph, "pull", "Build the graph from a server's."))
    _register_export(group(graph, "export", "Write the graph to files for other programs."))


def _register_push(app: typer.Typer) -> None:
    @command(app, "neo4j")
    def neo4j(
        context: Context,
        uri: UriOption = None,
        database: DatabaseOption = None,
        verify: Annotated[
            bool,
            typer.Option(help="Compare every row on the server, whatever the last push noted."),
        ] = False,
        vectors: Annotated[
            str | None,
            typer.Option(metavar="SPACE", help="Send the vectors of a DES space too, and index."),
        ] = None,
    ) -> None:
        """Make the graph on a Neo4j server equal to this one; what it has is not sent again."""
        from emokg.graph.embedded_store import open_embedded
        from emokg.graph.neo4j import Settings, push, push_vectors

        settings = Settings.of(uri, database)
        workspace = context.find()
        space = workspace.vectors(vectors) if vectors else None
        with open_embedded(workspace) as store, _progress(context, "pushing") as report:
            for notice in store.snapshot.notices:
                context.say(f"notice: {notice}")
            pushed = push(
                store,
                store.snapshot.model,
                settings,
                store.snapshot.description.records,
                verify=verify,
                report=report,
            )
            sent = push_vectors(space, settings, store.snapshot.description.records) if space else 0
        context.say(
            f"{pushed.created:,} created, {pushed.updated:,} updated, {pushed.removed:,} removed, "
            f"{pushed.unchanged:,} unchanged; counts agree"
        )
        if space:
            context.say(f"{sent:,} of {len(space):,} vectors of {space.space} sent")
        context.detail(f"in {pushed.seconds:.1f} s")


def _register_pull(app: typer.Typer) -> None:
    @command(app, "neo4j")
    def neo4j(context: Context, uri: UriOption = None, database: DatabaseOption = None) -> None:
        """Build this workspace's graph of a server's; the workspace must have no records."""
        from emokg.graph.model import emokg_model
        from emokg.graph.neo4j import Settings, pull

        settings = Settings.of(uri, database)
        with _progress(context, "pulling") as report:
            built = pull(context.find(), emokg_model(), settings, report)
        context.say(f"{built.nodes:,} nodes, {built.relationships:,} relationships")
        context.say("it answers like the original; records, vectors and files did not come with it")
        context.detail(f"in {built.seconds:.1f} s")


def _register_export(app: typer.Typer) -> None:
    @command(app, "neo4j-admin")
    def neo4j_admin(
        context: Context,
        out: Annotated[Path, typer.Option(metavar="DIR", help="A new or empty folder.")],
    ) -> None:
        """Files and command line for Neo4j's bulk importer, for graphs too large for a push."""
        from emokg.graph.embedded_store import open_embedded
        from emokg.graph.neo4j import export

        with open_embedded(context.find()) as store, context.messages.status("writing"):
            script = export(store, store.snapshot.model, out)
        context.say(f"next, with the server stopped: NEO4J_ADMIN=… {script} [DATABASE]")


@contextmanager
def _progress(context: Context, label: str) -> Iterator[Report]:
    """Rows, their rate and the time left, on a terminal."""
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    console = context.messages
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    with bar:
        task = bar.add_task(label, total=None, rate="")

        def report(table: str, done: int, total: int) -> None:
            speed = bar.tasks[0].speed
            bar.update(
                task,
                description=f"{label} {table}",
                completed=done,
                total=total,
                rate=f"{speed:,.0f} rows/s" if speed else "",
            )

        yield report
