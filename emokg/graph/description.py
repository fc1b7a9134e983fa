"""`graph/graph.json`: which file is the graph, and what it was built from; swapping it commits.

Beside it lies the graph itself under a name of its own, so that a build never touches the file
that others read.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from emokg.errors import DamagedFile, DataError
from emokg.graph.labelled import Labelled
from emokg.graph.model import GraphModel
from emokg.workspace.files import replace_text
from emokg.workspace.folder import Workspace

FORMAT = 1
REBUILD = (
    "build it again from the records: emokg graph build; "
    "one that was pulled: emokg graph pull neo4j"
)


class Description(BaseModel):
    """What is known of a built graph. `records` and `model` are fingerprints of what it came from.

    `nodes` and `relationships` are counts per table; `sha256` and `bytes` are of `file`, a name in
    the folder of the description. `labelled` is unknown of a graph that an earlier EmoKG built.
    """

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    format: int = FORMAT
    file: str
    bytes: int
    sha256: str
    records: str
    model: str
    nodes: dict[str, int]
    relationships: dict[str, int]
    labelled: Labelled | None = None


def model_fingerprint(model: GraphModel) -> str:
    """SHA-256 over tables, properties and their types."""
    return hashlib.sha256(repr(model).encode()).hexdigest()


def read_description(workspace: Workspace) -> Description:
    """What the graph of a workspace is. DataError where there is none yet, DamagedFile."""
    path = workspace.graph_description
    try:
        description = Description.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        raise DataError(
            f"the graph of {workspace.root} has not been built yet", "build it: emokg graph build"
        ) from None
    except (ValidationError, OSError) as error:
        detail = str(error).splitlines()[0]
        raise DamagedFile(f"{path} does not describe a graph: {detail}", REBUILD) from None
    if description.format != FORMAT:
        raise DamagedFile(
            f"{path} has format {description.format}; this EmoKG reads format {FORMAT}", REBUILD
        )
    return description


def write_description(path: Path, description: Description) -> None:
    """Swap the description in: the moment from which the new graph answers."""
    replace_text(path, description.model_dump_json(indent=1) + "\n")


def checked_file(workspace: Workspace, description: Description) -> Path:
    """The graph's file, of the described size. DamagedFile where it is missing or truncated."""
    path = workspace.graph_description.with_name(description.file)
    try:
        size = path.stat().st_size
    except OSError as error:
        raise DamagedFile(f"{path} cannot be read: {error.strerror}", REBUILD) from None
    if size != description.bytes:
        raise DamagedFile(
            f"{path} is damaged: it has {size:,} bytes instead of {description.bytes:,}", REBUILD
        )
    return path
