"""Near duplicates by evidence."""

from __future__ import annotations

from emokg.report.drawing.rows import Mark, bars
from emokg.report.figure import Asked, Figure, Head, Section, Value, numbers, shown
from emokg.report.material import Material

QUESTION = """MATCH (one:Image)-[near:NEAR_DUPLICATE_OF]->(other:Image)
OPTIONAL MATCH (one)-[:EVOKES {rank: 1}]->(label:Emotion)
OPTIONAL MATCH (other)-[:EVOKES {rank: 1}]->(other_label:Emotion)
MATCH (one)-[:FROM_SOURCE]->(source:Source)
MATCH (other)-[:FROM_SOURCE]->(other_source:Source)
UNWIND near.evidence AS evidence
RETURN evidence AS evidence, count(*) AS pairs,
       count(CASE WHEN label.id <> other_label.id THEN 1 END) AS labels_differ,
       count(CASE WHEN source.id <> other_source.id THEN 1 END) AS sources_differ
ORDER BY pairs DESC, evidence"""


def duplicates(material: Material) -> Section:
    """Pairs by evidence, and how many of them have two labels or two sources."""
    pairs = material.count("MATCH ()-[near:NEAR_DUPLICATE_OF]->() RETURN count(*)")
    if not pairs:
        note = (
            "The graph has no near duplicates. To look for them: emokg duplicates find, then "
            "emokg graph build."
        )
        return Section("duplicates", "Near duplicates", "", (), (note,))
    rows = material.ask(QUESTION)
    table: list[list[Value]] = [
        [row["evidence"], row["pairs"], row["labels_differ"], row["sources_differ"]] for row in rows
    ]
    marks = [Mark(r["evidence"], r["pairs"], shown(r["pairs"], "count")) for r in rows]
    heads = [
        Head("evidence"),
        Head("pairs", "count"),
        Head("labels differ", "count", "pairs whose images have two CES labels"),
        Head("sources differ", "count", "pairs whose images are of two sources"),
    ]
    figure = Figure(
        "duplicates",
        "Pairs by evidence",
        "A pair with several kinds of evidence counts for each.",
        bars(marks, "Pairs by evidence", "pairs"),
        numbers(heads, table),
        (Asked("pairs by evidence", QUESTION),),
    )
    return Section("duplicates", "Near duplicates", f"{pairs:,} pairs of images.", (figure,))
