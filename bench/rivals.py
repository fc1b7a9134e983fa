"""Every question of the catalogue here and in a true Neo4j that holds the same graph, both warm."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import neo4j

from bench.catalogue import Asked, asked
from bench.measure import Measured, interleaved, milliseconds
from bench.neo4j_server import load, make_constraints, running, server_folder
from bench.same import first_difference
from emokg.cypher import EmbeddedGraph, open_graph
from emokg.graph import build
from emokg.graph.embedded_store import open_embedded
from emokg.workspace import Workspace

ROUNDS = 5
AT_LEAST = 4.0
HOME = Path(__file__).resolve().parent / "data" / "neo4j"


def measure(workspace: Workspace) -> Iterator[Measured]:
    """Times include reading all rows.

    What an expert's SQL takes is shown beside them: no compiler can do much better on that engine.
    """
    server = server_folder()
    if server is None:
        print("neo4j: left out, there is no server folder (EMOKG_TEST_NEO4J)")
        return
    build(workspace)
    with open_embedded(workspace) as store:
        seconds = load(server, HOME, store, store.snapshot.model)
        yield Measured("neo4j", "export and import", seconds, "s")
    with open_graph(workspace) as graph, running(server, HOME) as driver:
        start = perf_counter()
        make_constraints(driver)
        yield Measured("neo4j", "constraints and indexes", perf_counter() - start, "s")
        for question in asked(graph):
            yield _compared(graph, driver, question)


def _compared(graph: EmbeddedGraph, driver: neo4j.Driver, question: Asked) -> Measured:
    def ours() -> list[dict[str, object]]:
        return graph.cypher(question.text, question.parameters).rows()

    def theirs() -> list[dict[str, object]]:
        with driver.session() as session:
            return session.run(question.text, question.parameters).data()

    def by_hand() -> list[dict[str, object]]:
        cursor = graph.connection.cursor()
        found = cursor.sql(question.sql, params=question.parameters or None)
        return found.to_arrow_table().to_pylist()

    difference = first_difference(ours(), theirs(), question.ordered)
    times = interleaved({"emokg": ours, "neo4j": theirs, "by hand": by_hand}, ROUNDS)
    detail = (
        f"{milliseconds(times['emokg'])} against {milliseconds(times['neo4j'])}; "
        f"SQL by hand {milliseconds(times['by hand'])}"
    )
    return Measured(
        "neo4j",
        question.name,
        times["neo4j"] / times["emokg"],
        "× faster",
        at_least=AT_LEAST,
        detail=detail,
        difference=difference,
    )
