WITH answers AS (
    SELECT a._d AS image, m._d AS annotator, v._d AS answer
    FROM "VOTES" v
    JOIN "ANNOTATES" a ON a._s = v._s
    JOIN "MADE_BY" m ON m._s = v._s
    WHERE v.rank = 1
),
pairs AS (
    SELECT x.annotator, y.annotator AS other, x.answer, y.answer AS other_answer,
           count(*) AS images
    FROM answers x JOIN answers y ON x.image = y.image AND x.annotator <> y.annotator
    GROUP BY ALL
)
SELECT a.id AS annotator, o.id AS other_annotator, e.id AS answer, u.id AS other_answer, p.images
FROM pairs p
JOIN "Annotator" a ON a._n = p.annotator
JOIN "Annotator" o ON o._n = p.other
JOIN "Emotion" e ON e._n = p.answer
JOIN "Emotion" u ON u._n = p.other_answer
WHERE a.id < o.id
