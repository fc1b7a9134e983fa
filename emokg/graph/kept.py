"""A graph to compare with: a workspace's, or a folder of a graph alone that was kept.

`cp -r DIR/graph kept` before a build keeps the graph that the build replaces.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from emokg.errors import DataError
from emokg.graph.description import REBUILD, checked_file, model_fingerprint, read_description
from emokg.graph.model import emokg_model
from emokg.workspace import find
from emokg.workspace.folder import Workspace


@dataclass(frozen=True)
class KeptGraph(Workspace):
    """A folder that holds a graph without its records, which can therefore not be newer."""

    @property
    def graph_description(self) -> Path:
        """In the folder itself."""
        return self.root / "graph.json"

    def fingerprint(self) -> str:
        """Of the records that the graph was built from."""
        return read_description(self).records


def find_graph(folder: Path) -> Workspace:
    """The workspace, or the graph alone, in a folder. UsageError where neither is there."""
    if (folder / "graph.json").is_file():
        return KeptGraph(folder.absolute())
    return find(folder)


def graph_file(workspace: Workspace) -> Path:
    """The file of a graph of this EmoKG's model. Raises DataError, DamagedFile."""
    description = read_description(workspace)
    if description.model != model_fingerprint(emokg_model()):
        raise DataError(
            f"the graph of {workspace.root} was built by an EmoKG with another schema", REBUILD
        )
    return checked_file(workspace, description)
