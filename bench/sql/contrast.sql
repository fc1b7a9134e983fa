WITH labelled AS MATERIALIZED (
    SELECT f._s AS image, f._d AS source,
           e._d = (SELECT _n FROM "Emotion" WHERE id = $emotion) AS evokes
    FROM "FROM_SOURCE" f JOIN "EVOKES" e ON e._s = f._s AND e.rank = 1
    WHERE e._d IN (SELECT _n FROM "Emotion" WHERE id IN ($emotion, $against))
),
has AS (
    SELECT _s, _d FROM "HAS_ATTRIBUTE" WHERE $kind = 'attribute'
    UNION ALL
    SELECT _s, _d FROM "HAS_BACKGROUND" WHERE $kind = 'background'
    UNION ALL
    SELECT _s, _d FROM "HAS_SUBJECT" WHERE $kind = 'subject'
),
items AS (
    SELECT _n, id FROM "Attribute" WHERE $kind = 'attribute'
    UNION ALL
    SELECT _n, id FROM "Background" WHERE $kind = 'background'
    UNION ALL
    SELECT _n, id FROM "Subject" WHERE $kind = 'subject'
),
counted AS (
    SELECT h._d AS item, l.source, count(*) AS item_images,
           count(*) FILTER (WHERE l.evokes) AS images
    FROM has h JOIN labelled l ON l.image = h._s
    GROUP BY ALL
),
alone AS (
    SELECT source, count(*) AS item_images, count(*) FILTER (WHERE evokes) AS images
    FROM labelled GROUP BY source
)
SELECT i.id AS item, s.id AS source, c.images, c.item_images
FROM counted c JOIN items i ON i._n = c.item JOIN "Source" s ON s._n = c.source
UNION ALL
SELECT NULL, s.id, a.images, a.item_images FROM alone a JOIN "Source" s ON s._n = a.source
