"""Is what a graph becomes in RDF as the generated SHACL shapes want it?

rdflib holds all it validates in memory, so of a label with more than `SAMPLE` nodes as many are
taken, evenly from first to last id, with all that is said of them.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import duckdb

from emokg.content import content_folder
from emokg.errors import AuditFailed
from emokg.graph.model import LABEL_BITS
from emokg.graph.rdf.lines import parts
from emokg.graph.rdf.source import lines, opened
from emokg.graph.rdf.terms import context, iri, node_forms, node_of, relationship_forms

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

SAMPLE = 200
SHOWN = 10
"""Violations of a report."""


def check_shapes(graph: Path) -> tuple[str, ...]:
    """Validate a graph's file; what was validated, a line each.

    AuditFailed with the first violations, and the errors of `emokg.graph.rdf.source.opened`.
    """
    with TemporaryDirectory() as folder, opened(graph, Path(folder)) as connection:
        nodes, of = _take_sample(connection)
        some = parts(nodes="{} IN (FROM written)", starts="{} IN (FROM sample)")
        content = b"".join(chunk.content for chunk in lines(connection, some, in_order=False))
    return _validate(content.decode(), nodes, of)


def _take_sample(connection: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """Tables `sample` and `written` (with the ends); how many of the sample, and of all nodes."""
    taken = " UNION ALL ".join(
        f'SELECT _n AS n FROM "{label}" WHERE (_n & {(1 << LABEL_BITS) - 1}) % '
        f'(SELECT greatest(1, ceil(count(*) / {SAMPLE}))::BIGINT FROM "{label}") = 0'
        for label in node_forms()
    )
    connection.execute(f"CREATE TEMP TABLE sample AS {taken}")
    ends = " UNION ".join(
        f'SELECT _d FROM "{type_}" WHERE _s IN (FROM sample)' for type_ in relationship_forms()
    )
    connection.execute(f"CREATE TEMP TABLE written AS FROM sample UNION {ends}")
    ((sampled, everything),) = connection.execute(
        "SELECT (SELECT count(*) FROM sample), (SELECT count(*) FROM nodes)"
    ).fetchall()
    return sampled, everything


def _validate(content: str, nodes: int, of: int) -> tuple[str, ...]:
    from pyshacl import validate
    from rdflib import Graph

    data = Graph().parse(data=content, format="nt")
    shapes = Graph().parse(content_folder("schema") / "generated" / "emokg.shacl.ttl")
    passed, results, _ = validate(data, shacl_graph=shapes, inplace=True, meta_shacl=False)
    sample = "all" if nodes == of else f"{nodes:,} of"
    about = f"{sample} {of:,} nodes, {len(data):,} statements"
    if not passed:
        found = _violations(results)
        more = f"\n… and {len(found) - SHOWN:,} more" if len(found) > SHOWN else ""
        raise AuditFailed(
            f"shapes: {len(found):,} violations in {about}:\n" + "\n".join(found[:SHOWN]) + more,
            "mend the data and ingest it again, or correct the shapes in schema/emokg.yaml",
        )
    return (f"shapes: no violation in {about}",)


def _violations(results: Graph) -> list[str]:
    """A line each, sorted: what, which property, which value, and what is wrong with it."""
    from rdflib import RDF, SH

    return sorted(
        " ".join(
            filter(
                None,
                (
                    _named(results.value(result, SH.focusNode)),
                    _property(results.value(result, SH.resultPath)),
                    _valued(results.value(result, SH.value)),
                    str(results.value(result, SH.resultMessage)),
                ),
            )
        )
        for result in results.subjects(RDF.type, SH.ValidationResult)
    )


def _named(node: Node | None) -> str:
    found = node_of(str(node))
    return f"{found[0]} {found[1]}:" if found else f"{node}:"


def _property(path: Node | None) -> str:
    names = [name for name, of in context().items() if isinstance(of, dict)]
    return next((name for name in names if iri(name) == str(path)), str(path))


def _valued(value: Node | None) -> str:
    return "" if value is None else f"is {str(value)!r}:"
