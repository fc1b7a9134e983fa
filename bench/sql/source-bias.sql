SELECT s.id AS source, e.id AS emotion, g.images
FROM (
    SELECT f._d AS source, v._d AS emotion, count(*) AS images
    FROM "FROM_SOURCE" f JOIN "EVOKES" v ON v._s = f._s AND v.rank = 1
    GROUP BY ALL
) g
JOIN "Source" s ON s._n = g.source
JOIN "Emotion" e ON e._n = g.emotion
