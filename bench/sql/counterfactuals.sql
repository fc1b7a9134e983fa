WITH seen AS (
    SELECT DISTINCT o._d AS subject, w._d AS attribute, v._d AS emotion, t._s AS image
    FROM "OF_SUBJECT" o
    JOIN "WITH_ATTRIBUTE" w ON w._s = o._s
    JOIN "HAS_TRIPLET" t ON t._d = o._s
    JOIN "EVOKES" v ON v._s = t._s AND v.rank = 1
    WHERE $subject IS NULL OR o._d = (SELECT _n FROM "Subject" WHERE id = $subject)
),
counted AS (
    SELECT subject, attribute, emotion, count(*) AS images FROM seen GROUP BY ALL
),
sides AS MATERIALIZED (
    SELECT c.subject, c.attribute, arg_max(c.emotion, c.images) AS emotion,
           max(c.images) AS images, sum(c.images)::BIGINT AS item_images
    FROM counted c
    GROUP BY c.subject, c.attribute
    HAVING sum(c.images) >= $min_images AND 2 * max(c.images) > sum(c.images)
)
SELECT s.id AS subject, a.id AS attribute, x.images, x.item_images, b.id AS other_attribute,
       e.id AS other_emotion, y.images AS other_images, y.item_images AS other_item_images
FROM sides x
JOIN sides y ON y.subject = x.subject
JOIN "Subject" s ON s._n = x.subject
JOIN "Attribute" a ON a._n = x.attribute
JOIN "Attribute" b ON b._n = y.attribute
JOIN "Emotion" e ON e._n = y.emotion
WHERE x.emotion = (SELECT _n FROM "Emotion" WHERE id = $emotion)
  AND y.emotion <> (SELECT _n FROM "Emotion" WHERE id = $emotion)
ORDER BY x.images + y.images DESC, s.id, a.id, b.id
LIMIT $limit
