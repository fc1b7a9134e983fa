"""How many nodes and relationships the records call for, counted without building any.

The build compares these with what it made: a join that lost or doubled a row shows here.
"""

from __future__ import annotations

from collections.abc import Mapping

from emokg.graph.statements import IS_STRONG


def _pairs(column: str) -> str:
    return f"SELECT count(DISTINCT (image, {column})) FROM triplets WHERE {column} IS NOT NULL"


def _filled(table: str, column: str) -> str:
    return f"SELECT count({column}) FROM {table}"


def _rows(table: str) -> str:
    return f"SELECT count(*) FROM {table}"


NODES: Mapping[str, str] = {
    "Emotion": _rows("emotion_nodes"),
    "Source": _rows("sources"),
    "Image": _rows("images"),
    "Background": "SELECT count(DISTINCT background) FROM triplets",
    "Attribute": "SELECT count(DISTINCT attribute) FROM triplets",
    "Subject": """
        SELECT count(DISTINCT subject) FROM (
            SELECT subject FROM triplets UNION ALL SELECT subject FROM regions)""",
    "Concept": """
        SELECT count(DISTINCT (kind, name)) FROM (
            SELECT kind, above AS name FROM broader
            UNION ALL SELECT kind, below FROM broader WHERE concept)""",
    "Annotator": """
        SELECT count(*) FROM (
            SELECT annotator FROM annotations UNION SELECT judge FROM verdicts)""",
    "Annotation": _rows("annotations"),
    "Verdict": _rows("verdicts"),
    "Triplet": _rows("triplets"),
    "Region": _rows("regions"),
    "Mask": _filled("regions", "mask_rle"),
}

RELATIONSHIPS: Mapping[str, str] = {
    "EVOKES": f"""
        SELECT count(*) FROM (
            SELECT image, emotion,
                   sum(probability) FILTER (WHERE annotation IS NULL) AS own,
                   sum(probability) AS voted,
                   bool_or(own IS NOT NULL) OVER (PARTITION BY image) AS labelled,
                   any_value(voters) AS voters
            FROM emotions LEFT JOIN (
                SELECT image, count(DISTINCT annotation) AS voters
                FROM emotions GROUP BY image) USING (image)
            GROUP BY image, emotion)
        WHERE {IS_STRONG.format("CASE WHEN labelled THEN own ELSE voted / voters END")}""",
    "VOTES": _filled("emotions", "annotation"),
    "HAS_TRIPLET": _rows("triplets"),
    "IN_BACKGROUND": _filled("triplets", "background"),
    "WITH_ATTRIBUTE": _filled("triplets", "attribute"),
    "OF_SUBJECT": _filled("triplets", "subject"),
    "HAS_BACKGROUND": _pairs("background"),
    "HAS_ATTRIBUTE": _pairs("attribute"),
    "HAS_SUBJECT": _pairs("subject"),
    "HAS_REGION": _rows("regions"),
    "DEPICTS": _filled("regions", "subject"),
    "HAS_MASK": _filled("regions", "mask_rle"),
    "FROM_SOURCE": _rows("images"),
    "NEAR_DUPLICATE_OF": "SELECT count(DISTINCT (image, other)) FROM duplicates",
    "BROADER": _rows("broader"),
    "ANNOTATES": _rows("annotations"),
    "MADE_BY": "SELECT (SELECT count(*) FROM annotations) + (SELECT count(*) FROM verdicts)",
    "JUDGES": _rows("verdicts"),
}
