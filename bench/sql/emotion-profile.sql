SELECT e.id AS emotion, s.id AS source, g.images, g.item_images
FROM (
    SELECT v._d AS emotion, f._d AS source, count(*) AS item_images, count(h._s) AS images
    FROM "EVOKES" v
    JOIN "FROM_SOURCE" f ON f._s = v._s
    LEFT JOIN (
        SELECT _s FROM "HAS_ATTRIBUTE"
        WHERE _d = (SELECT _n FROM "Attribute" WHERE id = $attribute)
    ) h ON h._s = v._s
    WHERE v.rank = 1
    GROUP BY ALL
) g
JOIN "Emotion" e ON e._n = g.emotion
JOIN "Source" s ON s._n = g.source
