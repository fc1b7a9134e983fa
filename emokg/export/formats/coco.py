"""COCO object detection: `SPLIT.json` with images, boxes and masks; categories are the subjects.

A category has the same number in every split. Images also hold their `emotion` and the terms of
their licence. Source of the form: cocodataset.org, "Data format".
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from itertools import count
from tempfile import TemporaryFile
from typing import IO, Any

from emokg.export.example import Box, Example
from emokg.export.formats.format import Format, Place, Row
from emokg.export.formats.lines import named_picture
from emokg.export.reading import UNNAMED


def _write(rows: Iterable[Row], place: Place) -> dict[str, int]:
    name = f"{place.split}.json"
    files = {name: 0}
    numbers = {category: number for number, category in enumerate(place.categories, 1)}
    kinds = [{"id": number, "name": category} for category, number in numbers.items()]
    next_box = count(1)
    with (
        (place.folder / name).open("w", encoding="utf-8", newline="\n") as file,
        TemporaryFile("w+", encoding="utf-8", dir=place.folder) as boxes,
    ):
        file.write(f'{{"categories": {_json(kinds)},\n"images": [')
        for number, row in enumerate(rows):
            picture = named_picture(row, place, number, files)
            _add(file, _image(row.example, number + 1, picture), number == 0)
            for annotation in _annotations(row.example, number + 1, numbers):
                box = next(next_box)
                _add(boxes, {"id": box, **annotation}, box == 1)
            files[name] += 1
        file.write('\n],\n"annotations": [')
        boxes.seek(0)
        shutil.copyfileobj(boxes, file)
        file.write("\n]}\n")
    return files


def _add(file: IO[str], entry: dict[str, Any], first: bool) -> None:
    file.write(("\n" if first else ",\n") + _json(entry))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _image(example: Example, number: int, picture: str) -> dict[str, Any]:
    return {
        "id": number,
        "file_name": picture,
        "width": example.width,
        "height": example.height,
        "image": example.id,
        "emotion": example.emotion,
        "license_terms": example.license,
    }


def _annotations(
    example: Example, number: int, categories: dict[str, int]
) -> Iterator[dict[str, Any]]:
    for box in example.regions:
        x1, y1, x2, y2 = box["bbox"]
        yield {
            "image_id": number,
            "category_id": categories[UNNAMED if box["subject"] is None else box["subject"]],
            "bbox": [x1, y1, x2 - x1, y2 - y1],
            "area": (x2 - x1) * (y2 - y1) if box["area"] is None else box["area"],
            "iscrowd": 0,
            "segmentation": _mask(box),
        }


def _mask(box: Box) -> dict[str, Any] | list[float]:
    """The mask; an empty list of polygons where there is only a box."""
    return [] if box["rle"] is None else {"size": box["size"], "counts": box["rle"]}


FORMAT = Format(
    _write, ("uri", "copy", "link"), names_pictures=True, needs_size=True, has_categories=True
)
