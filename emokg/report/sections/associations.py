"""Which attributes go with which emotions."""

from __future__ import annotations

from collections.abc import Iterator

from emokg.query.catalogue import find_question
from emokg.query.without import without
from emokg.report.drawing.grid import Cell, grid
from emokg.report.figure import Figure, Head, Section, Value, numbers, shown
from emokg.report.material import Material, Row, asked
from emokg.taxonomy import WHEEL

TOP = 4
SURE = 0.05
FULL_TONE = 4.0
"""The log odds ratio of the deepest colour: odds 55 times as high."""

COLUMNS = (
    ("images", "count", "images with both"),
    ("item_images", "count", "images with the attribute"),
    ("emotion_images", "count", "images with the emotion"),
    ("total_images", "count", "all labelled images"),
    ("lift", "number", "P(both) / (P(attribute) P(emotion))"),
    ("log_odds", "number", "natural log odds ratio"),
    ("ci_low", "number", "lower bound of its 95 % interval"),
    ("ci_high", "number", "upper bound"),
    ("p_value", "p", "Fisher's exact test, two-sided"),
    ("q_value", "p", "Benjamini-Hochberg over all attributes with at least 5 images"),
    ("strata", "count", "sources that inform the pooled ratio"),
    ("mh_log_odds", "number", "pooled over sources (Mantel-Haenszel)"),
    ("mh_ci_low", "number", "lower bound of its interval"),
    ("mh_ci_high", "number", "upper bound"),
)


def associations(material: Material) -> Section:
    """The map of the strongest attributes of each emotion against all eight."""
    families = {
        name: {row["attribute"]: row for row in material.query("attributes-evoking", emotion=name)}
        for name in WHEEL
    }
    chosen = _chosen(families)
    if not chosen:
        return Section(
            "associations",
            "Attributes and emotions",
            "",
            (),
            ("No attribute has five labelled images, so no association is reported.",),
        )
    tested = len(families[WHEEL[0]])
    sure = sum(row["q_value"] < SURE for family in families.values() for row in family.values())
    lead = (
        f"{tested:,} attributes with at least five labelled images were tested against eight "
        f"emotions; {sure:,} of these {tested * len(WHEEL):,} associations have q below {SURE}."
    )
    figures = (_map(families, chosen),)
    notes = tuple(_notes(material, families[WHEEL[0]]))
    return Section("associations", "Attributes and emotions", lead, figures, notes)


def _notes(material: Material, family: dict[str, Row]) -> Iterator[str]:
    """How many images count as without any attribute."""
    labelled = material.graph.snapshot.description.labelled
    if labelled is not None:
        question, row = find_question("attributes-evoking"), next(iter(family.values()))
        for notice in without(question, {}, row["total_images"], labelled):
            yield f"{notice}."


def _chosen(families: dict[str, dict[str, Row]]) -> list[str]:
    """The attributes with the highest lower bounds, some for each emotion, by emotion."""
    chosen: dict[str, None] = {}
    for family in families.values():
        best = [row["attribute"] for row in family.values() if row["ci_low"] > 0]
        chosen |= dict.fromkeys(best[:TOP])
    return list(chosen)


def _map(families: dict[str, dict[str, Row]], chosen: list[str]) -> Figure:
    cells = [[_cell(families[name][item], name) for name in WHEEL] for item in chosen]
    table: list[list[Value]] = [
        [item, name, *(families[name][item][column] for column, _, _ in COLUMNS)]
        for item in chosen
        for name in WHEEL
    ]
    heads = [Head("attribute"), Head("emotion")]
    heads += [Head(name, kind, about) for name, kind, about in COLUMNS]  # type: ignore[arg-type]
    return Figure(
        "map",
        "Attribute × emotion",
        f"Natural log odds ratios of an image having the attribute and evoking the emotion; bold "
        f"where q < {SURE}. For each emotion the {TOP} attributes whose 95 % interval begins "
        "highest. Red is more often than chance, blue less. Point at a cell for its interval; "
        "where q is not small, the number is no finding.",
        grid(chosen, list(WHEEL), cells, "Association of attributes with emotions", diverging=True),
        numbers(heads, table),
        tuple(asked("attributes-evoking", emotion=name) for name in WHEEL[:1]),
    )


def _cell(row: Row, emotion: str) -> Cell:
    about = (
        f"{row['attribute']} and {emotion}: {row['images']:,} of {row['item_images']:,} images, "
        f"log odds {shown(row['log_odds'], 'number')} "
        f"({shown(row['ci_low'], 'number')} to {shown(row['ci_high'], 'number')}), "
        f"q {shown(row['q_value'], 'p')}"
    )
    value = f"{row['log_odds']:.1f}".replace("-", "\u2212")
    tone = row["log_odds"] / FULL_TONE
    return Cell(value, tone, about, "sure" if row["q_value"] < SURE else "unsure")
