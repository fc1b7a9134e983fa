"""`sparql` and `graph export rdf`: the graph for the Semantic Web."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from emokg.cli.ask import RowsOption, TimeoutOption
from emokg.cli.context import Context, command
from emokg.cli.groups import group
from emokg.cli.output import Format, FormatOption
from emokg.cli.parameters import ParameterOption, parse_parameters
from emokg.cli.pointing import excerpt
from emokg.errors import SparqlError, UsageError

if TYPE_CHECKING:
    from emokg.graph.rdf import Endpoint, RdfStore

ShaclOption = Annotated[
    bool,
    typer.Option(
        "--shacl", help="Also hold the graph to its SHACL shapes; exit 6 where it breaks one."
    ),
]


def register(app: typer.Typer, graph: typer.Typer) -> None:
    """Add `sparql` to the app and `export rdf` to its group `graph`."""
    _register_export(graph)

    @command(app, "sparql")
    def sparql(
        context: Context,
        text: Annotated[
            str,
            typer.Argument(metavar="TEXT", help="A SPARQL query; @FILE reads a file, - stdin."),
        ],
        parameters: ParameterOption = None,
        endpoint: Annotated[
            str | None,
            typer.Option(metavar="URL", help="Ask this endpoint instead of the workspace."),
        ] = None,
        rebuild: Annotated[
            bool, typer.Option("--rebuild", help="Build the workspace's RDF store anew before.")
        ] = False,
        form: FormatOption = Format.table,
        max_rows: RowsOption = 100_000,
        timeout: TimeoutOption = 60.0,
    ) -> None:
        """Ask in SPARQL 1.1; the RDF store is built of the graph where that is newer.

        Prefixes that need no saying: emokg for most classes and properties; schema, dcterms, dcat,
        skos, prov, oa, onyx, rdf, rdfs and xsd for the others (schema/RDF.md says which is which);
        for the nodes image, background, attribute, subject, concept, triplet, region, mask,
        emotion, source, annotator, annotation, verdict, evocation, vote, nearDuplicate and match.

        emokg sparql 'SELECT ?i { ?i emokg:evokesMost emotion:fear } LIMIT 3'
        """
        if endpoint and rebuild:
            raise UsageError(
                "--rebuild is for the workspace's own store, not for an endpoint", "leave one out"
            )
        query, values = _read(text), parse_parameters(parameters)
        engine = _endpoint(endpoint) if endpoint else _store(context, rebuild)
        try:
            answer = engine.sparql(query, values, max_rows=max_rows, timeout=timeout)
        except SparqlError as error:
            if error.line is not None and error.column is not None and not values:
                error.message += "\n" + excerpt(query, error.line, error.column)
            raise
        context.show(answer, form)


def _register_export(graph: typer.Typer) -> None:
    @command(group(graph, "export", "Write the graph to files for other programs."), "rdf")
    def rdf(
        context: Context,
        out: Annotated[
            Path, typer.Option(metavar="FILE", help="A file that ends in .nq, .ttl or .jsonld.")
        ],
    ) -> None:
        """Write the graph as N-Quads (sorted), Turtle or JSON-LD, by the file's suffix."""
        from emokg.graph import open_snapshot
        from emokg.graph.rdf import export

        with open_snapshot(context.find()) as snapshot, context.messages.status("writing"):
            for notice in snapshot.notices:
                context.say(f"notice: {notice}")
            exported = export(snapshot.path, out)
        context.say(f"{out}: {exported.statements:,} statements, {exported.bytes / 1e6:,.1f} MB")
        context.detail(f"in {exported.seconds:.1f} s")


def shape_report(context: Context) -> tuple[str, ...]:
    """What holding the graph to its shapes found. Raises AuditFailed."""
    from emokg.graph import open_snapshot
    from emokg.graph.rdf import check_shapes

    with (
        open_snapshot(context.find()) as snapshot,
        context.messages.status("holding the graph to its shapes"),
    ):
        return check_shapes(snapshot.path)


def store_report(context: Context) -> tuple[str, ...]:
    """What checking the RDF store found, nothing where there is none. Raises DamagedFile."""
    from emokg.graph.rdf import open_store
    from emokg.graph.rdf.description import read_description
    from emokg.graph.rdf.store import needs_building

    workspace = context.find()
    if read_description(workspace) is None:
        return ()
    if reason := needs_building(workspace):
        return (f"rdf: {reason}; the next `emokg sparql` builds it",)
    with open_store(workspace) as store:
        return store.check()


def _read(text: str) -> str:
    if text == "-":
        return sys.stdin.read()
    if text.startswith("@"):
        return Path(text[1:]).read_text(encoding="utf-8")
    return text


def _endpoint(url: str) -> Endpoint:
    from emokg.graph.rdf import Endpoint

    return Endpoint(url)


def _store(context: Context, rebuild: bool) -> RdfStore:
    from emokg.graph.rdf import build, open_current

    workspace = context.find()
    with context.messages.status("opening the RDF store"):
        if rebuild:
            built = build(workspace)
            context.say(f"{built.statements:,} statements in {built.seconds:.1f} s")
        return open_current(workspace, context.say)
