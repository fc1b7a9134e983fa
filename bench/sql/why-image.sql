WITH one AS MATERIALIZED (
    SELECT i._n, v._d AS felt
    FROM "Image" i JOIN "EVOKES" v ON v._s = i._n AND v.rank = 1 WHERE i.id = $image
),
labelled AS (
    SELECT f._s AS image, f._d AS source, v._d = (SELECT felt FROM one) AS evokes
    FROM "FROM_SOURCE" f JOIN "EVOKES" v ON v._s = f._s AND v.rank = 1
    WHERE (SELECT felt FROM one) IS NOT NULL AND f._s <> (SELECT _n FROM one)
),
own AS (
    SELECT 'background' AS kind, o._s AS image, b._n AS item, b.id
    FROM "HAS_BACKGROUND" h JOIN "HAS_BACKGROUND" o ON o._d = h._d
    JOIN "Background" b ON b._n = h._d WHERE h._s = (SELECT _n FROM one)
    UNION ALL
    SELECT 'attribute', o._s, b._n, b.id
    FROM "HAS_ATTRIBUTE" h JOIN "HAS_ATTRIBUTE" o ON o._d = h._d
    JOIN "Attribute" b ON b._n = h._d WHERE h._s = (SELECT _n FROM one)
    UNION ALL
    SELECT 'subject', o._s, b._n, b.id
    FROM "HAS_SUBJECT" h JOIN "HAS_SUBJECT" o ON o._d = h._d
    JOIN "Subject" b ON b._n = h._d WHERE h._s = (SELECT _n FROM one)
)
SELECT o.kind, o.id AS item, s.id AS source, count(*) FILTER (WHERE l.evokes) AS images,
       count(*) AS item_images
FROM own o JOIN labelled l ON l.image = o.image JOIN "Source" s ON s._n = l.source
GROUP BY o.kind, o.id, s.id
UNION ALL
SELECT NULL, NULL, s.id, count(*) FILTER (WHERE l.evokes), count(*)
FROM labelled l JOIN "Source" s ON s._n = l.source GROUP BY s.id
