WITH labelled AS MATERIALIZED (
    SELECT f._s AS image, f._d AS source,
           e._d = (SELECT _n FROM "Emotion" WHERE id = $emotion) AS evokes
    FROM "FROM_SOURCE" f JOIN "EVOKES" e ON e._s = f._s AND e.rank = 1
),
counted AS (
    SELECT h._d AS item, l.source, count(*) AS item_images,
           count(*) FILTER (WHERE l.evokes) AS images
    FROM "HAS_ATTRIBUTE" h JOIN labelled l ON l.image = h._s
    GROUP BY ALL
),
alone AS (
    SELECT source, count(*) AS item_images, count(*) FILTER (WHERE evokes) AS images
    FROM labelled GROUP BY source
)
SELECT i.id AS attribute, s.id AS source, c.images, c.item_images
FROM counted c JOIN "Attribute" i ON i._n = c.item JOIN "Source" s ON s._n = c.source
UNION ALL
SELECT NULL, s.id, a.images, a.item_images FROM alone a JOIN "Source" s ON s._n = a.source
