WITH said AS (
    SELECT a._s AS said, a._d AS image, n.id AS annotator
    FROM "ANNOTATES" a
    JOIN "MADE_BY" m ON m._s = a._s
    JOIN "Annotator" n ON n._n = m._d
    WHERE a._s IN (SELECT _s FROM "VOTES")
),
pairs AS (
    SELECT x.image, x.said, x.annotator, y.said AS other_said, y.annotator AS other
    FROM said x JOIN said y ON y.image = x.image AND x.annotator < y.annotator
),
shared AS (
    SELECT p.said, p.other_said, sum(least(v.probability, w.probability)) AS shared
    FROM pairs p
    JOIN "VOTES" v ON v._s = p.said
    JOIN "VOTES" w ON w._s = p.other_said AND w._d = v._d
    GROUP BY p.said, p.other_said
),
farthest AS (
    SELECT p.image AS _n, i.id AS image, p.annotator, p.other AS other_annotator, p.said,
           p.other_said, 1.0::DOUBLE - coalesce(s.shared, 0) AS distance
    FROM pairs p
    LEFT JOIN shared s ON s.said = p.said AND s.other_said = p.other_said
    JOIN "Image" i ON i._n = p.image
    WHERE 1.0::DOUBLE - coalesce(s.shared, 0) >= $min_distance
    ORDER BY distance DESC, image, annotator, other_annotator, said, other_said
    LIMIT $limit
)
SELECT f.image, l.id AS label, f.annotator, f.other_annotator, f.distance, a.id AS answer,
       o.id AS other_answer
FROM farthest f
JOIN "VOTES" v ON v._s = f.said AND v.rank = 1
JOIN "Emotion" a ON a._n = v._d
JOIN "VOTES" w ON w._s = f.other_said AND w.rank = 1
JOIN "Emotion" o ON o._n = w._d
LEFT JOIN "EVOKES" e ON e._s = f._n AND e.rank = 1
LEFT JOIN "Emotion" l ON l._n = e._d
ORDER BY distance DESC, f.image, annotator, other_annotator, said, other_said
