WITH labelled AS MATERIALIZED (
    SELECT f._s AS image, f._d AS source,
           e._d = (SELECT _n FROM "Emotion" WHERE id = $emotion) AS evokes
    FROM "FROM_SOURCE" f JOIN "EVOKES" e ON e._s = f._s AND e.rank = 1
),
has AS MATERIALIZED (
    SELECT l.image, l.source, l.evokes, h._d AS attribute
    FROM labelled l JOIN "HAS_ATTRIBUTE" h ON h._s = l.image
),
frequent AS (
    SELECT h.image, h.source, h.evokes, h.attribute
    FROM has h
    WHERE h.attribute IN (
        SELECT _d FROM "HAS_ATTRIBUTE" GROUP BY _d HAVING count(*) >= $min_images
    )
),
pairs AS (
    SELECT x.attribute, y.attribute AS other, x.source, count(*) AS item_images,
           count(*) FILTER (WHERE x.evokes) AS images
    FROM frequent x JOIN frequent y ON y.image = x.image AND x.attribute < y.attribute
    GROUP BY ALL
),
single AS (
    SELECT attribute, source, count(*) AS item_images, count(*) FILTER (WHERE evokes) AS images
    FROM has GROUP BY ALL
),
alone AS (
    SELECT source, count(*) AS item_images, count(*) FILTER (WHERE evokes) AS images
    FROM labelled GROUP BY source
)
SELECT least(a.id, o.id) AS attribute, greatest(a.id, o.id) AS other_attribute, s.id AS source,
       p.images, p.item_images
FROM pairs p
JOIN "Attribute" a ON a._n = p.attribute
JOIN "Attribute" o ON o._n = p.other
JOIN "Source" s ON s._n = p.source
UNION ALL
SELECT a.id, NULL, s.id, p.images, p.item_images
FROM single p
JOIN "Attribute" a ON a._n = p.attribute
JOIN "Source" s ON s._n = p.source
UNION ALL
SELECT NULL, NULL, s.id, p.images, p.item_images FROM alone p JOIN "Source" s ON s._n = p.source
