"""What an image file itself says: its size and its hash."""

from __future__ import annotations

import hashlib
import warnings
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from emokg.sources.reject import Unfit


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """Width and height as stored (before any EXIF rotation), and SHA-256 where it was asked for."""

    width: int
    height: int
    sha256: str | None


def look(path: Path, field: str, *, sha256: bool, decode: bool) -> PictureFacts:
    """The facts of an image file; `decode` reads every pixel to be sure of it.

    Raises Unfit when there is no such file or it is not a whole image.
    """
    if path.exists() and not path.is_file():  # a named pipe is never read to its end
        raise Unfit(field, str(path), "the image is no file")
    try:
        data = path.read_bytes() if sha256 or decode else None
    except OSError as error:
        raise Unfit(field, str(path), f"the image cannot be read: {error.strerror}") from None
    if data is not None:
        return look_at(data, str(path), field, sha256=sha256, decode=decode)
    return _measure(path, str(path), field, None, decode=False)


def look_at(data: bytes, name: str, field: str, *, sha256: bool, decode: bool) -> PictureFacts:
    """The facts of an image given as the bytes of its file. Raises Unfit."""
    digest = hashlib.sha256(data).hexdigest() if sha256 else None
    return _measure(BytesIO(data), name, field, digest, decode=decode)


def _measure(
    file: Path | BytesIO, name: str, field: str, digest: str | None, *, decode: bool
) -> PictureFacts:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a large picture and untidy metadata are no faults
            with Image.open(file) as picture:
                if decode:
                    picture.load()
                return PictureFacts(picture.width, picture.height, digest)
    except UnidentifiedImageError:
        raise Unfit(field, name, "unreadable image: of no known format, or damaged") from None
    except (OSError, ValueError, SyntaxError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise Unfit(field, name, f"unreadable image: {reason}") from None
    except Image.DecompressionBombError:
        raise Unfit(field, name, "the image is too large to be read safely") from None
