"""What pixels say: the hash of the file, and a perceptual hash that a frame does not change.

pHash is that of `imagehash`: the signs, against their median, of the 8 × 8 lowest frequencies of
the picture in grey. A frame of one colour would change all of them, so it is cut off first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

READ_AT = (256, 256)
"""JPEG files are decoded at no less than this; the hash looks at 32 × 32."""
FRAME = 8
"""Grey levels of 256 within which a line at the edge counts as one colour."""


@dataclass(frozen=True, slots=True)
class Look:
    """What one file says. Width and height as stored, before any EXIF rotation."""

    sha256: str
    phash: str
    width: int
    height: int


def look(path: Path) -> Look | None:
    """Read one image file; None where it is no whole image."""
    import imagehash

    try:
        data = path.read_bytes()
        with Image.open(BytesIO(data)) as picture:
            width, height = picture.size
            picture.draft("L", READ_AT)
            grey = without_frame(ImageOps.exif_transpose(picture).convert("L"))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    return Look(hashlib.sha256(data).hexdigest(), str(imagehash.phash(grey)), width, height)


def without_frame(grey: Image.Image) -> Image.Image:
    """The picture without a frame of one colour; whole where less than half would be left."""
    levels = np.asarray(grey, np.int16)
    top, bottom = _plain(levels), _plain(levels[::-1])
    left, right = _plain(levels.T), _plain(levels.T[::-1])
    width, height = grey.width - left - right, grey.height - top - bottom
    if 2 * width < grey.width or 2 * height < grey.height:
        return grey
    return grey.crop((left, top, left + width, top + height))


def _plain(lines: np.ndarray[tuple[int, int], np.dtype[np.int16]]) -> int:
    """How many lines from the first on are of the colour of the first."""
    differs = np.abs(lines - np.median(lines[0])).max(axis=1) > FRAME
    return int(differs.argmax()) if differs.any() else len(lines)


def files_of(uri: str, folders: Iterable[Path]) -> Iterator[Path]:
    """Where a picture may lie: its uri below each of the folders that were read."""
    if "://" in uri:
        return
    for folder in folders:
        path = folder / uri
        if path.is_file():
            yield path
