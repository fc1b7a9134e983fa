"""How much of each source is annotated."""

from __future__ import annotations

from emokg.report.drawing.grid import Cell, grid
from emokg.report.figure import Figure, Head, Section, Value, numbers, shown
from emokg.report.material import Material, asked

PARTS = {
    "with_label": "label",
    "with_triplets": "triplets",
    "with_regions": "regions",
    "with_masks": "masks",
    "with_des": "DES",
    "with_annotations": "annotations",
}


def coverage(material: Material) -> Section:
    """The share of each source's images that have each part."""
    rows = material.query("coverage")
    if not rows:
        return Section("coverage", "Coverage", "", (), ("There is no image.",))
    sources = [row["source"] for row in rows]
    cells = [
        [
            Cell(
                _percent(row[part] / row["images"]),
                row[part] / row["images"],
                f"{row['source']}: {row[part]:,} of {row['images']:,} images with {name}",
            )
            for part, name in PARTS.items()
        ]
        for row in rows
    ]
    table: list[list[Value]] = [
        [row["source"], row["images"], *(row[part] for part in PARTS)] for row in rows
    ]
    heads = [Head("source"), Head("images", "count"), *(Head(part, "count") for part in PARTS)]
    total = sum(row["images"] for row in rows)
    lacking = [name for part, name in PARTS.items() if not sum(row[part] for row in rows)]
    notes = (f"No image has {' or '.join(lacking)}.",) if lacking else ()
    figure = Figure(
        "coverage",
        "Coverage by source",
        "Shares of each source's images.",
        grid(sources, list(PARTS.values()), cells, "Coverage by source"),
        numbers(heads, table),
        (asked("coverage"),),
    )
    lead = f"{total:,} images of {len(rows)} source{'s' if len(rows) > 1 else ''}."
    return Section("coverage", "Coverage", lead, (figure,), notes)


def _percent(share: float) -> str:
    """Whole per cents, but never 0 % of something or 100 % of less than all."""
    if 0 < share < 0.01:
        return "<\u20091\u202f%"
    if 0.99 < share < 1:
        return ">\u200999\u202f%"
    return (
        shown(share, "share").replace(".0\u202f", "\u202f") if share in (0, 1) else f"{share:.0%}"
    )
