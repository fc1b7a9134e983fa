SELECT a.id AS attribute, e.id AS emotion, g.images
FROM (
    SELECT h._d AS attribute, v._d AS emotion, count(*) AS images
    FROM "HAS_ATTRIBUTE" h JOIN "EVOKES" v ON v._s = h._s AND v.rank = 1
    GROUP BY ALL
) g
JOIN "Attribute" a ON a._n = g.attribute
JOIN "Emotion" e ON e._n = g.emotion
