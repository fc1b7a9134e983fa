WITH mixed AS (
    SELECT i.id, y._s, y._d, y.probability
    FROM "EVOKES" y JOIN "Image" i ON i._n = y._s
    WHERE y.rank = 2 AND y.probability >= $min_probability
    ORDER BY y.probability DESC, i.id LIMIT $limit
)
SELECT m.id AS image, e.id AS emotion, x.probability, o.id AS other_emotion,
       m.probability AS other_probability
FROM mixed m
JOIN "EVOKES" x ON x._s = m._s AND x.rank = 1
JOIN "Emotion" e ON e._n = x._d
JOIN "Emotion" o ON o._n = m._d
ORDER BY m.probability DESC, m.id
