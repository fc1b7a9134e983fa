WITH counted AS (
    SELECT v._d AS emotion, count(*) AS images
    FROM "EVOKES" v JOIN "FROM_SOURCE" f ON f._s = v._s
    WHERE v.rank = 1
      AND ($source IS NULL OR f._d = (SELECT _n FROM "Source" WHERE id = $source))
    GROUP BY v._d
)
SELECT e.id AS emotion, c.images, (sum(c.images) OVER ())::BIGINT AS total_images
FROM counted c JOIN "Emotion" e ON e._n = c.emotion
ORDER BY c.images DESC, e.id
