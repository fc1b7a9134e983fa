"""`graph diff`: two graphs compared."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from emokg.cli.context import Context, command
from emokg.cli.output import Format, FormatOption, write


def register(graph: typer.Typer) -> None:
    """Add the command of this module to `graph`."""

    @command(graph, "diff", workspace=False)
    def diff(
        context: Context,
        before: Annotated[
            Path, typer.Argument(metavar="A", help="A workspace, or a kept copy of its graph/.")
        ],
        after: Annotated[Path, typer.Argument(metavar="B", help="Another.")],
        html: Annotated[
            Path | None, typer.Option("--html", metavar="FILE", help="Write a page too.")
        ] = None,
        answers: Annotated[
            bool, typer.Option(help="Ask both graphs the catalogue's questions too.")
        ] = True,
        form: FormatOption = Format.table,
    ) -> None:
        """What changed from graph A to graph B, and which answers with it."""
        from emokg.graph.kept import find_graph
        from emokg.report.diff import diff_graphs, diff_table
        from emokg.report.diff_page import diff_html
        from emokg.report.making import prepare, write_report

        if html is not None:
            prepare(html)
        old, new = find_graph(before), find_graph(after)
        with context.messages.status("comparing the graphs") as status:
            found = diff_graphs(
                old, new, lambda name: status.update(f"asking both: {name}"), answers=answers
            )
        write(diff_table(found), form)
        if html is not None:
            write_report(html, diff_html(found, str(before), str(after)))
            context.say(f"page: {html}")
        if not found.graph.any:
            context.say("the graphs are the same")
            return
        moved = sum(each.images for each in found.graph.relabelled)
        context.say(f"{moved:,} images relabelled")
        if answers:
            changed = len(found.changed_answers)
            context.say(f"{changed:,} of {len(found.answers):,} answers changed materially")
        if found.not_asked:
            context.say(f"not asked, about things of one graph: {', '.join(found.not_asked)}")
