SELECT s.id AS source, count(*) AS images,
       count(*) FILTER (WHERE label) AS with_label,
       count(*) FILTER (WHERE triplets) AS with_triplets,
       count(*) FILTER (WHERE regions) AS with_regions,
       count(*) FILTER (WHERE masks) AS with_masks,
       count(*) FILTER (WHERE des) AS with_des,
       count(*) FILTER (WHERE annotations) AS with_annotations
FROM (
    SELECT f._d AS source,
           i._n IN (SELECT _s FROM "EVOKES") AS label,
           i._n IN (SELECT _s FROM "HAS_TRIPLET") AS triplets,
           i._n IN (SELECT _s FROM "HAS_REGION") AS regions,
           i._n IN (SELECT r._s FROM "HAS_REGION" r JOIN "HAS_MASK" m ON m._s = r._d) AS masks,
           coalesce(len(i."desSpaces"), 0) > 0 AS des,
           i._n IN (SELECT _d FROM "ANNOTATES") AS annotations
    FROM "Image" i JOIN "FROM_SOURCE" f ON f._s = i._n
) g
JOIN "Source" s ON s._n = g.source
GROUP BY s.id
ORDER BY s.id
