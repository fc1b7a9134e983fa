"""The RDF store of a workspace: it answers SPARQL, and gives the graph's rows back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.metadata import version

import pyarrow as pa
from pyoxigraph import NamedNode, Store

from emokg.closing import Closing
from emokg.errors import AuditFailed, DamagedFile, DataError
from emokg.graph.counting import differing
from emokg.graph.model import NodeTable, RelationshipTable
from emokg.graph.rdf import reading
from emokg.graph.rdf.answers import table
from emokg.graph.rdf.counting import counts
from emokg.graph.rdf.description import (
    REBUILD,
    Description,
    check_files,
    not_built,
    read_description,
    up_to_date,
)
from emokg.graph.rdf.limits import within
from emokg.graph.rdf.naming import unknown_names
from emokg.graph.rdf.terms import PREFIXES, node_forms, relationship_forms
from emokg.graph.rdf.texts import Value, bind, refuse_service, refuse_updates, syntax_error
from emokg.graph.store import Counts
from emokg.table import Table
from emokg.workspace import Workspace

ATTEMPTS = 3
"""A build that ends between reading the description and opening the store takes the store away."""


class RdfStore(Closing):
    """One open store, read-only. Use it in a `with` statement, or call `close()`."""

    def __init__(self, workspace: Workspace, description: Description, store: Store) -> None:
        self.workspace = workspace
        self.description = description
        self._store: Store | None = store

    @property
    def engine(self) -> str:
        """Name and version."""
        return f"pyoxigraph {version('pyoxigraph')}"

    @property
    def notices(self) -> tuple[str, ...]:
        """What to know before trusting an answer; every answer carries them too."""
        if up_to_date(self.workspace, self.description):
            return ()
        return ("the RDF store is older than the graph; `emokg sparql` brings it up to date",)

    def sparql(
        self,
        text: str,
        parameters: Mapping[str, Value] | None = None,
        /,
        *,
        max_rows: int | None = None,
        timeout: float | None = None,
    ) -> Table:
        """The answer of a SPARQL 1.1 query; `PREFIXES` need no saying. `timeout` in seconds.

        SparqlError for a text that is not a query, UsageError for an update, LimitExceeded beyond
        `max_rows` rows or `timeout` seconds, DamagedFile where the store's files were altered.
        Names that are nowhere in the store are told in the notices.
        """
        store = self._open()
        refuse_updates(text)
        refuse_service(text)
        bound = bind(text, parameters or {})
        try:
            answer = within(
                timeout,
                lambda stop: table(store.query(bound, prefixes=dict(PREFIXES)), max_rows, stop),
            )
            unknown = unknown_names(text, lambda iri: _has(store, NamedNode(iri)))
        except SyntaxError as error:
            raise syntax_error(error, bound) from None
        except OSError as error:
            raise DamagedFile(f"the RDF store is damaged: {error}", REBUILD) from None
        return Table(answer.arrow, (*self.notices, *answer.notices, *unknown))

    def counts(self) -> Counts:
        """Counted by the store, now."""
        return counts(self._open())

    def nodes(self, table: NodeTable) -> Iterator[pa.RecordBatch]:
        """All nodes of a label, sorted by `id`."""
        return reading.node_batches(self._open(), node_forms()[table.table])

    def relationships(self, table: RelationshipTable) -> Iterator[pa.RecordBatch]:
        """All relationships of a type, sorted by `start`, then `end`."""
        return reading.relationship_batches(self._open(), relationship_forms()[table.table])

    def check(self) -> tuple[str, ...]:
        """Compare every byte with its recorded hash, and the counts with the graph's.

        Raises DamagedFile, AuditFailed for other counts, DataError where the graph is newer.
        """
        check_files(self.workspace, self.description, deep=True)
        wanted = Counts(self.description.nodes, self.description.relationships)
        if wrong := differing(wanted, self.counts()):
            raise AuditFailed(f"the RDF store is not the graph: {', '.join(wrong)}", REBUILD)
        if self.notices:
            raise DataError("the RDF store is older than the graph", REBUILD)
        return (f"rdf: sound, {self.description.statements:,} statements, from this graph",)

    def close(self) -> None:
        """Let go of the files."""
        self._store = None

    def _open(self) -> Store:
        if self._store is None:
            raise ValueError("the RDF store is closed")
        return self._store


def _has(store: Store, node: NamedNode) -> bool:
    patterns = ((node, None, None), (None, node, None), (None, None, node))
    return any(True for pattern in patterns for _ in store.quads_for_pattern(*pattern))


def open_store(workspace: Workspace) -> RdfStore:
    """Open the store that answers now.

    DataError where none was built, DamagedFile where one of its files is missing, truncated or
    unreadable.
    """
    for attempt in range(ATTEMPTS):
        description = read_description(workspace)
        if description is None:
            raise not_built(workspace)
        try:
            return RdfStore(workspace, description, _opened(workspace, description))
        except DamagedFile:
            if attempt == ATTEMPTS - 1 or read_description(workspace) == description:
                raise
    raise AssertionError("unreachable")


def needs_building(workspace: Workspace) -> str | None:
    """Why `open_store` would not open the graph that answers now; None where it would."""
    description = read_description(workspace)
    if description is None:
        return "there is no RDF store yet"
    if not up_to_date(workspace, description):
        return "the RDF store is older than the graph"
    return None


def _opened(workspace: Workspace, description: Description) -> Store:
    folder = check_files(workspace, description, deep=False)
    try:
        return Store.read_only(str(folder))
    except OSError as error:
        raise DamagedFile(f"{folder} is damaged: {error}", REBUILD) from None
