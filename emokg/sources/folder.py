"""The reader `folder`: image files, labelled by a sub-folder that is named after an emotion."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from emokg.records import Emotion, Image
from emokg.sources.bundle import Bundle, Reading
from emokg.sources.description import FolderSource, catalogue
from emokg.sources.pictures import look
from emokg.sources.reject import Reject, Unfit
from emokg.taxonomy import CES


def files_below(folder: Path) -> Iterator[Path]:
    """Every file in a folder and its sub-folders, sorted, hidden ones left out."""
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith("."):
                yield Path(here, name)


def read(source: FolderSource, folder: Path) -> Reading:
    """Open a folder of images."""
    pictures = (path for path in files_below(folder) if is_picture(source, path))
    return Reading((folder,), (_bundle(source, folder, path) for path in pictures))


def is_picture(source: FolderSource, path: Path) -> bool:
    """Whether the file's name is that of an image."""
    return path.suffix.lower() in source.suffixes


def _encodable(uri: str) -> None:
    try:
        uri.encode()
    except UnicodeEncodeError:
        raise Unfit("file", uri, "the file's name is not UTF-8") from None


def _called(source: FolderSource, folder: Path) -> str:
    """The data set is called as the folder, but never as one whose licence and citation we know."""
    name = "-".join(folder.resolve().name.lower().split()) or source.name
    published = {known.name for known in catalogue()} - {source.name}
    return f"{source.name}-{name}" if name in published else name


def _bundle(source: FolderSource, folder: Path, path: Path) -> Bundle | Reject:
    uri = path.relative_to(folder).as_posix()
    try:
        _encodable(uri)
        found = look(path, "file", sha256=True, decode=True)
    except Unfit as error:
        return Reject(str(path), None, uri, error.field, error.value, error.reason)
    assert found.sha256 is not None
    image = Image(
        id=f"sha256:{found.sha256[:16]}",
        source=_called(source, folder),
        uri=uri,
        width=found.width,
        height=found.height,
        sha256=found.sha256,
        origin=source.origin,
    )
    bundle = Bundle(str(path), None, uri, images=[image])
    around = path.relative_to(folder).parts[:-1]
    labels = [part.lower() for part in around if part.lower() in CES]
    if labels:
        bundle.emotions.append(Emotion(image=image.id, emotion=labels[-1], probability=1.0))
    elif around:
        bundle.unlabelled = f"folder {'/'.join(around)!r} is named after no emotion"
    else:
        bundle.unlabelled = "in no sub-folder"
    return bundle
