"""How large the graph is, by label and by type."""

from __future__ import annotations

from emokg.report.drawing.rows import Mark, dots
from emokg.report.figure import Asked, Figure, Head, Section, Value, numbers, shown
from emokg.report.material import Material, Row
from emokg.report.summary import label_question, summary, type_question


def sizes(material: Material) -> Section:
    """Nodes by label and relationships by type, on logarithmic scales."""
    rows = summary(material.graph.cypher, material.graph.model).rows()
    counts = {
        name: [r for r in rows if r["section"] == name] for name in ("nodes", "relationships")
    }
    nodes, links = (sum(row["count"] for row in counts[name]) for name in counts)
    return Section(
        "sizes",
        "Sizes",
        f"{nodes:,} nodes and {links:,} relationships.",
        (
            _figure("nodes", "Nodes by label", counts["nodes"], label_question("Image")),
            _figure(
                "relationships",
                "Relationships by type",
                counts["relationships"],
                type_question("EVOKES"),
            ),
        ),
    )


def _figure(key: str, title: str, rows: list[Row], question: str) -> Figure:
    ordered = sorted(rows, key=lambda row: (-row["count"], row["name"]))
    marks = [
        Mark(row["name"], row["count"], shown(row["count"], "count"))
        for row in ordered
        if row["count"]
    ]
    absent = [row["name"] for row in ordered if not row["count"]]
    none = f" The graph has none of: {', '.join(absent)}." if absent else ""
    table: list[list[Value]] = [[row["name"], row["count"], row["share"]] for row in ordered]
    return Figure(
        f"sizes-{key}",
        title,
        f"A logarithmic scale, since the counts span powers of ten.{none}",
        dots(marks, title, "count", log=True) if marks else None,
        numbers([Head(key), Head("count", "count"), Head("share", "share", "of all")], table),
        (Asked("one such question a row", question),),
    )
