WITH labelled AS MATERIALIZED (
    SELECT f._s AS image, f._d AS source,
           e._d = (SELECT _n FROM "Emotion" WHERE id = $emotion) AS evokes
    FROM "FROM_SOURCE" f JOIN "EVOKES" e ON e._s = f._s AND e.rank = 1
),
rare AS (
    SELECT _d FROM "HAS_BACKGROUND" GROUP BY _d HAVING count(*) < $min_images
),
explained AS (
    SELECT DISTINCT l.image, l.source, l.evokes, b._d AS background, a._d AS attribute,
           s._d AS subject
    FROM labelled l
    JOIN "HAS_TRIPLET" h ON h._s = l.image
    LEFT JOIN "IN_BACKGROUND" b ON b._s = h._d
    LEFT JOIN "WITH_ATTRIBUTE" a ON a._s = h._d
    LEFT JOIN "OF_SUBJECT" s ON s._s = h._d
    WHERE b._d IS NULL OR b._d NOT IN (SELECT _d FROM rare)
),
counted AS (
    SELECT background, attribute, subject, source, count(*) AS item_images,
           count(*) FILTER (WHERE evokes) AS images
    FROM explained GROUP BY ALL
),
alone AS (
    SELECT source, count(*) AS item_images, count(*) FILTER (WHERE evokes) AS images
    FROM labelled GROUP BY source
)
SELECT b.id AS background, a.id AS attribute, u.id AS subject, s.id AS source, c.images,
       c.item_images
FROM counted c
JOIN "Source" s ON s._n = c.source
LEFT JOIN "Background" b ON b._n = c.background
LEFT JOIN "Attribute" a ON a._n = c.attribute
LEFT JOIN "Subject" u ON u._n = c.subject
UNION ALL
SELECT NULL, NULL, NULL, s.id, a.images, a.item_images
FROM alone a JOIN "Source" s ON s._n = a.source
