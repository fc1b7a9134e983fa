SELECT id AS image, source, label, triplets, backgrounds, attributes, subjects, regions, masks, des,
       annotations
FROM (
    SELECT i.id, s.id AS source,
           i._n IN (SELECT _s FROM "EVOKES") AS label,
           i._n IN (SELECT _s FROM "HAS_TRIPLET") AS triplets,
           i._n IN (SELECT _s FROM "HAS_BACKGROUND") AS backgrounds,
           i._n IN (SELECT _s FROM "HAS_ATTRIBUTE") AS attributes,
           i._n IN (SELECT _s FROM "HAS_SUBJECT") AS subjects,
           i._n IN (SELECT _s FROM "HAS_REGION") AS regions,
           i._n IN (SELECT r._s FROM "HAS_REGION" r JOIN "HAS_MASK" m ON m._s = r._d) AS masks,
           coalesce(len(i."desSpaces"), 0) > 0 AS des,
           i._n IN (SELECT _d FROM "ANNOTATES") AS annotations
    FROM "Image" i
    JOIN "FROM_SOURCE" f ON f._s = i._n
    JOIN "Source" s ON s._n = f._d
    WHERE $source IS NULL OR s.id = $source
) g
WHERE NOT CASE $part
    WHEN 'label' THEN label
    WHEN 'triplets' THEN triplets
    WHEN 'backgrounds' THEN backgrounds
    WHEN 'attributes' THEN attributes
    WHEN 'subjects' THEN subjects
    WHEN 'regions' THEN regions
    WHEN 'masks' THEN masks
    WHEN 'des' THEN des
    ELSE annotations END
ORDER BY id
LIMIT $limit
