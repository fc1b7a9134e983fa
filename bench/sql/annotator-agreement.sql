WITH best AS (
    SELECT _s, max(probability) AS probability FROM "VOTES" GROUP BY _s
),
answers AS (
    SELECT any_value(a._d) AS image, any_value(m._d) AS annotator, min(e.id) AS answer
    FROM "VOTES" v
    JOIN best b ON b._s = v._s AND b.probability = v.probability
    JOIN "Emotion" e ON e._n = v._d
    JOIN "ANNOTATES" a ON a._s = v._s
    JOIN "MADE_BY" m ON m._s = v._s
    GROUP BY v._s
),
pairs AS (
    SELECT x.annotator, y.annotator AS other, x.answer, y.answer AS other_answer,
           count(*) AS images
    FROM answers x JOIN answers y ON x.image = y.image AND x.annotator <> y.annotator
    GROUP BY ALL
)
SELECT a.id AS annotator, o.id AS other_annotator, p.answer, p.other_answer, p.images
FROM pairs p
JOIN "Annotator" a ON a._n = p.annotator
JOIN "Annotator" o ON o._n = p.other
WHERE a.id < o.id
