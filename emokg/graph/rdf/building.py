"""The built graph → the RDF store: loaded beside the old one, counted, then swapped in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from pyoxigraph import RdfFormat, Store

from emokg.errors import DamagedFile, DataError
from emokg.graph.exporting import ROOM
from emokg.graph.rdf.counting import counts
from emokg.graph.rdf.description import (
    Description,
    files_of,
    rdf_folder,
    read_description,
    terms_fingerprint,
    write_description,
)
from emokg.graph.rdf.source import Chunk, lines, opened
from emokg.graph.rdf.stream import reader
from emokg.graph.snapshot import Snapshot, open_snapshot
from emokg.graph.store import Counts
from emokg.workspace import Workspace
from emokg.workspace.files import sync_folder
from emokg.workspace.lock import exclusive


@dataclass(frozen=True)
class Built:
    """How many statements a store holds, and the seconds that building it took."""

    statements: int
    seconds: float


def build(workspace: Workspace) -> Built:
    """Build the store and swap it in; until then, and if anything fails, the old one answers.

    DataError where the graph was not built yet, another build is under way, there is no room, or
    the store does not hold what the graph does; DamagedFile where the graph's file is.
    """
    start = perf_counter()
    folder = rdf_folder(workspace)
    with open_snapshot(workspace) as snapshot:
        folder.mkdir(exist_ok=True)
        with exclusive(folder / ".lock", "build", "emokg sparql --rebuild 'ASK {}'"):
            _remove_leftovers(workspace)
            beside = folder / "next.new"
            statements = _load(snapshot, beside)
            name = f"store-{snapshot.description.sha256[:12]}-{terms_fingerprint()[:4]}"
            description = Description(
                folder=name,
                graph=snapshot.description.sha256,
                terms=terms_fingerprint(),
                statements=statements,
                nodes=snapshot.description.nodes,
                relationships=snapshot.description.relationships,
                files=files_of(beside),
            )
            _swap(workspace, beside, description)
    return Built(statements, perf_counter() - start)


def _load(snapshot: Snapshot, beside: Path) -> int:
    """Load all statements into a new store; how many they are."""
    try:
        store = Store(str(beside))
        with opened(snapshot.path, beside.parent) as connection:
            counted = _Counted(lines(connection, in_order=False))
            store.bulk_load(reader(counted), RdfFormat.N_QUADS, lenient=True)
        store.flush()
    except OSError as error:
        shutil.rmtree(beside, ignore_errors=True)
        detail = f"the new RDF store cannot be written to {beside.parent}: {error}"
        raise DataError(detail, ROOM) from None
    _verify(store, snapshot, counted.lines)
    return counted.lines


class _Counted(Iterator[Chunk]):
    def __init__(self, chunks: Iterator[Chunk]) -> None:
        self.chunks = chunks
        self.lines = 0

    def __next__(self) -> Chunk:
        chunk = next(self.chunks)
        self.lines += chunk.lines
        return chunk


def _verify(store: Store, snapshot: Snapshot, statements: int) -> None:
    wanted = Counts(snapshot.description.nodes, snapshot.description.relationships)
    found = counts(store)
    if len(store) != statements or found != wanted:
        raise DamagedFile(
            f"the new RDF store has {len(store):,} statements where {statements:,} were written, "
            f"or not the nodes and relationships of the graph",
            "the old one goes on answering; look at the graph: emokg graph check",
        )


def _swap(workspace: Workspace, beside: Path, description: Description) -> None:
    folder = rdf_folder(workspace)
    place = folder / description.folder
    if place.exists():
        place = place.with_name(f"{place.name}-again")
        description = description.model_copy(update={"folder": place.name})
    beside.replace(place)
    sync_folder(folder)
    write_description(workspace, description)
    _remove_leftovers(workspace)


def _remove_leftovers(workspace: Workspace) -> None:
    """Folders of builds that did not end, and of stores that were replaced."""
    try:
        description = read_description(workspace)
    except DataError:
        description = None
    for path in rdf_folder(workspace).iterdir():
        if path.is_dir() and (description is None or path.name != description.folder):
            shutil.rmtree(path)
