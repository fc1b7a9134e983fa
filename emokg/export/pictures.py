"""The files of pictures: found where they were ingested from, and put beside an export.

They are named by number: a data set's own names often hold the label.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from emokg.errors import DataError
from emokg.export.example import Example
from emokg.export.manifest import Pictures
from emokg.sources.duplicates.pixels import files_of
from emokg.workspace.files import sha256_of

SUFFIXES = {"JPEG": ".jpg", "MPO": ".jpg", "TIFF": ".tif"}


def find_picture(example: Example, folders: Sequence[Path]) -> Path | None:
    """The file of an image; None where it is not at hand.

    DataError where the only file there is another one than was ingested.
    """
    if example.uri is None:
        return None
    found = list(files_of(example.uri, folders))
    for path in found:
        if example.sha256 is None or sha256_of(path) == example.sha256:
            return path
    if found:
        raise DataError(
            f"{found[0]} is not the picture of {example.id} that was ingested: its hash differs",
            "put the file back, or ingest the pictures anew",
        )
    return None


def suffix_of(path: Path) -> str:
    """The suffix for what a picture is, whatever it is called. DataError where it is none."""
    try:
        with Image.open(path) as picture:
            kind = str(picture.format)
    except (UnidentifiedImageError, OSError) as error:
        raise DataError(f"{path} is not a picture: {error}", "replace the file") from None
    return SUFFIXES.get(kind, f".{kind.lower()}")


def place_picture(example: Example, folder: Path, stem: str, pictures: Pictures) -> str:
    """Copy or hard-link a picture to `stem` and its suffix below `folder`; gives that path."""
    assert example.file is not None
    path = stem + suffix_of(example.file)
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    if pictures == "link":
        try:
            os.link(example.file, target)
        except OSError:  # another file system, or one without links
            shutil.copyfile(example.file, target)
    else:
        shutil.copyfile(example.file, target)
    return path
