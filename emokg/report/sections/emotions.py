"""The distribution of the CES labels, and the circle they stand on."""

from __future__ import annotations

import numpy as np

from emokg.query.statistics.shares import wilson
from emokg.report.drawing.rows import Mark, bars
from emokg.report.drawing.wheel import Chord, Sector, wheel
from emokg.report.figure import Asked, Figure, Head, Section, Value, numbers, shown
from emokg.report.material import Material, Row, asked
from emokg.report.measures.balance import effective_classes, imbalance_ratio
from emokg.taxonomy import CES, WHEEL, angle, valence

LEGEND = tuple((name, f"e-{name}") for name in WHEEL)


def emotions(material: Material) -> Section:
    """CES distribution with imbalance; the emotion circle; nothing where no image has a label."""
    rows = material.query("emotion-distribution")
    if not rows:
        return Section(
            "emotions",
            "Emotions",
            "",
            (),
            ("No image has a CES label, so there is nothing to draw.",),
        )
    total = rows[0]["total_images"]
    lead = f"{total:,} images have a CES label: the emotion that each evokes most (rank 1)."
    return Section(
        "emotions",
        "Emotions",
        lead,
        (_distribution(rows), _imbalance(rows), _circle(material, rows)),
    )


def label_counts(rows: list[Row]) -> np.ndarray:
    """Images by CES, in the order of the taxonomy; zero for an emotion without a row."""
    found = {row["emotion"]: row["images"] for row in rows}
    return np.array([found.get(name, 0) for name in CES], dtype=np.int64)


def _distribution(rows: list[Row]) -> Figure:
    marks = [
        Mark(
            row["emotion"],
            row["share"],
            f"{shown(row['images'], 'count')} · {shown(row['share'], 'share')}",
            f"e-{row['emotion']}",
            row["ci_low"],
            row["ci_high"],
        )
        for row in rows
    ]
    table: list[list[Value]] = [
        [row["emotion"], row["images"], row["share"], row["ci_low"], row["ci_high"]] for row in rows
    ]
    heads = [
        Head("emotion"),
        Head("images", "count"),
        Head("share", "share"),
        Head("ci_low", "share", "lower bound of Wilson's 95 % interval"),
        Head("ci_high", "share", "upper bound"),
    ]
    return Figure(
        "ces",
        "Images by CES label",
        "Shares of the labelled images with Wilson's 95 % intervals; the dashed line is an eighth, "
        "where all emotions would be equal.",
        bars(marks, "Images by CES label", "share of labelled images", 1 / len(CES)),
        numbers(heads, table),
        (asked("emotion-distribution"),),
    )


def _imbalance(rows: list[Row]) -> Figure:
    counts = label_counts(rows)
    ratio, classes = imbalance_ratio(counts), effective_classes(counts)
    absent = [name for name, count in zip(CES, counts, strict=True) if not count]
    heads = [
        Head("measure"),
        Head("value", "number"),
        Head("ci_low", "number"),
        Head("ci_high", "number"),
    ]
    return Figure(
        "imbalance",
        "Imbalance",
        "The imbalance ratio is the largest class over the smallest (1 is balanced); the effective "
        "number of classes is exp of Shannon's entropy (8 is balanced). The interval of the ratio "
        "takes the two classes as given."
        + (f" Emotions without an image: {', '.join(absent)}." if absent else ""),
        None,
        numbers(
            heads,
            [
                ["imbalance ratio", ratio.value, ratio.low, ratio.high],
                ["effective number of classes", classes.value, classes.low, classes.high],
            ],
        ),
        (asked("emotion-distribution"),),
    )


def _circle(material: Material, rows: list[Row]) -> Figure:
    total = rows[0]["total_images"]
    found = {row["emotion"]: row for row in rows}
    share = {name: found[name]["share"] if name in found else 0.0 for name in CES}
    sectors = [
        Sector(name, angle(name), share[name], f"{name}: {shown(share[name], 'share')}")
        for name in WHEEL
    ]
    mixed = _mixtures(material)
    most = max(mixed.values(), default=1)
    chords = [
        Chord(angle(one), angle(other), images / most, f"{one} with {other}: {images:,} images")
        for (one, other), images in mixed.items()
    ]
    positive = sum(row["images"] for row in rows if valence(row["emotion"]) > 0)
    bounds = wilson(np.array([float(positive)]), np.array([float(total)]))
    table: list[list[Value]] = [
        [
            name,
            angle(name),
            valence(name),
            found[name]["images"] if name in found else 0,
            share[name],
        ]
        for name in WHEEL
    ]
    between = (
        "Lines join emotions that images mix, as wide as the mixture is frequent."
        if mixed
        else "No image mixes two emotions."
    )
    low, high = (shown(float(bound[0]), "share") for bound in bounds)
    return Figure(
        "circle",
        "The emotion circle",
        "Angles and valence are those of Mikels' wheel; the area of a sector is its share, the "
        f"dashed ring an eighth. {between} {shown(positive / total, 'share')} of the labelled "
        f"images evoke a positive emotion (95 % interval {low} to {high}). Arousal is not known "
        "and not drawn.",
        wheel(sectors, chords, "The emotion circle"),
        numbers(
            [
                Head("emotion"),
                Head("angle", "number", "degrees on the circle"),
                Head("valence", "number", "1 positive, -1 negative"),
                Head("images", "count"),
                Head("share", "share"),
            ],
            table,
        ),
        (
            asked("emotion-mixtures"),
            Asked("angles and valence", "MATCH (e:Emotion) RETURN e.id, e.angle, e.valence"),
        ),
    )


def _mixtures(material: Material) -> dict[tuple[str, str], int]:
    """Images by the two emotions they mix, whichever of the two is the label."""
    mixed: dict[tuple[str, str], int] = {}
    for row in material.query("emotion-mixtures"):
        pair = (
            min(row["emotion"], row["other_emotion"]),
            max(row["emotion"], row["other_emotion"]),
        )
        mixed[pair] = mixed.get(pair, 0) + row["images"]
    return dict(sorted(mixed.items()))
