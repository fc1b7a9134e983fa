"""Real photographs and what people do to them before they publish them again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PIL import Image, ImageEnhance, ImageOps

from emokg.content import content_folder

PHOTOS = content_folder("ingest") / "samples" / "photos"
Change = Callable[[Image.Image], Image.Image]


def photographs() -> dict[str, Image.Image]:
    """The ten photographs by name."""
    return {path.stem: Image.open(path).convert("RGB") for path in sorted(PHOTOS.glob("*.jpg"))}


def cropped(share: float) -> Change:
    """Without a share of width and height, half of it on either side."""

    def crop(picture: Image.Image) -> Image.Image:
        x, y = round(picture.width * share / 2), round(picture.height * share / 2)
        return picture.crop((x, y, picture.width - x, picture.height - y))

    return crop


def scaled(factor: float) -> Change:
    """Smaller or larger."""
    return lambda picture: picture.resize(
        (round(picture.width * factor), round(picture.height * factor))
    )


def framed(share: float, colour: str) -> Change:
    """In a frame as wide as a share of the shorter side."""
    return lambda picture: ImageOps.expand(picture, round(min(picture.size) * share), colour)


def warmer(picture: Image.Image) -> Image.Image:
    """More red, less blue."""
    red, green, blue = picture.split()
    more, less = (tuple(min(255, round(v * f)) for v in range(256)) for f in (1.2, 0.8))
    return Image.merge("RGB", (red.point(more), green, blue.point(less)))


CHANGES: Mapping[str, tuple[Change, int]] = {
    "recompressed": (lambda picture: picture, 30),
    "badly recompressed": (lambda picture: picture, 10),
    "half size": (scaled(0.5), 85),
    "quarter size": (scaled(0.25), 85),
    "mirrored": (ImageOps.mirror, 85),
    "mirrored, recompressed": (ImageOps.mirror, 40),
    "warmer": (warmer, 85),
    "grey": (lambda picture: picture.convert("L"), 85),
    "brighter": (lambda picture: ImageEnhance.Brightness(picture).enhance(1.3), 85),
    "less contrast": (lambda picture: ImageEnhance.Contrast(picture).enhance(0.7), 85),
    "white frame 5 %": (framed(0.05, "white"), 85),
    "black frame 10 %": (framed(0.1, "black"), 85),
    "cropped 4 %": (cropped(0.04), 85),
    "cropped 10 %": (cropped(0.1), 85),
    "cropped 20 %": (cropped(0.2), 85),
}
"""What is done, and the JPEG quality of the result."""


def write_changed(folder: Path) -> dict[Path, tuple[str, str]]:
    """Every photograph as it is and after every change: file → photograph and change."""
    folder.mkdir()
    told = {}
    for name, picture in photographs().items():
        for change, (make, quality) in {"as it is": (lambda p: p, 95), **CHANGES}.items():
            path = folder / f"{len(told):03}.jpg"
            make(picture).save(path, quality=quality)
            told[path] = (name, change)
    return told
