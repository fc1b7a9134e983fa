"""What the sources do to the emotions, and what sets generated images apart."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from emokg.report.drawing.grid import Part, stacked
from emokg.report.figure import Asked, Figure, Head, Section, Value, numbers, shown
from emokg.report.material import Material, Row, asked
from emokg.report.measures.dependence import dependence, jensen_shannon
from emokg.report.measures.two_samples import PERMUTATIONS, Tested, two_samples, within_strata
from emokg.report.sections.emotions import LEGEND
from emokg.report.vectors import ORIGINS, Sampled, sample
from emokg.taxonomy import CES, WHEEL

TESTED = 400
Pair = tuple[list[int], list[int]]
Floats = NDArray[np.float64]

ORIGIN_QUESTION = """MATCH (image:Image)
OPTIONAL MATCH (image)-[:EVOKES {rank: 1}]->(emotion:Emotion)
RETURN image.origin AS origin, emotion.id AS emotion, count(*) AS images
ORDER BY origin, emotion"""


def sources(material: Material) -> Section:
    """Per-source CES distributions and how far each is from that of the others."""
    table = _by(material.query("source-bias"), "source")
    if not table:
        return Section("sources", "Source bias", "", (), ("No image has a CES label.",))
    notes = []
    if len(table) == 1:
        notes.append("All labelled images are of one source: there is no bias to measure.")
    found = dependence(np.array(list(table.values())))
    lead = (
        f"Cramér's V between source and emotion is {shown(found.v, 'number')} "
        f"(χ² = {found.statistic:,.1f}, {found.freedom} degrees of freedom, p "
        f"{_p(found.p_value)})."
        if found
        else ""
    )
    figure = _distributions(
        "source",
        "CES distribution by source",
        "Jensen-Shannon divergence is of each source from all others together, in bits: 0 is the "
        "same distribution, 1 is nothing in common. What a source over-represents must not "
        "pass for an effect of its typical attributes.",
        table,
        asked("source-bias"),
    )
    return Section("sources", "Source bias", lead, (figure,), tuple(notes))


def generated(material: Material) -> Section:
    """Natural against generated images: their labels, and two-sample tests of their vectors."""
    title = "Generated images"
    rows = material.ask(ORIGIN_QUESTION)
    images = {name: sum(r["images"] for r in rows if r["origin"] == name) for name in ORIGINS}
    if not images["generated"]:
        return Section("generated", title, "", (), ("The graph has no generated image.",))
    table = _by([row for row in rows if row["origin"] and row["emotion"]], "origin")
    figures: list[Figure] = []
    if len(table) > 1:
        figures.append(
            _distributions(
                "origin",
                "CES distribution by origin",
                "Jensen-Shannon divergence is of each origin from the other, in bits.",
                table,
                Asked("labels by origin", ORIGIN_QUESTION),
            )
        )
    tests, notes = _gap(material)
    lead = f"{images['generated']:,} images are generated, {images['natural']:,} natural."
    return Section("generated", title, lead, (*figures, *tests), tuple(notes))


def _by(rows: list[Row], key: str) -> dict[str, NDArray[np.int64]]:
    """Images by CES, in the taxonomy's order, of each source or origin that has any."""
    table: dict[str, NDArray[np.int64]] = {}
    for row in rows:
        counts = table.setdefault(row[key], np.zeros(len(CES), dtype=np.int64))
        counts[CES.index(row["emotion"])] += row["images"]
    return dict(sorted(table.items()))


def _distributions(
    key: str, title: str, caption: str, table: dict[str, NDArray[np.int64]], question: Asked
) -> Figure:
    everything = np.sum(list(table.values()), axis=0)
    rows, bars = list[list[Value]](), []
    for name, counts in table.items():
        total = int(counts.sum())
        apart = jensen_shannon(counts.astype(float), (everything - counts).astype(float))
        shares = [int(counts[CES.index(emotion)]) for emotion in WHEEL]
        rows.append([name, total, *shares, apart if np.isfinite(apart) else None])
        parts = [
            Part(count / total, f"{name}, {emotion}: {count:,} of {total:,}", f"e-{emotion}")
            for emotion, count in zip(WHEEL, shares, strict=True)
            if count
        ]
        bars.append((name, parts))
    heads = [
        Head(key),
        Head("images", "count", "labelled"),
        *(Head(name, "count") for name in WHEEL),
        Head("divergence", "number", "Jensen-Shannon, from the others, in bits"),
    ]
    chart = stacked(bars, title)
    return Figure(f"by-{key}", title, caption, chart, numbers(heads, rows), (question,), LEGEND)


def _gap(material: Material) -> tuple[list[Figure], list[str]]:
    figures, notes = [], []
    for space in material.workspace.spaces():
        found = sample(material, space)
        natural, generated = (_places(found, origin) for origin in ORIGINS)
        if min(len(natural), len(generated)) < 2:
            notes.append(
                f"DES space {space} has no vectors of both origins: the gap is not tested."
            )
            continue
        strata = _strata(found, natural, generated)
        rows = _tests(
            "all", [(natural, generated)], two_samples(*_taken(found, natural, generated))
        )
        if strata:
            compared = within_strata([_taken(found, *stratum) for stratum in strata])
            rows += _tests("within emotions", strata, compared)
        else:
            notes.append(f"No emotion has two vectors of each origin in DES space {space}.")
        heads = [
            Head("images", about="within emotions: only images of one CES label are compared"),
            Head("test"),
            Head("natural", "count", "vectors drawn"),
            Head("generated", "count", "vectors drawn"),
            Head("statistic", "number"),
            Head("p_value", "p", f"{PERMUTATIONS} permutations; the least possible is 0.001"),
        ]
        figures.append(
            Figure(
                f"gap-{space}",
                f"Natural against generated in DES space {space}",
                f"Two-sample tests on at most {TESTED} vectors of each origin, seeded. A small p "
                f"says that the two differ, not why.{_within(len(strata))}",
                None,
                numbers(heads, rows),
                (Asked("origins of the images drawn", found.question),),
            )
        )
    if not material.workspace.spaces():
        notes.append("There is no DES vector, so the gap in DES space is not tested.")
    return figures, notes


def _places(found: Sampled, origin: str) -> list[int]:
    return [place for place, row in enumerate(found.rows) if row["origin"] == origin][:TESTED]


def _within(labels: int) -> str:
    if not labels:
        return ""
    return (
        " Within emotions, images are compared with those of the same CES label only, and the "
        f"statistic is the mean over {labels} labels, by their vectors: what is left is no "
        "difference of emotions. It may still be one of sources."
    )


def _strata(found: Sampled, natural: list[int], generated: list[int]) -> list[Pair]:
    """The images of each emotion that has at least two of both origins."""

    def of(emotion: str, places: list[int]) -> list[int]:
        return [place for place in places if found.rows[place]["emotion"] == emotion]

    pairs = [(of(emotion, natural), of(emotion, generated)) for emotion in CES]
    return [pair for pair in pairs if min(map(len, pair)) > 1]


def _taken(found: Sampled, natural: list[int], generated: list[int]) -> tuple[Floats, Floats]:
    return found.vectors[natural], found.vectors[generated]


def _tests(of: str, pairs: list[Pair], tests: tuple[Tested, ...]) -> list[list[Value]]:
    natural, generated = (sum(map(len, side)) for side in zip(*pairs, strict=True))
    return [[of, one.name, natural, generated, one.statistic, one.p_value] for one in tests]


def _p(value: float) -> str:
    return "< 0.0001" if value < 1e-4 else f"= {value:.4f}"
