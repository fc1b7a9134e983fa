WITH counted AS MATERIALIZED (
    SELECT _d AS subject, count(*) AS images
    FROM "HAS_SUBJECT" GROUP BY _d HAVING count(*) >= $min_images
),
has AS MATERIALIZED (
    SELECT _s AS image, _d AS subject
    FROM "HAS_SUBJECT" WHERE _d IN (SELECT subject FROM counted)
),
pairs AS (
    SELECT x.subject, y.subject AS other, count(*) AS images
    FROM has x JOIN has y ON y.image = x.image AND x.subject < y.subject
    GROUP BY ALL
),
named AS MATERIALIZED (
    SELECT c.subject, s.id, c.images FROM counted c JOIN "Subject" s ON s._n = c.subject
)
SELECT least(a.id, o.id) AS subject, greatest(a.id, o.id) AS other_subject, p.images,
       if(a.id < o.id, a.images, o.images) AS item_images,
       if(a.id < o.id, o.images, a.images) AS other_images,
       (SELECT count(DISTINCT _s) FROM "HAS_SUBJECT") AS total_images,
       (SELECT count(*) * (count(*) - 1) // 2 FROM counted) AS tests
FROM pairs p
JOIN named a ON a.subject = p.subject
JOIN named o ON o.subject = p.other
