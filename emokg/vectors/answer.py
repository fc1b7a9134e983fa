"""The answer a person sees: the nearest images, and what the graph says of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from emokg.errors import DataError, UsageError
from emokg.table import Table
from emokg.vectors.check import spaces
from emokg.vectors.filters import Ask, allowed_images
from emokg.vectors.index import Index, open_index
from emokg.workspace import Workspace

SCHEMA = pa.schema(
    [
        ("rank", pa.int64()),
        ("image", pa.string()),
        ("similarity", pa.float64()),
        ("emotion", pa.string()),
        ("source", pa.string()),
        ("triplets", pa.list_(pa.string())),
    ]
)

ABOUT = """
MATCH (i:Image) WHERE i.id IN $images
OPTIONAL MATCH (i)-[:EVOKES {rank: 1}]->(e:Emotion)
OPTIONAL MATCH (i)-[:FROM_SOURCE]->(s:Source)
OPTIONAL MATCH (i)-[:HAS_TRIPLET]->(t:Triplet)
WITH i, e, s, t ORDER BY t.position, t.id
RETURN i.id AS image, e.id AS emotion, s.id AS source, collect(t.text) AS triplets
"""


def neighbors(
    workspace: Workspace,
    ask: Ask,
    *,
    image: str | None = None,
    vector: np.ndarray | Path | None = None,
    like: Sequence[str] | None = None,
    k: int = 10,
    space: str | None = None,
    where: Mapping[str, str] | None = None,
) -> Table:
    """The k images nearest to an image, a vector (array or .npy file), or several images.

    Columns: rank (from 1), image, similarity (cosine), emotion (rank 1), source, triplets. The
    given images are left out. `where` filters through the graph that `ask` answers from; fewer
    than k rows come only when fewer images pass. Raises UsageError unless exactly one of image,
    vector and like is given, UnknownName, DataError.
    """
    if sum(given is not None for given in (image, vector, like)) != 1:
        raise UsageError(
            "neighbours of what? exactly one of image, vector and like is needed",
            "for example: emokg index search --image emoset:fear_00012",
        )
    allowed = allowed_images(ask, where) if where else None
    index = open_index(workspace, space or _only_space(workspace))
    examples = [image] if image is not None else list(like or ())
    if vector is None:
        question = index.vector(examples)
    else:
        question = read_vector(vector) if isinstance(vector, Path) else vector
    found = index.search(question, k, allowed, without=examples)
    rows = _rows(found.images, found.similarities, ask)
    notices = (*index.notices, *_shortage(index, len(rows), k, where))
    return Table(pa.Table.from_pylist(rows, schema=SCHEMA), notices)


def read_vector(path: Path) -> np.ndarray:
    """The one vector of a .npy file, (dimension,). Raises DataError."""
    hint = "save one vector: numpy.save('vector.npy', array_of_shape_(dimension,))"
    try:
        array: np.ndarray = np.load(path, allow_pickle=False)
    except FileNotFoundError:
        raise DataError(f"{path} does not exist", hint) from None
    except (OSError, ValueError, EOFError) as error:
        raise DataError(f"{path} is not a .npy file: {error}", hint) from None
    if not isinstance(array, np.ndarray):
        raise DataError(f"{path} holds several arrays", hint)
    if array.ndim == 2 and len(array) == 1:
        array = array[0]
    if array.ndim != 1:
        raise DataError(f"{path} holds an array of shape {array.shape}, not one vector", hint)
    return array


def _only_space(workspace: Workspace) -> str:
    names = spaces(workspace)
    if len(names) > 1:
        raise UsageError(
            f"there are {len(names)} DES spaces, and vectors of different ones are not comparable",
            f"choose one with --space: {', '.join(names)}",
        )
    return names[0]


def _rows(images: list[str], similarities: np.ndarray, ask: Ask) -> list[dict[str, Any]]:
    about = {row["image"]: row for row in ask(ABOUT, {"images": images}).rows()} if images else {}
    nothing = {"emotion": None, "source": None, "triplets": None}
    return [
        {"rank": rank, "image": image, "similarity": float(similarity)}
        | {name: about.get(image, nothing)[name] for name in nothing}
        for rank, (image, similarity) in enumerate(zip(images, similarities, strict=True), start=1)
    ]


def _shortage(index: Index, found: int, k: int, where: Mapping[str, str] | None) -> tuple[str, ...]:
    if found == k:
        return ()
    space = index.description.space
    passing = (
        f" pass {' and '.join(f'{key}={value}' for key, value in where.items())}" if where else ""
    )
    return (f"{found:,} rows instead of {k:,}: no more images with a vector in {space!r}{passing}",)
