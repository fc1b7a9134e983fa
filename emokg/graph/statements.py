"""Record tables → node and relationship tables, as SELECT statements of the embedded engine.

The statements read the record tables by name and, once they are made, the node tables under `g`.
Texts that join records to nodes are resolved once, in the `STAGES`; relationships only project.
"""

from __future__ import annotations

from collections.abc import Mapping

PHRASES: Mapping[str, str] = {
    "Background": "background",
    "Attribute": "attribute",
    "Subject": "subject",
}

SAID_IN = (
    *((kind, "triplets") for kind in PHRASES.values()),
    ("subject", "regions"),
)
"""Kinds of phrases, and the tables that say them."""

IS_STRONG = "round({}, 9) >= 0.05"
"""Weaker emotions of a distribution get no EVOKES relationship. Rounded, since a mean of votes
that is 0.05 on paper may miss it by its last bit."""


_SPOKEN_OF = {
    "background": "SELECT NULL WHERE FALSE",
    "attribute": "SELECT NULL WHERE FALSE",
    "subject": "SELECT subject FROM regions WHERE subject IS NOT NULL",
}
"""Phrases that are used outside triplets."""


def _phrase(column: str) -> str:
    """Phrases with their spellings: the most frequent is the text, the others are aliases.

    A spelling is a given text that says this phrase and nothing else; where a list of phrases was
    given as one text there may be none.
    """
    return f"""
        WITH said AS (
            SELECT {column} AS id, {column}_text AS spelling, count(*) AS times
            FROM triplets WHERE {column} IS NOT NULL GROUP BY ALL),
        spelt AS (SELECT id, spelling, sum(times) AS times FROM said
                  WHERE lower(spelling) = id OR (spelling, id) IN (SELECT * FROM odd_spellings)
                  GROUP BY ALL),
        chosen AS (SELECT id, first(spelling ORDER BY times DESC, spelling) AS text,
                          list(spelling ORDER BY spelling) AS spellings
                   FROM spelt GROUP BY id)
        SELECT id, coalesce(text, id) AS text,
               list_filter(coalesce(spellings, []), lambda s: s <> text) AS aliases
        FROM (SELECT id FROM said UNION {_SPOKEN_OF[column]}) LEFT JOIN chosen USING (id)"""


NODES: Mapping[str, str] = {
    "Emotion": "SELECT * FROM emotion_nodes",
    "Source": "SELECT id, name, license, url, citation, origin FROM sources",
    "Image": """
        SELECT id, uri, width, height, sha256, phash, license, credit, origin, description,
               confidence, prompt, split, coalesce(spaces, []) AS "desSpaces"
        FROM images LEFT JOIN vectors_of ON vectors_of.image = images.id""",
    **{label: _phrase(column) for label, column in PHRASES.items()},
    "Concept": """
        SELECT DISTINCT kind || ':' || above AS id, above AS text FROM broader
        UNION
        SELECT kind || ':' || below, below FROM broader WHERE concept""",
    "Annotator": """
        SELECT id, arg_min(kind, trust) AS kind
        FROM (
            SELECT annotator AS id, annotator_kind AS kind, 1 AS trust FROM annotations
            UNION ALL
            SELECT judge, CASE kind WHEN 'critic' THEN 'model' ELSE kind END, 2 FROM verdicts)
        GROUP BY id""",
    "Annotation": """
        SELECT id, dataset, description, prompt_hash AS "promptHash", cost, created, confidence
        FROM annotations""",
    "Verdict": "SELECT id, kind, decision, reason FROM verdicts",
    "Triplet": """
        SELECT id, concat_ws(' - ', background, attribute, subject) AS text, position
        FROM triplets""",
    "Region": "SELECT id, [x1, y1, x2, y2] AS bbox, score, area FROM regions",
    "Mask": """
        SELECT id, mask_rle AS rle, mask_height AS height, mask_width AS width,
               predicted_iou AS "predictedIou"
        FROM regions WHERE mask_rle IS NOT NULL""",
}
"""A SELECT a label; labels that no record speaks of are left out."""

STAGES: Mapping[str, str] = {
    "triplet_ends": """
        SELECT t._n AS triplet, i._n AS image, b._n AS background, a._n AS attribute,
               s._n AS subject
        FROM triplets r
        JOIN g."Triplet" t ON t.id = r.id
        JOIN g."Image" i ON i.id = r.image
        LEFT JOIN g."Background" b ON b.id = r.background
        LEFT JOIN g."Attribute" a ON a.id = r.attribute
        LEFT JOIN g."Subject" s ON s.id = r.subject""",
    "region_ends": """
        SELECT n._n AS region, i._n AS image, s._n AS subject, m._n AS mask
        FROM regions r
        JOIN g."Region" n ON n.id = r.id
        JOIN g."Image" i ON i.id = r.image
        LEFT JOIN g."Subject" s ON s.id = r.subject
        LEFT JOIN g."Mask" m ON m.id = r.id""",
    "annotation_ends": """
        SELECT r.id, n._n AS annotation, i._n AS image, a._n AS annotator
        FROM annotations r
        JOIN g."Annotation" n ON n.id = r.id
        JOIN g."Image" i ON i.id = r.image
        JOIN g."Annotator" a ON a.id = r.annotator""",
    "verdict_ends": """
        SELECT v._n AS verdict, n._n AS annotation, j._n AS judge
        FROM verdicts r
        JOIN g."Verdict" v ON v.id = r.id
        JOIN g."Annotation" n ON n.id = r.annotation
        JOIN g."Annotator" j ON j.id = r.judge""",
}
"""The numbers of the nodes that a record joins, once for all relationships made of it."""

_PHRASES = " UNION ALL ".join(
    f"SELECT '{kind}' AS kind, id, _n, false AS concept FROM g.\"{label}\""
    for label, kind in PHRASES.items()
)
_BROADER = f"""
    WITH terms AS (
        {_PHRASES}
        UNION ALL SELECT split_part(id, ':', 1), text, _n, true FROM g."Concept")
    SELECT t._n AS _s, c._n AS _d, b.relation, b.score, b.method
    FROM broader b
    JOIN terms t ON t.kind = b.kind AND t.id = b.below AND t.concept = b.concept
    JOIN g."Concept" c ON c.id = b.kind || ':' || b.above"""

_CONSENSUS = f"""
    WITH labels AS (SELECT image, emotion, probability FROM emotions WHERE annotation IS NULL),
    votes AS (SELECT * FROM emotions WHERE annotation IS NOT NULL
              AND image NOT IN (SELECT image FROM labels)),
    shares AS (
        SELECT image, emotion, list_sum(list(probability ORDER BY annotation)) AS total
        FROM votes GROUP BY image, emotion),
    voters AS (SELECT image, count(DISTINCT annotation) AS voters FROM votes GROUP BY image),
    said AS (
        SELECT * FROM labels
        UNION ALL
        SELECT image, emotion, total / voters FROM shares JOIN voters USING (image))
    SELECT i._n AS _s, e._n AS _d, probability, i.confidence,
           row_number() OVER (PARTITION BY i._n ORDER BY probability DESC, emotion) AS rank
    FROM said JOIN g."Image" i ON i.id = image JOIN g."Emotion" e ON e.id = emotion
    WHERE {IS_STRONG.format("probability")}"""


def _ends(stage: str, start: str, end: str, *, distinct: bool = False) -> str:
    return (
        f"SELECT {'DISTINCT ' if distinct else ''}{start} AS _s, {end} AS _d "
        f"FROM {stage} WHERE {end} IS NOT NULL"
    )


RELATIONSHIPS: Mapping[str, str] = {
    "EVOKES": _CONSENSUS,
    "VOTES": """
        SELECT a.annotation AS _s, e._n AS _d, v.probability,
               row_number() OVER (
                   PARTITION BY a.annotation ORDER BY v.probability DESC, v.emotion) AS rank
        FROM emotions v
        JOIN annotation_ends a ON a.id = v.annotation
        JOIN g."Emotion" e ON e.id = v.emotion""",
    "HAS_TRIPLET": _ends("triplet_ends", "image", "triplet"),
    "IN_BACKGROUND": _ends("triplet_ends", "triplet", "background"),
    "WITH_ATTRIBUTE": _ends("triplet_ends", "triplet", "attribute"),
    "OF_SUBJECT": _ends("triplet_ends", "triplet", "subject"),
    "HAS_BACKGROUND": _ends("triplet_ends", "image", "background", distinct=True),
    "HAS_ATTRIBUTE": _ends("triplet_ends", "image", "attribute", distinct=True),
    "HAS_SUBJECT": _ends("triplet_ends", "image", "subject", distinct=True),
    "HAS_REGION": _ends("region_ends", "image", "region"),
    "DEPICTS": _ends("region_ends", "region", "subject"),
    "HAS_MASK": _ends("region_ends", "region", "mask"),
    "FROM_SOURCE": """
        SELECT i._n AS _s, s._n AS _d
        FROM images r JOIN g."Image" i ON i.id = r.id JOIN g."Source" s ON s.id = r.source""",
    "NEAR_DUPLICATE_OF": """
        SELECT i._n AS _s, o._n AS _d, min(r.distance) AS distance,
               list(r.evidence ORDER BY r.evidence) AS evidence
        FROM duplicates r
        JOIN g."Image" i ON i.id = r.image
        JOIN g."Image" o ON o.id = r.other
        GROUP BY ALL""",
    "BROADER": _BROADER,
    "ANNOTATES": _ends("annotation_ends", "annotation", "image"),
    "MADE_BY": f"{_ends('annotation_ends', 'annotation', 'annotator')} UNION ALL "
    f"{_ends('verdict_ends', 'verdict', 'judge')}",
    "JUDGES": _ends("verdict_ends", "verdict", "annotation"),
}
"""A SELECT a type; types that no record speaks of are left out."""
