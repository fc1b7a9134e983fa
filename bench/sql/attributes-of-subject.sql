SELECT a.id AS attribute, e.id AS emotion, g.images
FROM (
    SELECT w._d AS attribute, v._d AS emotion, count(DISTINCT t._s) AS images
    FROM "OF_SUBJECT" o
    JOIN "WITH_ATTRIBUTE" w ON w._s = o._s
    JOIN "HAS_TRIPLET" t ON t._d = o._s
    JOIN "EVOKES" v ON v._s = t._s AND v.rank = 1
    WHERE o._d = (SELECT _n FROM "Subject" WHERE id = $subject)
    GROUP BY ALL
) g
JOIN "Attribute" a ON a._n = g.attribute
JOIN "Emotion" e ON e._n = g.emotion
