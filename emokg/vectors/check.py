"""Which spaces there are, and whether the index of one is whole and of the committed vectors."""

from __future__ import annotations

from emokg.errors import DataError
from emokg.vectors.description import (
    Description,
    check_file,
    read_description,
    repair,
    space_of,
)
from emokg.workspace import Workspace


def spaces(workspace: Workspace) -> list[str]:
    """The DES spaces of a workspace, sorted. Raises DataError when there are none."""
    names = workspace.spaces()
    if not names:
        raise DataError(f"{workspace.root} holds no DES vectors", "ingest some: emokg ingest PATH")
    return names


def check_index(workspace: Workspace, space: str) -> Description:
    """Read every byte of an index and compare it with the committed vectors.

    Raises UnknownName for the space, DamagedFile, DataError for an index that is not there or is
    stale.
    """
    from emokg.vectors.index import open_index

    space_of(workspace.manifest(), space)
    description = read_description(workspace, space)
    check_file(workspace.space_folder(space), description, deep=True)
    index = open_index(workspace, space)
    if index.notices:
        raise DataError(index.notices[0], repair(space))
    return description
