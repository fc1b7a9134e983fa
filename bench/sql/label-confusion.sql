WITH said AS (
    SELECT v._s, v._d, v.probability, e.id
    FROM "VOTES" v
    JOIN "Emotion" e ON e._n = v._d
    WHERE v._s IN (
        SELECT _s FROM "MADE_BY" WHERE _d = (SELECT _n FROM "Annotator" WHERE id = $annotator)
    )
),
answers AS (
    SELECT s._s, min(s.id) AS answer
    FROM said s
    JOIN (SELECT _s, max(probability) AS probability FROM said GROUP BY _s) b
      ON b._s = s._s AND b.probability = s.probability
    GROUP BY s._s
),
counted AS (
    SELECT v._d AS label, a.answer, count(*) AS images
    FROM answers a
    JOIN "ANNOTATES" n ON n._s = a._s
    JOIN "EVOKES" v ON v._s = n._d AND v.rank = 1
    GROUP BY ALL
)
SELECT l.id AS label, c.answer, c.images,
       (sum(c.images) OVER (PARTITION BY c.label))::BIGINT AS total_images
FROM counted c JOIN "Emotion" l ON l._n = c.label
ORDER BY l.id, c.images DESC, c.answer
