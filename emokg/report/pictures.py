"""Small pictures inside the page, as long as there is room for them."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps

from emokg.sources.duplicates.pixels import files_of

SIDE = 96
ROOM = 1_500_000
"""Characters that all pictures of a page may take."""


class Thumbnails:
    """Data URIs of JPEG thumbnails; after ROOM characters there are no more."""

    def __init__(self, folders: Sequence[Path], room: int = ROOM) -> None:
        self.folders = folders
        self.room = room

    def of(self, uri: str | None) -> str | None:
        """The picture of an image; None where its file is not at hand or no room is left."""
        if uri is None or self.room <= 0:
            return None
        for path in files_of(uri, self.folders):
            made = thumbnail(path)
            if made is not None and len(made) <= self.room:
                self.room -= len(made)
                return made
        return None


def thumbnail(path: Path) -> str | None:
    """A data URI of the picture, at most SIDE pixels each way; None where it is no whole image."""
    written = BytesIO()
    try:
        with Image.open(path) as picture:
            picture.draft("RGB", (2 * SIDE, 2 * SIDE))
            small = ImageOps.exif_transpose(picture).convert("RGB")
            small.thumbnail((SIDE, SIDE))
            small.save(written, "JPEG", quality=72)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    return "data:image/jpeg;base64," + b64encode(written.getvalue()).decode("ascii")
