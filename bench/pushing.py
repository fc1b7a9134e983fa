"""A first push to a true Neo4j against a bare UNWIND loop of the same rows, then a second push.

Both write to one server at one time and take turns, a range of rows each, so that neither has the
quieter half of the machine or the warmer half of the server. The loop writes to labels and types
of its own, under constraints of its own, with the statements of the push and nothing else: no
transactions with bookkeeping, no comparing, no counting.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from time import perf_counter

import neo4j

from bench.measure import Measured
from bench.neo4j_server import PASSWORD, running, server_folder
from emokg.graph import build
from emokg.graph.embedded_store import EmbeddedStore, open_embedded
from emokg.graph.model import NodeTable, RelationshipTable, emokg_model
from emokg.graph.neo4j import Settings, push
from emokg.graph.neo4j.columns import rows_of
from emokg.graph.neo4j.statements import between, node_part, relationship_part
from emokg.workspace import Workspace

BATCH = 5_000
HOME = Path(__file__).resolve().parent / "data" / "neo4j-push"


def measure(workspace: Workspace) -> Iterator[Measured]:
    """Left out with a line where there is no server folder."""
    server = server_folder()
    if server is None:
        print("push: left out, there is no server folder (EMOKG_TEST_NEO4J)")
        return
    shutil.rmtree(HOME, ignore_errors=True)
    build(workspace)
    with running(server, HOME) as driver, open_embedded(workspace) as store:
        (address,) = driver.get_server_info().address[1:2]
        settings = Settings(f"bolt://127.0.0.1:{address}", "neo4j", PASSWORD, "neo4j")
        yield from _compared(store, driver, settings)
    shutil.rmtree(HOME)


def _compared(store: EmbeddedStore, driver: neo4j.Driver, settings: Settings) -> Iterator[Measured]:
    records = store.snapshot.description.records
    turns = _Turns(_Bare(store, driver))
    first = push(store, emokg_model(), settings, records, report=turns.take)
    seconds = first.seconds - turns.bare.seconds
    ours, bare = first.created / seconds, turns.bare.rows / turns.bare.seconds
    detail = f"{ours:,.0f} rows/s against {bare:,.0f} bare, {first.created:,} rows"
    yield Measured("push", "first push", ours / bare, "× bare", at_least=0.8, detail=detail)
    second = push(store, emokg_model(), settings, records)
    detail = f"{second.seconds:.2f} s against {seconds:.1f} s, {second.created} rows sent"
    ratio = seconds / second.seconds
    yield Measured("push", "second push, unchanged", ratio, "× faster", at_least=20, detail=detail)
    early, late = turns.peak(0.25, 0.5), turns.peak(0.75, 1.0)
    detail = f"{early:.0f} MB in the second quarter, {late:.0f} MB in the last"
    yield Measured("push", "resident memory", late / early, "×", at_most=1.2, detail=detail)


class _Turns:
    """Lets the bare loop catch up whenever the push has come further."""

    def __init__(self, bare: _Bare) -> None:
        self.bare = bare
        self.resident: list[tuple[float, float]] = []

    def take(self, _: str, done: int, total: int) -> None:
        self.bare.until(done)
        self.resident.append((done / total, _megabytes()))

    def peak(self, first: float, last: float) -> float:
        """The most megabytes while the push was between these fractions of its rows."""
        return max(size for done, size in self.resident if first <= done <= last)


class _Bare:
    """`UNWIND $rows` in a loop; knows the seconds it took and the rows it wrote."""

    def __init__(self, store: EmbeddedStore, driver: neo4j.Driver) -> None:
        self.rows = 0
        self.seconds = 0.0
        model = emokg_model()
        for node in model.nodes:
            driver.execute_query(
                f"CREATE CONSTRAINT FOR (n:Bare{node.table}) REQUIRE n.id IS UNIQUE"
            )
        driver.execute_query("CALL db.awaitIndexes(300)")
        self._session = driver.session()
        self._batches = self._all(store, model.nodes, model.relationships)

    def until(self, rows: int) -> None:
        """Go on until as many rows are written, or all."""
        start = perf_counter()
        while self.rows < rows and (batch := next(self._batches, None)) is not None:
            text, sent = batch
            self._session.run(text, rows=sent).consume()
            self.rows += len(sent)
        self.seconds += perf_counter() - start

    def _all(
        self,
        store: EmbeddedStore,
        nodes: tuple[NodeTable, ...],
        relationships: tuple[RelationshipTable, ...],
    ) -> Iterator[tuple[str, list[list[object]]]]:
        for node in nodes:
            part = node_part(replace(node, table=f"Bare{node.table}"))
            for batch in store.nodes(node):
                for first in range(0, batch.num_rows, BATCH):
                    yield part.create, rows_of(batch.slice(first, BATCH))
        for link in relationships:
            for source, target in product(link.sources, link.targets):
                bare = replace(link, type=f"BARE_{link.type}")
                part = relationship_part(bare, f"Bare{source}", f"Bare{target}")
                for batch in between(source, target, store.relationships(link)):
                    for first in range(0, batch.num_rows, BATCH):
                        yield part.create, rows_of(batch.slice(first, BATCH))


def _megabytes() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGESIZE") / 1e6
