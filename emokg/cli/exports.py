"""`graph export graphml` and `graph export parquet`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from emokg.cli.context import Context, command
from emokg.cli.groups import group

if TYPE_CHECKING:
    from emokg.graph.embedded_store import EmbeddedStore


def register(graph: typer.Typer) -> None:
    """Add the commands of this module to the group `graph`."""
    exports = group(graph, "export", "Write the graph to files for other programs.")

    @command(exports, "graphml")
    def graphml(
        context: Context,
        out: Annotated[Path, typer.Option(metavar="FILE", help="The file; it is replaced.")],
    ) -> None:
        """Write the graph as GraphML, for Gephi, Cytoscape, igraph and networkx."""
        from emokg.graph.graphml import export

        with _opened(context) as store:
            exported = export(store, store.snapshot.model, out)
        context.say(_told(out, exported.nodes, exported.relationships, exported.bytes))
        context.detail(f"in {exported.seconds:.1f} s")

    @command(exports, "parquet")
    def parquet(
        context: Context,
        out: Annotated[Path, typer.Option(metavar="DIR", help="A new or empty folder.")],
    ) -> None:
        """Write a Parquet file for each label and type, and a manifest beside them."""
        from emokg.graph.parquet import export

        with _opened(context) as store:
            exported = export(store.snapshot, out)
        context.say(_told(out, exported.nodes, exported.relationships, exported.bytes))
        context.detail(f"in {exported.seconds:.1f} s")


@contextmanager
def _opened(context: Context) -> Iterator[EmbeddedStore]:
    from emokg.graph.embedded_store import open_embedded

    with open_embedded(context.find()) as store, context.messages.status("writing"):
        for notice in store.snapshot.notices:
            context.say(f"notice: {notice}")
        yield store


def _told(out: Path, nodes: int, relationships: int, size: int) -> str:
    return f"{out}: {nodes:,} nodes, {relationships:,} relationships, {size / 1e6:,.1f} MB"
