SELECT i.id AS image, s.id AS source, v.probability, b.id AS background, a.id AS attribute,
       u.id AS subject, n.annotator, coalesce(n.description, i.description) AS description
FROM "EVOKES" v
JOIN "HAS_TRIPLET" h ON h._s = v._s
JOIN "Triplet" t ON t._n = h._d
JOIN "Image" i ON i._n = v._s
JOIN "FROM_SOURCE" f ON f._s = v._s
JOIN "Source" s ON s._n = f._d
LEFT JOIN ("IN_BACKGROUND" ib JOIN "Background" b ON b._n = ib._d) ON ib._s = h._d
LEFT JOIN ("WITH_ATTRIBUTE" wa JOIN "Attribute" a ON a._n = wa._d) ON wa._s = h._d
LEFT JOIN ("OF_SUBJECT" os JOIN "Subject" u ON u._n = os._d) ON os._s = h._d
LEFT JOIN (
    SELECT x._d AS image, r.id AS annotator, y.id, y.description
    FROM "ANNOTATES" x
    JOIN "Annotation" y ON y._n = x._s
    JOIN "MADE_BY" m ON m._s = x._s
    JOIN "Annotator" r ON r._n = m._d
    WHERE y.description IS NOT NULL
) n ON n.image = v._s
WHERE v.rank = 1 AND v._d = (SELECT _n FROM "Emotion" WHERE id = $emotion)
  AND ($background IS NULL OR b.id = $background)
  AND ($attribute IS NULL OR a.id = $attribute)
  AND ($subject IS NULL OR u.id = $subject)
ORDER BY v.probability DESC, i.id, t.position, t.id, n.annotator, n.id
LIMIT $limit
