"""How many images hang on a phrase, and which subjects appear together."""

from __future__ import annotations

import numpy as np

from emokg.report.drawing.plots import Line, Node, log_log, network
from emokg.report.figure import Asked, Figure, Head, Section, Value, numbers
from emokg.report.material import Material, Row
from emokg.report.measures.communities import Communities, communities, layout
from emokg.report.measures.degrees import at_least, spread

PHRASES = ("Background", "Attribute", "Subject")
COMMON = 300
DRAWN = 50
COLOURS = 8

PAIRS = f"""MATCH (subject:Subject)
WITH subject, COUNT {{ (subject)<-[:HAS_SUBJECT]-() }} AS images
ORDER BY images DESC, subject.id LIMIT {COMMON}
WITH collect(subject.id) AS common
MATCH (one:Subject)<-[:HAS_SUBJECT]-(:Image)-[:HAS_SUBJECT]->(other:Subject)
  WHERE one.id < other.id AND one.id IN common AND other.id IN common
RETURN one.id AS subject, other.id AS other_subject, count(*) AS images
ORDER BY images DESC, subject, other_subject"""

COUNTS = f"""MATCH (subject:Subject)
RETURN subject.id AS subject, COUNT {{ (subject)<-[:HAS_SUBJECT]-() }} AS images
ORDER BY images DESC, subject LIMIT {COMMON}"""


def degree_question(label: str) -> str:
    """How many phrases of a label have how many images."""
    return (
        f"MATCH (phrase:{label})\n"
        f"WITH COUNT {{ (phrase)<-[:HAS_{label.upper()}]-() }} AS images\n"
        "RETURN images AS images, count(*) AS phrases\n"
        "ORDER BY images"
    )


def hubs(material: Material) -> Section:
    """Degree distributions, and the communities of the most frequent subjects."""
    notes: list[str] = []
    figures = [figure for figure in (_degrees(material), _together(material, notes)) if figure]
    lead = "How many images hang on a phrase, and which subjects share an image."
    return Section("hubs", "Hubs and communities", lead, tuple(figures), tuple(notes))


def _degrees(material: Material) -> Figure | None:
    lines, table = [], list[list[Value]]()
    for label in PHRASES:
        rows = [row for row in material.ask(degree_question(label)) if row["images"]]
        degree = np.array([row["images"] for row in rows], dtype=np.int64)
        phrases = np.array([row["phrases"] for row in rows], dtype=np.int64)
        found = spread(degree, phrases)
        if found is None:
            continue
        points = list(zip(degree.tolist(), at_least(phrases).tolist(), strict=True))
        lines.append(Line(label, points, f"s-{label.lower()}"))
        table.append(
            [label, found.nodes, found.mean, found.median, found.largest, found.alone, found.gini]
        )
    if not lines:
        return None
    heads = [
        Head("label"),
        Head("phrases", "count", "that an image has"),
        Head("mean", "number", "images a phrase"),
        Head("median", "number"),
        Head("largest", "count"),
        Head("one image", "share", "phrases of a single image"),
        Head("Gini", "number", "0 where all are equal, near 1 for one hub"),
    ]
    return Figure(
        "degrees",
        "Degree distributions",
        "The share of phrases that at least so many images have, both axes logarithmic.",
        log_log(lines, "Degree distributions", "images that have the phrase, at least", "share"),
        numbers(heads, table),
        tuple(Asked(f"{label}: images by phrase", degree_question(label)) for label in PHRASES),
    )


def _together(material: Material, notes: list[str]) -> Figure | None:
    pairs = material.ask(PAIRS)
    if not pairs:
        notes.append("No two subjects share an image, so there are no communities.")
        return None
    images = {row["subject"]: row["images"] for row in material.ask(COUNTS)}
    names = list(images)
    place = {name: number for number, name in enumerate(names)}
    joined = {(place[row["subject"]], place[row["other_subject"]]): row["images"] for row in pairs}
    found = communities(len(names), {_ordered(pair): n for pair, n in joined.items()})
    table: list[list[Value]] = [
        [number, len(members), sum(images[names[m]] for m in members), _leading(members, names)]
        for number, members in enumerate(found.members, start=1)
        if len(members) > 1
    ]
    heads = [
        Head("community", "count"),
        Head("subjects", "count"),
        Head("images", "count", "with each of its subjects, added up"),
        Head("most frequent"),
    ]
    return Figure(
        "communities",
        "Subjects that appear together",
        f"Of the {min(DRAWN, len(names))} most frequent subjects those that hang together, joined "
        f"where they share an image (the {2 * DRAWN} strongest pairs). Colours are Louvain's "
        f"communities among the {len(names)} most frequent (modularity {found.modularity:.2f}, "
        "seeded); grey is of a smaller one. Larger dots are subjects of more images. Below a "
        "modularity of about 0.3 communities are hardly more than chance.",
        _drawn(pairs, names, images, found),
        numbers(heads, table),
        (Asked("pairs of frequent subjects", PAIRS), Asked("their images", COUNTS)),
    )


def _drawn(pairs: list[Row], names: list[str], images: dict[str, int], found: Communities) -> str:
    home = {m: number for number, members in enumerate(found.members) for m in members}
    place = {name: number for number, name in enumerate(names[:DRAWN])}
    strong = [r for r in pairs if r["subject"] in place and r["other_subject"] in place]
    links = {
        _ordered((place[row["subject"]], place[row["other_subject"]])): row["images"]
        for row in strong[: 2 * DRAWN]
    }
    most, heaviest = images[names[0]], max(links.values(), default=1)
    nodes = {
        number: Node(
            names[number],
            images[names[number]] / most,
            f"c{min(home[number], COLOURS - 1)}",
            f"{names[number]}: {images[names[number]]:,} images, community {home[number] + 1}",
        )
        for number in place.values()
    }
    places = layout(links)
    widths = {pair: n / heaviest for pair, n in links.items() if pair[0] in places}
    return network(nodes, widths, places, "Subjects that appear together")


def _ordered(pair: tuple[int, int]) -> tuple[int, int]:
    return min(pair), max(pair)


def _leading(members: tuple[int, ...], names: list[str]) -> str:
    """Names come by their number of images, so the smallest numbers are the most frequent."""
    return ", ".join(names[member] for member in members[:8])
