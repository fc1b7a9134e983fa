WITH kinds AS (
    SELECT _s, _d FROM "HAS_BACKGROUND" WHERE $kind = 'background'
    UNION ALL
    SELECT _s, _d FROM "HAS_ATTRIBUTE" WHERE $kind = 'attribute'
    UNION ALL
    SELECT _s, _d FROM "HAS_SUBJECT" WHERE $kind = 'subject'
),
items AS (
    SELECT _n, id FROM "Background" WHERE $kind = 'background'
    UNION ALL
    SELECT _n, id FROM "Attribute" WHERE $kind = 'attribute'
    UNION ALL
    SELECT _n, id FROM "Subject" WHERE $kind = 'subject'
),
top AS MATERIALIZED (
    SELECT c.item, i.id, c.images
    FROM (SELECT _d AS item, count(*) AS images FROM kinds GROUP BY _d) c
    JOIN items i ON i._n = c.item
    ORDER BY c.images DESC, i.id LIMIT $limit
),
seen AS MATERIALIZED (
    SELECT k._d AS item, k._s AS image FROM kinds k JOIN top t ON t.item = k._d
),
reach AS (
    SELECT s.item, count(DISTINCT f._d) AS sources, count(DISTINCT v._d) AS emotions
    FROM seen s
    JOIN "FROM_SOURCE" f ON f._s = s.image
    LEFT JOIN "EVOKES" v ON v._s = s.image AND v.rank = 1
    GROUP BY s.item
),
phrases AS (
    SELECT item, count(*) - 1 AS phrases
    FROM (
        SELECT DISTINCT s.item, h._d FROM seen s JOIN "HAS_BACKGROUND" h ON h._s = s.image
        UNION ALL
        SELECT DISTINCT s.item, h._d FROM seen s JOIN "HAS_ATTRIBUTE" h ON h._s = s.image
        UNION ALL
        SELECT DISTINCT s.item, h._d FROM seen s JOIN "HAS_SUBJECT" h ON h._s = s.image
    )
    GROUP BY item
)
SELECT t.id AS item, t.images, r.sources, r.emotions, p.phrases
FROM top t JOIN reach r ON r.item = t.item JOIN phrases p ON p.item = t.item
ORDER BY t.images DESC, t.id
