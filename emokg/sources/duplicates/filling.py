"""Fills in `sha256` and `phash` of image records from the files that are still at hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from emokg.sources.duplicates.pixels import Look, files_of, look
from emokg.workspace import Manifest, Workspace, Writer

Progress = Callable[[int, int | None], None]
_EVERY = 64


@dataclass(frozen=True)
class Filled:
    """How many images were looked at, and how many lack a hash and have no file at hand."""

    looked_at: int
    not_at_hand: int


def fill(
    workspace: Workspace, writer: Writer, progress: Progress | None = None
) -> tuple[pa.Table, Filled]:
    """The image records with what their files say; the parts that change are replaced.

    A hash that is there is left as it is.
    """
    images = workspace.read("images")
    folders = _folders(writer.base)
    columns = ["uri", "width", "height", "sha256", "phash"]
    wanted = [images[name].to_pylist() for name in columns]
    found: dict[int, Look] = {}
    lacking = 0
    for row, (uri, width, height, sha256, phash) in enumerate(zip(*wanted, strict=True)):
        if sha256 is None or phash is None:
            lacking += 1
            seen = _seen(uri, folders, (width, height, sha256))
            if seen is not None:
                found[row] = seen
        if progress is not None and row % _EVERY == 0:
            progress(row, len(images))
    if found:
        images = _with(images, found)
        _replace(writer, images, found)
    return images, Filled(len(found), lacking - len(found))


def _folders(manifest: Manifest) -> list[Path]:
    """Where pictures may lie: every folder that was read, or that a file lies in that was."""
    paths = [Path(ingest.path) for ingest in manifest.ingests]
    return list(dict.fromkeys(path if path.is_dir() else path.parent for path in paths))


def _seen(
    uri: str | None, folders: Sequence[Path], known: tuple[int | None, int | None, str | None]
) -> Look | None:
    """What the file says; None where there is none, or several, that agree with the records."""
    fits = set()
    for path in files_of(uri, folders) if uri is not None else ():
        seen = look(path)
        if seen is not None:
            told = (seen.width, seen.height, seen.sha256)
            if all(old in (None, new) for old, new in zip(known, told, strict=True)):
                fits.add(seen)
    return fits.pop() if len(fits) == 1 else None


def _with(images: pa.Table, found: dict[int, Look]) -> pa.Table:
    for fact in ("sha256", "phash"):
        values = images[fact].to_pylist()
        for row, seen in found.items():
            values[row] = values[row] or getattr(seen, fact)
        place = images.schema.get_field_index(fact)
        field = images.schema.field(fact)
        images = images.set_column(place, field, pa.array(values, field.type))
    return images


def _replace(writer: Writer, images: pa.Table, found: dict[int, Look]) -> None:
    start = 0
    for part in writer.base.tables["images"]:
        if any(start <= row < start + part.rows for row in found):
            writer.replace("images", part, images.slice(start, part.rows))
        start += part.rows
