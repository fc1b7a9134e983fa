"""`graph build`, `graph check`, `graph diff`, and the engines the graph goes to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from emokg.cli import diff, exports, neo4j, rdf
from emokg.cli.context import Context, command
from emokg.cli.output import emit

if TYPE_CHECKING:
    from emokg.graph.description import Description


def _worth_asking(built: Description) -> str:
    """A question that such a graph has an answer to."""
    if not built.nodes["Image"]:
        return "emokg ingest PATH"
    if built.relationships["HAS_ATTRIBUTE"] and built.relationships["EVOKES"]:
        return "emokg query run attributes-evoking -p emotion=fear"
    return "emokg stats"


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    graph = typer.Typer(help="The embedded graph: build it from the records, check it.")
    app.add_typer(graph, name="graph", no_args_is_help=True)
    neo4j.register(graph)
    exports.register(graph)
    rdf.register(app, graph)
    diff.register(graph)

    @command(graph, "build")
    def build(context: Context) -> None:
        """Build the graph from the records, verify it, and swap it in."""
        from emokg.graph import build as build_graph
        from emokg.graph.description import read_description

        workspace = context.find()
        with context.messages.status("building the graph"):
            built = build_graph(workspace)
        context.say(f"{built.nodes:,} nodes, {built.relationships:,} relationships")
        context.detail(f"in {built.seconds:.1f} s")
        context.next(_worth_asking(read_description(workspace)))

    @command(graph, "check")
    def check(context: Context, shacl: rdf.ShaclOption = False) -> None:
        """Read every block of records and graph; exit 3 where anything is damaged or stale."""
        from emokg.graph import check as check_graph

        with context.messages.status("checking records and graph"):
            report = check_graph(context.find())
        emit("\n".join((*report.lines, *rdf.store_report(context))))
        if shacl:
            emit("\n".join(rdf.shape_report(context)))
