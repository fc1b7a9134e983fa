"""The reader `coco`: images, and boxes and masks of what is in them.

Boxes are x, y, width, height; a mask is polygons, runs, or compressed runs. The file is read
twice, so that it does not matter in which order its parts come; only the images' sizes are kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from emokg.records import Image, Region
from emokg.sources import rle
from emokg.sources import values as v
from emokg.sources.bundle import Bundle, Reading, image_id
from emokg.sources.description import CocoSource
from emokg.sources.json_stream import BrokenJSON, Cursor, members
from emokg.sources.reject import Reject, Unfit


@dataclass
class _Known:
    """What the annotations refer to."""

    sizes: dict[int, tuple[int, int]] = field(default_factory=dict)
    categories: dict[int, str] = field(default_factory=dict)
    licenses: dict[int, str] = field(default_factory=dict)


def read(source: CocoSource, path: Path) -> Reading:
    """Open a COCO file."""
    return Reading((path,), _bundles(source, path))


def _bundles(source: CocoSource, path: Path) -> Iterator[Bundle | Reject]:
    known = _survey(path)
    try:
        with path.open("rb") as file:
            for key, line, entry in members(Cursor(file)):
                if key in _READERS:
                    yield _row(source, known, (path, line, key), entry)
    except BrokenJSON as error:
        reason = f"undecodable JSON: {error}; the rest of the file was not read"
        yield Reject(str(path), error.line, None, None, None, reason)


def _survey(path: Path) -> _Known:
    known = _Known()
    with path.open("rb") as file, suppress(BrokenJSON):  # the reading itself reports it
        for key, _, entry in members(Cursor(file)):
            if not isinstance(entry, dict) or not isinstance(entry.get("id"), int):
                continue
            name, width, height = entry.get("name"), entry.get("width"), entry.get("height")
            if key == "images" and isinstance(width, int) and isinstance(height, int):
                known.sizes[entry["id"]] = (width, height)
            elif key == "categories" and isinstance(name, str):
                known.categories[entry["id"]] = name
            elif key == "licenses" and isinstance(name, str):
                known.licenses[entry["id"]] = name
    return known


def _row(
    source: CocoSource, known: _Known, where: tuple[Path, int, str], entry: Any
) -> Bundle | Reject:
    path, line, key = where
    own_id: str | None = None
    try:
        if not isinstance(entry, dict):
            raise Unfit(key, entry, "a row is a JSON object; this is something else")
        own_id = str(_whole(entry, "id"))
        bundle = Bundle(str(path), line, own_id)
        _READERS[key](source, known, entry, bundle)
    except ValidationError as error:
        unfit = Unfit.from_validation(error)
        return Reject(str(path), line, own_id, unfit.field or None, unfit.value, unfit.reason)
    except Unfit as error:
        return Reject(str(path), line, own_id, error.field, error.value, error.reason)
    return bundle


def _image(source: CocoSource, known: _Known, entry: Mapping[str, Any], bundle: Bundle) -> None:
    license_id = entry.get("license")
    image = Image(
        id=image_id(source.name, bundle.own_id),
        source=source.name,
        uri=v.text(entry.get("file_name"), "file_name"),
        width=v.pixels(entry.get("width"), "width"),
        height=v.pixels(entry.get("height"), "height"),
        license=known.licenses.get(license_id) if isinstance(license_id, int) else None,
        origin=source.origin,
    )
    bundle.images.append(image)


def _region(source: CocoSource, known: _Known, entry: Mapping[str, Any], bundle: Bundle) -> None:
    image, category = _whole(entry, "image_id"), _whole(entry, "category_id")
    if image not in known.sizes:
        raise Unfit("image_id", image, "no image of the file has this id and a size")
    if category not in known.categories:
        raise Unfit("category_id", category, "no category of the file has this id")
    width, height = known.sizes[image]
    region = Region(
        id=f"{source.name}/{image_id(source.name, str(image))}/{bundle.own_id}#r1",
        image=image_id(source.name, str(image)),
        subject=v.phrase(known.categories[category], "category_id"),
        score=_fraction(entry, "score"),
        predicted_iou=_fraction(entry, "predicted_iou"),
        **_box(source, entry, (width, height)),
        **_mask(entry.get("segmentation"), height, width),
    )
    bundle.regions.append(region)


_READERS = {"images": _image, "annotations": _region}


def _whole(entry: Mapping[str, Any], field: str) -> int:
    value = entry.get(field)
    if value is None:
        raise Unfit(field, None, "a required field is missing")
    if not isinstance(value, int) or isinstance(value, bool):
        raise Unfit(field, value, "is not a whole number")
    return value


def _fraction(entry: Mapping[str, Any], field: str) -> float | None:
    value = entry.get(field)
    return None if value is None else v.number(value, field)


def _box(source: CocoSource, entry: Mapping[str, Any], size: tuple[int, int]) -> dict[str, Any]:
    given = entry.get("bbox")
    if not isinstance(given, list) or len(given) != 4:
        raise Unfit("bbox", given, "a box is x, y, width and height")
    x, y, width, height = (v.number(part, "bbox") for part in given)
    ((x1, y1, x2, y2),) = v.boxes([x, y, x + width, y + height], "bbox", size, source.slack)
    area = entry.get("area")
    return {
        "x1": x1,
        "y1": y1,
        "x2": x2,
        "y2": y2,
        "area": None if area is None else v.number(area, "area"),
    }


def _mask(given: Any, height: int, width: int) -> dict[str, Any]:
    if given is None or given == []:
        return {}
    if isinstance(given, list):
        counts = _polygons(given, height, width)
    elif isinstance(given, Mapping):
        counts = _runs(given, height, width)
    else:
        raise Unfit("segmentation", given, "is neither polygons nor runs")
    return {"mask_rle": rle.to_text(counts), "mask_height": height, "mask_width": width}


def _polygons(given: list[Any], height: int, width: int) -> list[int]:
    masks: list[list[int]] = []
    for points in given:
        if not isinstance(points, list) or len(points) < 6 or len(points) % 2:
            raise Unfit("segmentation", points, "a polygon is at least three x, y pairs")
        corners = [v.number(part, "segmentation") for part in points]
        masks.append(rle.from_polygon(corners, height, width))
    return masks[0] if len(masks) == 1 else rle.union(masks, height * width)


def _runs(given: Mapping[str, Any], height: int, width: int) -> list[int]:
    counts = given.get("counts")
    if given.get("size") != [height, width]:
        reason = f"the mask's size is not that of its image, {[height, width]}"
        raise Unfit("segmentation.size", given.get("size"), reason)
    if isinstance(counts, str):
        try:
            counts = rle.from_text(counts)
        except ValueError as error:
            raise Unfit("segmentation.counts", counts, str(error)) from None
    if not isinstance(counts, list) or not all(
        isinstance(count, int) and not isinstance(count, bool) for count in counts
    ):
        raise Unfit("segmentation.counts", counts, "is neither a text nor a list of run lengths")
    if not rle.is_whole(counts, height, width):
        raise Unfit("segmentation.counts", None, f"the runs do not cover {height} × {width} pixels")
    return counts
