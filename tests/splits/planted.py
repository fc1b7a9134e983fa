"""Made-up records with near duplicates of every kind planted among them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa

from emokg.graph import build
from emokg.records import Emotion, Image, Source, Triplet, to_arrow
from emokg.sources.duplicates import find_duplicates
from emokg.taxonomy import CES
from emokg.workspace import Workspace, init

IMAGES = 600
SOURCES = ("emoset", "webemo", "aigc")
SPACE = "small"
PLANTED = {
    "exact": ("emoset:0001", "emoset:0040"),
    "phash": ("emoset:0002", "webemo:0301"),
    "source_id": ("emoset:0003", "mirror:0003"),
    "prompt": ("aigc:0501", "aigc:0540"),
    "des": ("webemo:0320", "webemo:0350"),
}
"""A pair of images that only one kind of evidence joins."""
UNLABELLED = "emoset:0077"


def images(rng: np.random.Generator) -> list[Image]:
    """Image records; `PLANTED` pairs agree in one thing."""
    made = {}
    for number in range(IMAGES):
        source = SOURCES[0 if number < 300 else 1 if number < 500 else 2]
        name = f"{source}:{number:04}"
        made[name] = Image(
            id=name,
            source=source,
            sha256=rng.bytes(32).hex(),
            phash=rng.bytes(8).hex(),
            origin="generated" if source == "aigc" else "natural",
            prompt=f"a scene of {number}" if source == "aigc" else None,
            split=("train", "train", "val", "test")[number % 4] if source == "emoset" else None,
        )
    one, other = (made[name] for name in PLANTED["exact"])
    made[other.id] = other.model_copy(update={"sha256": one.sha256})
    one, other = (made[name] for name in PLANTED["phash"])
    near = f"{int(one.phash or '', 16) ^ 0b101:016x}"
    made[other.id] = other.model_copy(update={"phash": near})
    one, other = (made[name] for name in PLANTED["prompt"])
    made[other.id] = other.model_copy(update={"prompt": "A  Scene of 501."})
    copy = Image(id=PLANTED["source_id"][1], source="emoset", origin="natural")
    return [*made.values(), copy]


def triplets(names: list[str], rng: np.random.Generator) -> list[Triplet]:
    """One or two each, of few attributes and subjects."""
    made = []
    for name in names:
        for position in range(1 + int(rng.random() < 0.2)):
            made.append(
                Triplet(
                    id=f"{name}#t{position}",
                    image=name,
                    attribute=f"attribute {int(rng.integers(60))}",
                    subject=f"subject {int(rng.integers(25))}",
                    position=position,
                )
            )
    return made


def tables(seed: int = 4) -> tuple[dict[str, pa.Table], list[str], np.ndarray]:
    """Record tables, and the vectors of the images that have one."""
    rng = np.random.default_rng(seed)
    pictures = images(rng)
    names = [picture.id for picture in pictures]
    feeling = {name: str(rng.choice(CES)) for name in names}
    for one, other in PLANTED.values():
        feeling[other] = feeling[one]
    labels = [
        Emotion(image=name, emotion=feeling[name], probability=1.0)
        for name in names
        if name != UNLABELLED
    ]
    vectors = rng.standard_normal((len(names), 32)).astype(np.float32)
    place = {name: row for row, name in enumerate(names)}
    one, other = PLANTED["des"]
    vectors[place[other]] = 3 * vectors[place[one]] + 0.01
    return (
        {
            "images": to_arrow("images", pictures),
            "triplets": to_arrow("triplets", triplets(names, rng)),
            "emotions": to_arrow("emotions", labels),
            "sources": to_arrow("sources", [Source(id=name) for name in SOURCES]),
        },
        names,
        vectors,
    )


def build_workspace(
    root: Path, *, search: bool = True, shuffled: bool = False, seed: int = 4
) -> Workspace:
    """A workspace with a graph; `shuffled` puts every row in another place."""
    workspace = init(root)
    made, names, vectors = tables(seed)
    order = np.arange(len(names))
    if shuffled:
        rng = np.random.default_rng(99)
        made = {
            table: rows.take(pa.array(rng.permutation(len(rows)))) for table, rows in made.items()
        }
        order = rng.permutation(len(names))
    with workspace.writer("test", root) as writer:
        for table, rows in made.items():
            writer.append(table, rows)  # type: ignore[arg-type]
        writer.append_vectors(SPACE, [names[row] for row in order], vectors[order])
        writer.commit()
    if search:
        find_duplicates(workspace)
    build(workspace)
    return workspace
