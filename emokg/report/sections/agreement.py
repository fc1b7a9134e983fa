"""How far annotators agree with one another, and with the label of the source."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from emokg.query.statistics.agreement import cohen
from emokg.query.statistics.agreement_many import Coefficient, fleiss, gwet, krippendorff
from emokg.query.statistics.shares import wilson
from emokg.report.drawing.grid import Cell, grid
from emokg.report.drawing.rows import Mark, dots
from emokg.report.figure import Asked, Figure, Head, Kind, Section, Value, numbers, shown
from emokg.report.material import Material, Row, asked
from emokg.report.questions import GOLD, RATINGS
from emokg.taxonomy import CES, WHEEL

AXIS = "agreement beyond chance (1 is perfect, 0 is chance)"
_PLACE = {name: number for number, name in enumerate(CES)}
_BOUNDS = (Head("ci_low", "number", "lower bound of its 95 % interval"), Head("ci_high", "number"))


def agreement(material: Material) -> Section:
    """Coefficients between annotators and against the source's label, overall and by emotion."""
    title = "Agreement"
    gold = confusion(material.ask(GOLD))
    figures = [
        *_between(material),
        *_against(gold),
        *(_confused(name, table) for name, table in gold.items()),
    ]
    if not figures:
        return Section("agreement", title, "", (), ("No annotator has voted for an emotion.",))
    notes = (
        [] if gold else ["No source labels its own images, so there is no gold to compare with."]
    )
    lead = (
        "What an annotator says is the emotion it finds most probable, the first by name among "
        "equals. Gold is the label of the source itself, not the consensus of the annotators."
    )
    return Section("agreement", title, lead, tuple(figures), tuple(notes))


def ratings(rows: list[Row]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Counts by CES of each pattern of answers, (patterns, 8), and how many images have it."""
    counts = np.zeros((len(rows), len(CES)), dtype=np.int64)
    for number, row in enumerate(rows):
        for answer in row["answers"]:
            counts[number, _PLACE[answer]] += 1
    return counts, np.array([row["images"] for row in rows], dtype=np.int64)


def confusion(rows: list[Row]) -> dict[str, NDArray[np.int64]]:
    """Per annotator images by gold label (rows) and answer (columns), in the taxonomy's order."""
    tables: dict[str, NDArray[np.int64]] = {}
    for row in rows:
        table = tables.setdefault(row["annotator"], np.zeros((len(CES), len(CES)), dtype=np.int64))
        table[_PLACE[row["label"]], _PLACE[row["answer"]]] += row["images"]
    return tables


def _between(material: Material) -> list[Figure]:
    counts, images = ratings(material.ask(RATINGS))
    marks, table = [], list[list[Value]]()
    many = (
        ("Fleiss' kappa", fleiss(counts, images)),
        ("Krippendorff's alpha", krippendorff(counts, images)),
        ("Gwet's AC1", gwet(counts, images)),
    )
    for name, found in many:
        if math.isfinite(found.value):
            marks.append(_mark(name, found.value, found.low, found.high, "ink"))
            table.append(_row("all annotators", name, found))
    pairs = material.query("annotator-agreement")
    for row in pairs:
        if row["kappa"] is not None:
            pair = f"{row['annotator']} and {row['other_annotator']}"
            label = "Cohen's kappa" if len(pairs) == 1 else pair
            marks.append(_mark(label, row["kappa"], row["ci_low"], row["ci_high"], "s-subject"))
            table.append(
                [
                    pair,
                    "Cohen's kappa",
                    row["images"],
                    row["agreement"],
                    row["expected"],
                    row["kappa"],
                    row["ci_low"],
                    row["ci_high"],
                ]
            )
    if not marks:
        return []
    heads = [
        Head("raters"),
        Head("coefficient"),
        Head("images", "count", "rated at least twice"),
        Head("agreement", "share", "observed; alpha's is corrected for small samples"),
        Head("expected", "share", "by chance, as the coefficient sees it"),
        Head("value", "number"),
        *_BOUNDS,
    ]
    figure = Figure(
        "annotators",
        "Between annotators",
        "Fleiss' kappa, Krippendorff's nominal alpha and Gwet's AC1 over all annotators, Cohen's "
        "kappa for each pair, with 95 % intervals (Gwet 2014; Fleiss, Cohen and Everitt 1969).",
        dots(marks, "Agreement between annotators", AXIS, reference=0.0),
        numbers(heads, table),
        (Asked("answers by image", RATINGS), asked("annotator-agreement")),
    )
    return [figure, *_between_by_emotion(counts, images)]


def _between_by_emotion(counts: NDArray[np.int64], images: NDArray[np.int64]) -> list[Figure]:
    marks, table = [], list[list[Value]]()
    for name in WHEEL:
        given = counts[:, _PLACE[name]]
        binary = np.stack([given, counts.sum(axis=1) - given], axis=1)
        kappa, ac1 = fleiss(binary, images), gwet(binary, images)
        if math.isfinite(kappa.value):
            marks.append(_mark(name, kappa.value, kappa.low, kappa.high, f"e-{name}"))
            said = int((given * images).sum())
            row: list[Value] = [name, said, kappa.agreement, kappa.value, kappa.low, kappa.high]
            table.append([*row, ac1.value, ac1.low, ac1.high])
    if not marks:
        return []
    heads = [
        Head("emotion"),
        Head("answers", "count", "that are this emotion"),
        Head("agreement", "share", "on whether it is this emotion"),
        Head("kappa", "number", "Fleiss' kappa of this emotion against the others"),
        *_BOUNDS,
        Head("AC1", "number", "Gwet's AC1 of the same"),
        *_BOUNDS,
    ]
    return [
        Figure(
            "annotators-emotion",
            "Between annotators, by emotion",
            "Each emotion against the seven others: Fleiss' kappa with its 95 % interval. AC1, in "
            "the table, is high wherever an emotion is seldom said.",
            dots(marks, "Agreement between annotators by emotion", AXIS, reference=0.0),
            numbers(heads, table),
            (Asked("answers by image", RATINGS),),
        )
    ]


def _against(gold: dict[str, NDArray[np.int64]]) -> list[Figure]:
    marks, table = [], list[list[Value]]()
    for annotator, confused in gold.items():
        kappa = cohen(confused)
        counts, images = _as_ratings(confused)
        if not math.isfinite(kappa.kappa):
            continue
        marks.append(_mark(annotator, kappa.kappa, kappa.low, kappa.high, "ink"))
        share = kappa.agreed / kappa.images
        named: tuple[tuple[str, Coefficient], ...] = (
            ("Krippendorff's alpha", krippendorff(counts, images)),
            ("Gwet's AC1", gwet(counts, images)),
        )
        own: list[Value] = [annotator, "Cohen's kappa", kappa.images, share, kappa.expected]
        table.append([*own, kappa.kappa, kappa.low, kappa.high])
        table += [_row(annotator, name, found) for name, found in named]
    if not marks:
        return []
    heads = [
        Head("annotator"),
        Head("coefficient"),
        Head("images", "count"),
        Head("agreement", "share", "observed; alpha's is corrected for small samples"),
        Head("expected", "share", "by chance"),
        Head("value", "number"),
        *_BOUNDS,
    ]
    overall = Figure(
        "gold",
        "Annotators against gold",
        "Cohen's kappa of each annotator with the label of the source, and its 95 % interval.",
        dots(marks, "Annotators against gold", AXIS, reference=0.0),
        numbers(heads, table),
        (Asked("answers by gold label", GOLD),),
    )
    return [overall, _against_by_emotion(gold)]


def _against_by_emotion(gold: dict[str, NDArray[np.int64]]) -> Figure:
    cells, table = [], list[list[Value]]()
    for annotator, confused in gold.items():
        line = []
        for name in WHEEL:
            place = _PLACE[name]
            labelled, said = int(confused[place].sum()), int(confused[:, place].sum())
            both = int(confused[place, place])
            rest = int(confused.sum()) - labelled - said + both
            kappa = cohen(np.array([[both, labelled - both], [said - both, rest]]))
            low, high = wilson(np.array([float(both)]), np.array([float(labelled)]))
            value = kappa.kappa if math.isfinite(kappa.kappa) else None
            recall = both / labelled if labelled else None
            precision = both / said if said else None
            about = (
                f"{annotator}, {name}: kappa {shown(value, 'number')}, recall "
                f"{shown(recall, 'share')} of {labelled:,}, precision {shown(precision, 'share')} "
                f"of {said:,}"
            )
            line.append(Cell("" if value is None else f"{value:.2f}", value, about))
            row: list[Value] = [annotator, name, labelled, said, both, value]
            bounds: list[Value] = [None, None]
            if value is not None:
                bounds = [kappa.low, kappa.high]
            table.append([*row, *bounds, recall, float(low[0]), float(high[0]), precision])
        cells.append(line)
    heads = [
        Head("annotator"),
        Head("emotion"),
        Head("labelled", "count", "images with this gold label"),
        Head("said", "count", "images the annotator gives this emotion"),
        Head("both", "count"),
        Head("kappa", "number", "Cohen's kappa of this emotion against the others"),
        *_BOUNDS,
        Head("recall", "share", "both / labelled"),
        Head("recall_low", "share", "lower bound of Wilson's 95 % interval"),
        Head("recall_high", "share"),
        Head("precision", "share", "both / said"),
    ]
    return Figure(
        "gold-emotion",
        "Annotators against gold, by emotion",
        "Cohen's kappa of each emotion against the seven others.",
        grid(list(gold), list(WHEEL), cells, "Agreement with gold by emotion"),
        numbers(heads, table),
        (Asked("answers by gold label", GOLD),),
    )


def _confused(annotator: str, table: NDArray[np.int64]) -> Figure:
    order = [_PLACE[name] for name in WHEEL]
    total = table.sum(axis=1)
    cells = []
    for label in order:
        line = []
        for answer in order:
            images = int(table[label, answer])
            share = images / total[label] if total[label] else 0.0
            about = f"labelled {CES[label]}, said {CES[answer]}: {images:,} of {total[label]:,}"
            line.append(Cell(f"{share:.0%}" if images else "", share, about))
        cells.append(line)
    rows: list[list[Value]] = [
        [CES[label], *(int(table[label, answer]) for answer in order), int(total[label])]
        for label in order
    ]
    count: Kind = "count"
    return Figure(
        f"confusion-{annotator}",
        f"What {annotator} says of the images of each emotion",
        "A row is the gold label, a column what the annotator says, a cell the share of the row. "
        "The emotions stand in the order of the circle, so confusions of neighbours lie near the "
        "diagonal.",
        grid(list(WHEEL), list(WHEEL), cells, f"What {annotator} says by gold label"),
        numbers([Head("label"), *(Head(name, count) for name in WHEEL), Head("all", count)], rows),
        (Asked("answers by gold label", GOLD),),
    )


def _as_ratings(table: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """A square table of two raters as counts by category of each pair of answers."""
    one, other = np.nonzero(table)
    chosen = np.eye(len(table), dtype=np.int64)
    return chosen[one] + chosen[other], table[one, other]


def _mark(label: str, value: float, low: float, high: float, class_: str) -> Mark:
    bounds = f"{value:.2f} ({low:.2f} to {high:.2f})".replace("-", "\u2212")
    return Mark(label, value, bounds, class_, low, high)


def _row(raters: str, name: str, found: Coefficient) -> list[Value]:
    start: list[Value] = [raters, name, found.items, found.agreement, found.expected]
    return [*start, found.value, found.low, found.high]
