"""`emokg.open(path)`: one object that answers questions about one workspace."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from emokg.closing import Closing

if TYPE_CHECKING:
    import networkx
    import numpy as np

    from emokg.cypher import EmbeddedGraph
    from emokg.table import Table
    from emokg.workspace import Workspace as Folder

_NAME = re.compile(r"[\w-]+")
"""What may be a question's name, and is no Cypher text."""


class Workspace(Closing):
    """A workspace opened for reading. Use it in a `with` statement, or call `close()`.

    The embedded graph is opened at the first question, read-only; the notices of an answer say
    when the graph is older than the records.
    """

    def __init__(
        self, folder: Folder, *, max_rows: int | None = None, timeout: float | None = None
    ) -> None:
        self.folder = folder
        self.max_rows = max_rows
        self.timeout = timeout
        self._graph: EmbeddedGraph | None = None

    def query(self, name: str, /, **parameters: Any) -> Table:
        """The answer of a named question. UnknownName for a question or a value not there."""
        from emokg.query import run_question

        return run_question(self.graph, name, parameters, self.graph.snapshot.description)

    def cypher(self, text: str, /, **parameters: Any) -> Table:
        """The answer of a reading Cypher text.

        CypherError for a text that cannot run, CypherRuntimeError for a value it cannot work
        with, LimitExceeded beyond `max_rows` rows or `timeout` seconds.
        """
        return self.graph.cypher(text, parameters, max_rows=self.max_rows, timeout=self.timeout)

    def sparql(self, text: str, /, **parameters: Any) -> Table:
        """The answer of a SPARQL 1.1 query, from the RDF store, which is built where it must be.

        SparqlError for a text that is no query, LimitExceeded as in `cypher`.
        """
        from emokg.graph.rdf import open_current
        from emokg.table import Table

        told: list[str] = []
        with open_current(self.folder, told.append) as store:
            answer = store.sparql(text, parameters, max_rows=self.max_rows, timeout=self.timeout)
        return Table(answer.arrow, (*told, *answer.notices))

    def to_networkx(
        self, asked: str, /, *, max_nodes: int | None = None, **parameters: Any
    ) -> networkx.MultiDiGraph:
        """The answer of a named question or a Cypher text as a graph; see `Table.to_networkx`.

        LimitExceeded beyond `max_nodes` (100,000), UsageError where no graph is in the answer; and
        the errors of `query` and `cypher`.
        """
        from emokg.table import MAX_NODES

        ask = self.query if _NAME.fullmatch(asked) else self.cypher
        answer = ask(asked, **parameters)
        return answer.to_networkx(max_nodes=MAX_NODES if max_nodes is None else max_nodes)

    def neighbors(
        self,
        image: str | None = None,
        k: int = 10,
        *,
        vector: np.ndarray | Path | None = None,
        like: Sequence[str] | None = None,
        space: str | None = None,
        **filters: str,
    ) -> Table:
        """The k images nearest to an image, a vector, or several images, by cosine similarity.

        Filters such as `emotion="fear"` are applied inside the search, so k rows are k rows
        unless fewer images pass.
        """
        from emokg.vectors import neighbors

        return neighbors(
            self.folder,
            self.graph.cypher,
            image=image,
            vector=vector,
            like=like,
            k=k,
            space=space,
            where=filters,
        )

    def split(
        self,
        kind: str,
        name: str,
        *,
        seed: int = 0,
        ratios: Sequence[float] | None = None,
        k: int | None = None,
        hold_out: Sequence[str] = (),
    ) -> Table:
        """Make a split of the labelled images, write it under `name`, return image and split.

        Near duplicates in the graph stay together. UnknownName for a kind, UsageError for an
        option that means nothing to it, DataError where the graph does not have what it needs.
        """
        from emokg.splits import Plan, make_split, read_assignment
        from emokg.table import Table

        shares = None if ratios is None else tuple(ratios)
        make_split(self.folder, kind, name, Plan(seed, shares, k, tuple(hold_out)))
        return Table(read_assignment(self.folder, name))

    def export(
        self,
        exporter: str,
        split: str,
        out: str | Path,
        *,
        task: str | None = None,
        prompt: str | None = None,
        where: Mapping[str, str] | None = None,
        license_allow: Sequence[str] = (),
        pictures: str | None = None,
    ) -> Table:
        """Write a split for a trainer into the folder `out`; return what was written of each split.

        UsageError and UnknownName for what cannot be asked, AuditFailed for prompts that contain
        what is to be learned, DataError where the graph is not what the split was made from.
        """
        from emokg.export import export_split

        manifest = export_split(
            self.folder,
            exporter,
            split,
            Path(out),
            task=task,
            prompt=prompt,
            where=where,
            license_allow=license_allow,
            pictures=pictures,
        )
        return manifest.table()

    def stats(self) -> Table:
        """Section, name, count and share: sizes of `nodes` and `relationships`, distribution of
        `emotions`, coverage of `images`, `sources`, `origins`, `duplicates` by evidence,
        `agreement` of annotators, and theirs with `gold`, the sources' own labels.
        """
        from emokg.report import summary

        return summary(self.cypher, self.graph.model)

    @property
    def graph(self) -> EmbeddedGraph:
        """The embedded graph, opened at first use."""
        if self._graph is None:
            from emokg.cypher import open_graph

            self._graph = open_graph(self.folder)
        return self._graph

    def close(self) -> None:
        """Let go of the graph's file."""
        if self._graph is not None:
            self._graph.close()
            self._graph = None


def open(  # noqa: A001
    path: str | Path | None = None, *, max_rows: int | None = None, timeout: float | None = None
) -> Workspace:
    """Open the workspace at `path`, else EMOKG_WORKSPACE, else the nearest emokg.toml upward.

    DataError where there is none.
    """
    from emokg.workspace import find

    folder = find(None if path is None else Path(path))
    return Workspace(folder, max_rows=max_rows, timeout=timeout)
