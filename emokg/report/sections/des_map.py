"""The DES spaces, each on its two principal components."""

from __future__ import annotations

import numpy as np

from emokg.report.drawing.plots import Dot, scatter
from emokg.report.figure import Asked, Figure, Head, Section, Value, numbers
from emokg.report.material import Material
from emokg.report.measures.plane import principal_plane
from emokg.report.pictures import Thumbnails
from emokg.report.sections.emotions import LEGEND
from emokg.report.vectors import Sampled, sample
from emokg.taxonomy import WHEEL

UNLABELLED = "no label"


def des_maps(
    material: Material, thumbnails: Thumbnails
) -> tuple[Section, dict[str, list[list[str]]]]:
    """The maps, and per figure the details of its points: image, label, picture (a data URI)."""
    title = "DES map"
    figures, details = [], {}
    for space in material.workspace.spaces():
        found = sample(material, space)
        if not found.rows:
            continue
        figure = _map(space, found)
        figures.append(figure)
        details[figure.key] = [
            [row["image"], row["emotion"] or UNLABELLED, thumbnails.of(row["uri"]) or ""]
            for row in found.rows
        ]
    if not figures:
        return Section("des", title, "", (), ("No image has a DES vector.",)), {}
    notes = [
        "A neighbour embedding (t-SNE, UMAP) is not drawn: no library that EmoKG depends on makes "
        "one. Distances on the map are of two dimensions among many; ask the index for neighbours: "
        "emokg index search."
    ]
    if not any(line[2] for lines in details.values() for line in lines):
        notes.append("The pixels of these images are not at hand, so pointing shows no picture.")
    lead = "Vectors of length one on their two principal components, coloured by CES label."
    return Section("des", title, lead, tuple(figures), tuple(notes)), details


def _map(space: str, found: Sampled) -> Figure:
    plane = principal_plane(found.vectors)
    labels = np.array([row["emotion"] or UNLABELLED for row in found.rows])
    dots = [
        Dot(float(x), float(y), _class(str(label)), number)
        for number, ((x, y), label) in enumerate(zip(plane.points, labels, strict=True))
    ]
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
    drawn = (
        f"All {found.of:,} vectors"
        if len(found.rows) == found.of
        else f"{len(found.rows):,} of {found.of:,} vectors, drawn at random with a fixed seed"
    )
    return Figure(
        f"map-{space}",
        f"DES space {space}",
        f"{drawn}. The components hold {one:.1%} and {two:.1%} of the variance. Point at a dot, or "
        "tap it, for the image's id and label.",
        scatter(
            dots,
            f"Map of DES space {space}",
            f"first component ({one:.1%})",
            f"second component ({two:.1%})",
        ),
        numbers(heads, table),
        (Asked("labels of the images on the map", found.question),),
        LEGEND if (labels != UNLABELLED).all() else (*LEGEND, (UNLABELLED, "e-none")),
    )


def _class(label: str) -> str:
    return "e-none" if label == UNLABELLED else f"e-{label}"
