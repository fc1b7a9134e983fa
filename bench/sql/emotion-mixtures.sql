WITH totals AS (
    SELECT _d AS emotion, count(*) AS total_images FROM "EVOKES" WHERE rank = 1 GROUP BY _d
),
mixed AS (
    SELECT x._d AS emotion, y._d AS other, count(*) AS images
    FROM "EVOKES" y JOIN "EVOKES" x ON x._s = y._s AND x.rank = 1
    WHERE y.rank = 2 AND y.probability >= $min_probability
    GROUP BY ALL
)
SELECT e.id AS emotion, o.id AS other_emotion, m.images, t.total_images
FROM mixed m
JOIN totals t ON t.emotion = m.emotion
JOIN "Emotion" e ON e._n = m.emotion
JOIN "Emotion" o ON o._n = m.other
ORDER BY m.images DESC, e.id, o.id
