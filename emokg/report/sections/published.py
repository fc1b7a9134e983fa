"""This graph beside the published data sets, and beside what the EmoVerse paper claims."""

from __future__ import annotations

from dataclasses import dataclass

from emokg.report.figure import Asked, Figure, Head, Section, Value, numbers
from emokg.report.material import Material, asked


@dataclass(frozen=True, slots=True)
class DataSet:
    """What is published of it."""

    name: str
    images: str
    emotions: str
    annotation: str
    citation: str


DATA_SETS = (
    DataSet(
        "FI",
        "23,000 (as EmoVerse's card gives it)",
        "8 (Mikels)",
        "one label",
        "You, Luo, Jin, Yang: Building a Large Scale Dataset for Image Emotion Recognition: "
        "The Fine Print and the Benchmark. AAAI 2016",
    ),
    DataSet(
        "EmoSet",
        "118,102 labelled by humans, of 3.3 million",
        "8 (Mikels)",
        "one label and six attributes (brightness, colourfulness, scene, object, face, action)",
        "Yang, Huang, Ding, Lischinski, Cohen-Or, Huang: EmoSet: A Large-scale Visual Emotion "
        "Dataset with Rich Attributes. ICCV 2023, arXiv:2307.07961",
    ),
    DataSet(
        "EmoArt",
        "132,664 artworks in 56 styles",
        "12",
        "description, five visual attributes, binary valence and arousal, one emotion",
        "Zhang, Xie, Wen, Zuo, Zhang, Cheng: EmoArt: A Multidimensional Dataset for Emotion-Aware "
        "Artistic Generation. 2025, arXiv:2506.03652",
    ),
    DataSet(
        "EmoVerse",
        "over 219,000 (paper); 234,189 (data set card)",
        "8 (Mikels) and 1024-d DES",
        "B-A-S triplets, boxes and masks, CES with confidence, DES",
        "Guo et al.: EmoVerse: A MLLMs-Driven Emotion Representation Dataset for Interpretable "
        "Visual Emotion Analysis. CVPR 2026, arXiv:2511.12554",
    ),
)

CLAIMS = (
    ("images", "over 219,000", 219_000, "arXiv:2511.12554, abstract", "Image"),
    ("images", "234,189", 234_189, "data set card", "Image"),
    ("distinct backgrounds", "160,185", 160_185, "data set card", "Background"),
    ("distinct attributes", "10,169", 10_169, "data set card", "Attribute"),
    ("distinct subjects", "17,743", 17_743, "data set card", "Subject"),
)
UNCHECKABLE = (
    ("balance over the emotions", "Δ = 6.6, σ = 8.18", "data set card", "no formula is published"),
    (
        "“the largest visual emotion dataset to date”",
        "twice EmoSet, ten times FI",
        "data set card",
        "a claim about other data",
    ),
    (
        "high annotation reliability with minimal human effort",
        "",
        "arXiv:2511.12554, abstract",
        "see the agreement measured below for this graph's annotators",
    ),
)
CARD = "huggingface.co/datasets/PiLabUSTC/EmoVerse-Dataset"


def published(material: Material) -> Section:
    """Two tables of published numbers; each is a claim of its authors, not a finding here."""
    return Section(
        "published",
        "Beside published data sets",
        "Numbers of other data sets are printed as their authors published them; none was counted "
        "here.",
        (_comparison(material), _claims(material)),
    )


def _comparison(material: Material) -> Figure:
    images = material.count("MATCH (i:Image) RETURN count(*)")
    labelled = sum(row["images"] for row in material.query("emotion-distribution"))
    here = f"{images:,}, of which {labelled:,} labelled"
    rows: list[list[Value]] = [["this graph", here, "8 (Mikels)", "see Coverage", "counted here"]]
    for one in DATA_SETS:
        rows.append([one.name, one.images, one.emotions, one.annotation, one.citation])
    heads = [
        Head("data set"),
        Head("images"),
        Head("emotions"),
        Head("annotation"),
        Head("source"),
    ]
    return Figure(
        "comparison",
        "Data sets of visual emotion",
        "Published claims with their sources. How evenly the other data sets spread over the "
        "emotions is left out: their counts by emotion are not at hand.",
        None,
        numbers(heads, rows),
        (asked("emotion-distribution"),),
    )


def _claims(material: Material) -> Figure:
    rows: list[list[Value]] = []
    for what, claim, number, where, label in CLAIMS:
        here = material.count(f"MATCH (n:{label}) RETURN count(*)")
        if claim.startswith("over"):
            verdict = "over it too" if here > number else "other number"
        else:
            verdict = "same number" if here == number else "other number"
        rows.append([what, claim, where, here, verdict])
    rows += [
        [what, claim, where, None, f"claim only: {why}"] for what, claim, where, why in UNCHECKABLE
    ]
    heads = [
        Head("claim"),
        Head("published"),
        Head("where"),
        Head("this graph", "count"),
        Head("verdict"),
    ]
    return Figure(
        "claims",
        "What EmoVerse claims, and what this graph holds",
        "The same number is no confirmation unless this graph was built from the whole published "
        "data set; what a graph cannot confirm is printed as a claim. The card is "
        f"{CARD}.",
        None,
        numbers(heads, rows),
        (Asked("one such question a row", "MATCH (n:Image) RETURN count(*)"),),
    )
