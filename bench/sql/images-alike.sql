WITH one AS MATERIALIZED (SELECT _n FROM "Image" WHERE id = $image),
shared AS (
    SELECT o._s, 0 AS attribute, 0 AS subject FROM "HAS_BACKGROUND" h
    JOIN "HAS_BACKGROUND" o ON o._d = h._d WHERE h._s = (SELECT _n FROM one)
    UNION ALL
    SELECT o._s, 1, 0 FROM "HAS_ATTRIBUTE" h
    JOIN "HAS_ATTRIBUTE" o ON o._d = h._d WHERE h._s = (SELECT _n FROM one)
    UNION ALL
    SELECT o._s, 0, 1 FROM "HAS_SUBJECT" h
    JOIN "HAS_SUBJECT" o ON o._d = h._d WHERE h._s = (SELECT _n FROM one)
),
counted AS (
    SELECT _s AS other, count(*) AS shared, sum(attribute)::BIGINT AS attributes,
           sum(subject)::BIGINT AS subjects
    FROM shared WHERE _s <> (SELECT _n FROM one) GROUP BY _s
),
top AS (
    SELECT c.*, i.id FROM counted c JOIN "Image" i ON i._n = c.other
    ORDER BY c.shared DESC, i.id LIMIT $limit
)
SELECT t.id AS other_image, e.id AS emotion, t.shared, t.attributes, t.subjects
FROM top t
LEFT JOIN ("EVOKES" v JOIN "Emotion" e ON e._n = v._d AND v.rank = 1) ON v._s = t.other
ORDER BY t.shared DESC, t.id
