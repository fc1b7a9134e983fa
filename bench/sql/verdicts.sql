SELECT j.id AS judge, n.id AS annotator, v.decision,
       count(DISTINCT k._d) AS annotations, count(DISTINCT a._d) AS images
FROM "JUDGES" k
JOIN "Verdict" v ON v._n = k._s
JOIN "MADE_BY" x ON x._s = k._s
JOIN "Annotator" j ON j._n = x._d
JOIN "MADE_BY" y ON y._s = k._d
JOIN "Annotator" n ON n._n = y._d
JOIN "ANNOTATES" a ON a._s = k._d
GROUP BY ALL
ORDER BY judge, annotator, annotations DESC, v.decision
