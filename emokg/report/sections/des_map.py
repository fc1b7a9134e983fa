"""The DES spaces, each on its two principal components, and by its neighbourhoods."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from emokg.report.drawing.plots import Dot, scatter
from emokg.report.figure import Asked, Figure, Head, Section, Value, numbers
from emokg.report.material import Material
from emokg.report.measures.neighbours import (
    LEAST,
    NEAR,
    SEED,
    Embedding,
    alike_nearby,
    neighbour_embedding,
)
from emokg.report.measures.plane import Floats, principal_plane
from emokg.report.pictures import Thumbnails
from emokg.report.sections.emotions import LEGEND
from emokg.report.vectors import Sampled, sample
from emokg.taxonomy import WHEEL

UNLABELLED = "no label"
EMBEDDED = 2000
"""Vectors of a neighbour embedding: some eight seconds of one core, where 4,000 take twenty."""

POINT = "Point at a dot, or tap it, for the image's id and label."


def des_maps(
    material: Material, thumbnails: Thumbnails
) -> tuple[Section, dict[str, list[list[str]]]]:
    """The maps, and per space the details of its points: image, label, picture (a data URI)."""
    title = "DES map"
    figures, notes, details = [], [], {}
    for space in material.workspace.spaces():
        found = sample(material, space)
        if not found.rows:
            continue
        figures.append(_map(space, found))
        embedding = neighbour_embedding(found.vectors[:EMBEDDED])
        if embedding is not None:
            figures.append(_neighbourhoods(space, found, embedding))
        else:
            notes.append(
                f"The neighbourhoods of DES space {space} are not drawn: that takes {LEAST} "
                "vectors that are not all the same."
            )
        details[space] = [
            [row["image"], row["emotion"] or UNLABELLED, thumbnails.of(row["uri"]) or ""]
            for row in found.rows
        ]
    if not figures:
        return Section("des", title, "", (), ("No image has a DES vector.",)), {}
    notes.append(
        "Distances on a map are of two dimensions among many; ask the index for neighbours: "
        "emokg index search."
    )
    if not any(line[2] for lines in details.values() for line in lines):
        notes.append("The pixels of these images are not at hand, so pointing shows no picture.")
    lead = (
        "Vectors of length one, coloured by CES label: on their two principal components, which "
        "keep what is far apart, and by t-SNE, which keeps what is near."
    )
    return Section("des", title, lead, tuple(figures), tuple(notes)), details


def _map(space: str, found: Sampled) -> Figure:
    plane = principal_plane(found.vectors)
    labels = _labels(found)
    table: list[list[Value]] = []
    for name in (*WHEEL, UNLABELLED):
        own = plane.points[labels == name]
        if len(own):
            middle, apart = own.mean(axis=0), own.std(axis=0)
            table.append(
                [
                    name,
                    len(own),
                    *(float(v) for pair in zip(middle, apart, strict=True) for v in pair),
                ]
            )
    heads = [
        Head("emotion"),
        Head("images", "count", "on the map"),
        Head("first", "number", "mean on the first component"),
        Head("first_spread", "number", "standard deviation"),
        Head("second", "number", "mean on the second component"),
        Head("second_spread", "number", "standard deviation"),
    ]
    one, two = plane.explained
    return Figure(
        f"map-{space}",
        f"DES space {space}",
        f"{_drawn(found, len(labels))}. The components hold {one:.1%} and {two:.1%} of the "
        f"variance. {POINT}",
        scatter(
            _dots(plane.points, labels),
            f"Map of DES space {space}",
            f"first component ({one:.1%})",
            f"second component ({two:.1%})",
            space,
        ),
        numbers(heads, table),
        (Asked("labels of the images on the map", found.question),),
        _legend(labels),
    )


def _neighbourhoods(space: str, found: Sampled, embedding: Embedding) -> Figure:
    labels = _labels(found)[: len(embedding.points)]
    there = alike_nearby(found.vectors[: len(labels)], labels)
    here = alike_nearby(embedding.points, labels)
    table: list[list[Value]] = []
    for name in (*WHEEL, UNLABELLED):
        own = labels == name
        if count := int(own.sum()):
            chance = (count - 1) / (len(labels) - 1)
            table.append([name, count, chance, float(there[own].mean()), float(here[own].mean())])
    heads = [
        Head("emotion"),
        Head("images", "count", "on the map"),
        Head("by_chance", "share", "of any other images on the map that have this label"),
        Head("near_in_space", "share", f"of the {NEAR} nearest vectors that have this label"),
        Head("near_on_map", "share", f"of the {NEAR} nearest dots that have this label"),
    ]
    return Figure(
        f"neighbours-{space}",
        f"Neighbourhoods of DES space {space}",
        f"{_drawn(found, len(labels))}, by t-SNE of their cosine distances: perplexity "
        f"{embedding.perplexity:g}, seed {SEED}, begun from the principal components. Dots near "
        "one another are near in the space; how far clusters are apart, how large they are and "
        f"which way the axes run says nothing. Its trustworthiness for {NEAR} neighbours is "
        f"{embedding.trust:.3f}, where 1 is a map without a false neighbour. {POINT}",
        scatter(
            _dots(embedding.points, labels),
            f"Neighbourhoods of DES space {space}",
            "no unit",
            "no unit",
            space,
        ),
        numbers(heads, table),
        (Asked("labels of the images on the map", found.question),),
        _legend(labels),
    )


def _labels(found: Sampled) -> NDArray[np.str_]:
    return np.array([row["emotion"] or UNLABELLED for row in found.rows])


def _dots(points: Floats, labels: NDArray[np.str_]) -> list[Dot]:
    return [
        Dot(float(x), float(y), _class(str(label)), number)
        for number, ((x, y), label) in enumerate(zip(points, labels, strict=True))
    ]


def _drawn(found: Sampled, count: int) -> str:
    if count == found.of:
        return f"All {found.of:,} vectors"
    return f"{count:,} of {found.of:,} vectors, drawn at random with a fixed seed"


def _legend(labels: NDArray[np.str_]) -> tuple[tuple[str, str], ...]:
    return LEGEND if (labels != UNLABELLED).all() else (*LEGEND, (UNLABELLED, "e-none"))


def _class(label: str) -> str:
    return "e-none" if label == UNLABELLED else f"e-{label}"
