WITH labelled AS MATERIALIZED (
    SELECT f._s AS image, f._d AS source,
           e._d = (SELECT _n FROM "Emotion" WHERE id = $emotion) AS evokes
    FROM "FROM_SOURCE" f JOIN "EVOKES" e ON e._s = f._s AND e.rank = 1
),
under AS MATERIALIZED (
    SELECT b._s AS phrase, b._d AS concept FROM "BROADER" b SEMI JOIN "Subject" p ON p._n = b._s
),
every AS (
    FROM under
    UNION
    SELECT u.phrase, b._d FROM under u JOIN "BROADER" b ON b._s = u.concept
),
having_one AS (
    SELECT DISTINCT h._s AS image, e.concept
    FROM "HAS_SUBJECT" h JOIN every e ON e.phrase = h._d
),
counted AS (
    SELECT h.concept, l.source, count(*) AS item_images, count(*) FILTER (WHERE l.evokes) AS images
    FROM having_one h JOIN labelled l USING (image)
    GROUP BY ALL
),
alone AS (
    SELECT source, count(*) AS item_images, count(*) FILTER (WHERE evokes) AS images
    FROM labelled GROUP BY source
)
SELECT c.id AS concept, s.id AS source, t.images, t.item_images
FROM counted t JOIN "Concept" c ON c._n = t.concept JOIN "Source" s ON s._n = t.source
UNION ALL
SELECT NULL, s.id, a.images, a.item_images FROM alone a JOIN "Source" s ON s._n = a.source
