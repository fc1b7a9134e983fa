WITH counted AS (
    SELECT v._d AS label, a._d AS answer, count(*) AS images
    FROM "MADE_BY" m
    JOIN "VOTES" a ON a._s = m._s AND a.rank = 1
    JOIN "ANNOTATES" n ON n._s = m._s
    JOIN "EVOKES" v ON v._s = n._d AND v.rank = 1
    WHERE m._d = (SELECT _n FROM "Annotator" WHERE id = $annotator)
    GROUP BY ALL
)
SELECT l.id AS label, a.id AS answer, c.images,
       (sum(c.images) OVER (PARTITION BY c.label))::BIGINT AS total_images
FROM counted c
JOIN "Emotion" l ON l._n = c.label
JOIN "Emotion" a ON a._n = c.answer
ORDER BY l.id, c.images DESC, a.id
