"""`report`: the graph's statistics as one HTML file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from emokg.cli.context import Context, command
from emokg.cli.output import emit


def register(app: typer.Typer) -> None:
    """Add the command of this module."""

    @command(app, "report")
    def report(
        context: Context,
        out: Annotated[
            Path | None,
            typer.Option(
                "--out",
                metavar="FILE",
                show_default="reports/report.html in the workspace",
                help="Where to write it.",
            ),
        ] = None,
        date: Annotated[
            str | None, typer.Option("--date", help="A date to print; none where none is given.")
        ] = None,
    ) -> None:
        """Statistics of the whole graph as one HTML file that needs no network."""
        from emokg.report.making import default_file, prepare, report_html, write_report

        with context.open() as graph:
            path = out or default_file(graph.folder)
            prepare(path)
            for notice in graph.graph.notices:
                context.say(f"notice: {notice}")
            with context.messages.status("drawing the report"):
                html = report_html(graph.graph, graph.folder, date)
        write_report(path, html)
        context.say(f"report: {len(html.encode()) / 1e6:.2f} MB")
        emit(str(path))
