"""`query verify`: the same answers from every engine, with a certificate."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from emokg.cli.context import Context, command
from emokg.cli.output import Format, FormatOption, write
from emokg.errors import AuditFailed

if TYPE_CHECKING:
    from rich.status import Status

    from emokg.query.parity import Certificate

TENTHS = 10
SHOWN = 5
"""Cases that are told at length; the certificate has all."""


def register(query: typer.Typer) -> None:
    """Add the command of this module to `query`."""

    @command(query, "verify")
    def verify(
        context: Context,
        names: Annotated[
            list[str] | None,
            typer.Argument(metavar="NAME", help="Only these questions.", show_default="all"),
        ] = None,
        out: Annotated[
            Path | None,
            typer.Option(
                metavar="FILE", show_default="reports/parity.json", help="The certificate."
            ),
        ] = None,
        form: FormatOption = Format.table,
    ) -> None:
        """Ask every engine every question; exit 6 where two answers differ.

        Neo4j is asked where NEO4J_URI names a server that the graph was pushed to.
        """
        from emokg.graph.description import read_description
        from emokg.query import find_question, questions
        from emokg.query.engine import EngineName
        from emokg.query.engines import open_engine
        from emokg.query.parity import verify as ask_all

        folder = context.find()
        asked = tuple(map(find_question, names)) if names else questions()
        wanted = [EngineName.embedded, EngineName.rdf]
        if os.environ.get("NEO4J_URI"):
            wanted.append(EngineName.neo4j)
        else:
            context.say("neo4j is not asked: NEO4J_URI names no server")
        with ExitStack() as stack:
            engines = [stack.enter_context(open_engine(folder, name)) for name in wanted]
            status = stack.enter_context(context.messages.status("asking"))
            certificate = ask_all(
                engines,
                asked,
                read_description(folder).records,
                lambda done, every: _tell(context, status, done, every),
            )
        path = out or folder.root / "reports" / "parity.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(certificate.to_json(), encoding="utf-8")
        write(certificate.table(), form)
        context.say(f"certificate: {path}")
        _conclude(context, certificate)


def _tell(context: Context, status: Status, done: int, every: int) -> None:
    """A line that changes on a terminal; else a new one for each tenth, as for a log."""
    told = f"asking: {done} of {every}"
    if context.messages.is_terminal:
        status.update(told)
    elif done * TENTHS // every != (done - 1) * TENTHS // every:
        context.say(told)


def _conclude(context: Context, certificate: Certificate) -> None:
    """Say what differs, and raise AuditFailed where anything does."""
    wrong = certificate.disagreements
    for case in wrong[:SHOWN]:
        context.say("\n".join((case.name, *case.differences)))
    if wrong:
        raise AuditFailed(
            f"{len(wrong)} of {len(certificate.cases)} answers differ between engines",
            "the certificate has every difference; which engine is right, the records decide",
        )
    cases, empty = len(certificate.cases), len(certificate.empty)
    context.say(f"{cases} answers, the same from {_listed(certificate)}")
    context.say(f"{cases - empty} with rows, {empty} empty everywhere")
    if certificate.unproven:
        names = ", ".join(certificate.unproven)
        context.say(f"never a row, so nothing is shown of: {names}")


def _listed(certificate: Certificate) -> str:
    return ", ".join(certificate.engines.values())
