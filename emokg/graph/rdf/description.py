"""`rdf/rdf.json`: which folder is the store, and what it was built from; swapping it commits."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from emokg.errors import DamagedFile, DataError
from emokg.graph.rdf.terms import node_forms, relationship_forms
from emokg.workspace import Workspace
from emokg.workspace.files import replace_text, sha256_of

FORMAT = 1
REBUILD = "build it again from the graph: emokg sparql --rebuild 'ASK {}'"


class File(BaseModel):
    """A file of the store: its size, and the SHA-256 of its bytes."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    bytes: int
    sha256: str


class Description(BaseModel):
    """What is known of a built store: `graph` is the sum of the graph's file, `terms` of the form.

    `folder` lies beside the description.
    """

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    format: int = FORMAT
    folder: str
    graph: str
    terms: str
    statements: int
    nodes: dict[str, int]
    relationships: dict[str, int]
    files: dict[str, File]


def rdf_folder(workspace: Workspace) -> Path:
    """Where the store and its description lie."""
    return workspace.root / "rdf"


def terms_fingerprint() -> str:
    """SHA-256 over everything that decides which statements a graph becomes."""
    forms = (dict(node_forms()), dict(relationship_forms()))
    return hashlib.sha256(repr(forms).encode()).hexdigest()


def read_description(workspace: Workspace) -> Description | None:
    """What the store of a workspace is, None where there is none. Raises DamagedFile."""
    path = rdf_folder(workspace) / "rdf.json"
    try:
        description = Description.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except (ValidationError, OSError) as error:
        detail = str(error).splitlines()[0]
        raise DamagedFile(f"{path} does not describe an RDF store: {detail}", REBUILD) from None
    if description.format != FORMAT:
        raise DamagedFile(
            f"{path} has format {description.format}; this EmoKG reads format {FORMAT}", REBUILD
        )
    return description


def write_description(workspace: Workspace, description: Description) -> None:
    """Swap the description in: the moment from which the new store answers."""
    replace_text(rdf_folder(workspace) / "rdf.json", description.model_dump_json(indent=1) + "\n")


def files_of(folder: Path) -> dict[str, File]:
    """Every file of a store that is not open; the engine's own log is not part of it."""
    return {
        path.name: File(bytes=path.stat().st_size, sha256=sha256_of(path))
        for path in sorted(folder.iterdir())
        if not path.name.startswith(("LOG", "LOCK"))
    }


def check_files(workspace: Workspace, description: Description, *, deep: bool) -> Path:
    """The store's folder, its files of the described sizes; `deep` reads all bytes.

    Raises DamagedFile for the first that differs.
    """
    folder = rdf_folder(workspace) / description.folder
    for name, file in description.files.items():
        path = folder / name
        try:
            size = path.stat().st_size
        except OSError as error:
            raise DamagedFile(f"{path} cannot be read: {error.strerror}", REBUILD) from None
        if size != file.bytes:
            raise DamagedFile(
                f"{path} is damaged: it has {size:,} bytes instead of {file.bytes:,}", REBUILD
            )
        if deep and sha256_of(path) != file.sha256:
            raise DamagedFile(
                f"{path} was altered: its bytes do not have the recorded hash", REBUILD
            )
    return folder


def up_to_date(workspace: Workspace, description: Description) -> bool:
    """Whether the store is that of the graph that answers now. DataError where there is none."""
    from emokg.graph.description import read_description as read_graph

    return (description.graph, description.terms) == (
        read_graph(workspace).sha256,
        terms_fingerprint(),
    )


def not_built(workspace: Workspace) -> DataError:
    """There is no store yet."""
    return DataError(f"the RDF store of {workspace.root} has not been built yet", REBUILD)
