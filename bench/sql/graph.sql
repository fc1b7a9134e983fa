-- The graph as plain CREATE TABLE statements over the Parquet files of the records: what the build
-- is compared with. {images} and the like stand for the files of a record table.
CREATE TABLE "Source" AS
SELECT row_number() OVER (ORDER BY id) - 1 AS _n, id, name, license, url, citation, origin
FROM {sources};

CREATE TABLE "Image" AS
SELECT (1::BIGINT << 40) | (row_number() OVER (ORDER BY id) - 1) AS _n, id, uri,
       width::BIGINT AS width, height::BIGINT AS height, sha256, phash, license, credit, origin,
       description, confidence, prompt, split, []::VARCHAR[] AS "desSpaces", source
FROM {images};

CREATE TABLE "Background" AS
SELECT (2::BIGINT << 40) | (row_number() OVER (ORDER BY id) - 1) AS _n, *
FROM (SELECT background AS id, background AS text, list(DISTINCT background_text) AS aliases
      FROM {triplets} WHERE background IS NOT NULL GROUP BY 1);

CREATE TABLE "Attribute" AS
SELECT (3::BIGINT << 40) | (row_number() OVER (ORDER BY id) - 1) AS _n, *
FROM (SELECT attribute AS id, attribute AS text, list(DISTINCT attribute_text) AS aliases
      FROM {triplets} WHERE attribute IS NOT NULL GROUP BY 1);

CREATE TABLE "Subject" AS
SELECT (4::BIGINT << 40) | (row_number() OVER (ORDER BY id) - 1) AS _n, *
FROM (SELECT subject AS id, subject AS text, list(DISTINCT subject_text) AS aliases
      FROM {triplets} WHERE subject IS NOT NULL GROUP BY 1);

CREATE TABLE "Triplet" AS
SELECT (5::BIGINT << 40) | (row_number() OVER (ORDER BY id) - 1) AS _n, id,
       concat_ws(' - ', background, attribute, subject) AS text, position::BIGINT AS position,
       image, background, attribute, subject
FROM {triplets};

CREATE TABLE "Region" AS
SELECT (6::BIGINT << 40) | (row_number() OVER (ORDER BY id) - 1) AS _n, id,
       [x1, y1, x2, y2] AS bbox, score, area, image, subject
FROM {regions};

CREATE TABLE "Mask" AS
SELECT (7::BIGINT << 40) | (row_number() OVER (ORDER BY id) - 1) AS _n, id, mask_rle AS rle,
       mask_height::BIGINT AS height, mask_width::BIGINT AS width, predicted_iou AS "predictedIou"
FROM {regions} WHERE mask_rle IS NOT NULL;

CREATE TABLE "Emotion" AS
SELECT (8::BIGINT << 40) | (row_number() OVER (ORDER BY id) - 1) AS _n, id
FROM (VALUES ('amusement'), ('anger'), ('awe'), ('contentment'), ('disgust'), ('excitement'),
             ('fear'), ('sadness')) AS names(id);

CREATE TABLE "Annotator" AS
SELECT (9::BIGINT << 40) | (row_number() OVER (ORDER BY id) - 1) AS _n, id, kind
FROM (SELECT annotator AS id, annotator_kind AS kind FROM {annotations}
      UNION SELECT judge, kind FROM {verdicts});

CREATE TABLE "Annotation" AS
SELECT (10::BIGINT << 40) | (row_number() OVER (ORDER BY id) - 1) AS _n, id, dataset, description,
       prompt_hash AS "promptHash", cost, created, confidence, image, annotator
FROM {annotations};

CREATE TABLE "Verdict" AS
SELECT (11::BIGINT << 40) | (row_number() OVER (ORDER BY id) - 1) AS _n, id, kind, decision,
       reason, annotation, judge
FROM {verdicts};

CREATE TABLE "EVOKES" AS
WITH said AS (
    SELECT image, emotion, probability FROM {emotions} WHERE annotation IS NULL
    UNION ALL
    SELECT image, emotion, sum(probability) / any_value(annotations)
    FROM {emotions} JOIN (
        SELECT image, count(DISTINCT annotation) AS annotations
        FROM {emotions} GROUP BY image HAVING count(*) = count(annotation)
    ) USING (image)
    GROUP BY image, emotion
)
SELECT i._n AS _s, e._n AS _d, probability, i.confidence,
       row_number() OVER (PARTITION BY i._n ORDER BY probability DESC, emotion) AS rank
FROM said JOIN "Image" i ON i.id = image JOIN "Emotion" e ON e.id = emotion
WHERE probability >= 0.05 ORDER BY _s;

CREATE TABLE "VOTES" AS
SELECT a._n AS _s, e._n AS _d, probability
FROM {emotions} v JOIN "Annotation" a ON a.id = v.annotation JOIN "Emotion" e ON e.id = v.emotion
ORDER BY _s;

CREATE TABLE "HAS_TRIPLET" AS
SELECT i._n AS _s, t._n AS _d FROM "Triplet" t JOIN "Image" i ON i.id = t.image ORDER BY _s;
CREATE TABLE "IN_BACKGROUND" AS
SELECT t._n AS _s, b._n AS _d FROM "Triplet" t JOIN "Background" b ON b.id = t.background
ORDER BY _s;
CREATE TABLE "WITH_ATTRIBUTE" AS
SELECT t._n AS _s, a._n AS _d FROM "Triplet" t JOIN "Attribute" a ON a.id = t.attribute
ORDER BY _s;
CREATE TABLE "OF_SUBJECT" AS
SELECT t._n AS _s, s._n AS _d FROM "Triplet" t JOIN "Subject" s ON s.id = t.subject ORDER BY _s;

CREATE TABLE "HAS_BACKGROUND" AS
SELECT DISTINCT h._s, p._d FROM "HAS_TRIPLET" h JOIN "IN_BACKGROUND" p ON p._s = h._d ORDER BY 1;
CREATE TABLE "HAS_ATTRIBUTE" AS
SELECT DISTINCT h._s, p._d FROM "HAS_TRIPLET" h JOIN "WITH_ATTRIBUTE" p ON p._s = h._d ORDER BY 1;
CREATE TABLE "HAS_SUBJECT" AS
SELECT DISTINCT h._s, p._d FROM "HAS_TRIPLET" h JOIN "OF_SUBJECT" p ON p._s = h._d ORDER BY 1;

CREATE TABLE "HAS_REGION" AS
SELECT i._n AS _s, r._n AS _d FROM "Region" r JOIN "Image" i ON i.id = r.image ORDER BY _s;
CREATE TABLE "DEPICTS" AS
SELECT r._n AS _s, s._n AS _d FROM "Region" r JOIN "Subject" s ON s.id = r.subject ORDER BY _s;
CREATE TABLE "HAS_MASK" AS
SELECT r._n AS _s, m._n AS _d FROM "Region" r JOIN "Mask" m ON m.id = r.id ORDER BY _s;
CREATE TABLE "FROM_SOURCE" AS
SELECT i._n AS _s, s._n AS _d FROM "Image" i JOIN "Source" s ON s.id = i.source ORDER BY _s;
CREATE TABLE "ANNOTATES" AS
SELECT a._n AS _s, i._n AS _d FROM "Annotation" a JOIN "Image" i ON i.id = a.image ORDER BY _s;
CREATE TABLE "MADE_BY" AS
SELECT a._n AS _s, n._n AS _d FROM "Annotation" a JOIN "Annotator" n ON n.id = a.annotator
UNION ALL
SELECT v._n, n._n FROM "Verdict" v JOIN "Annotator" n ON n.id = v.judge ORDER BY _s;
CREATE TABLE "JUDGES" AS
SELECT v._n AS _s, a._n AS _d FROM "Verdict" v JOIN "Annotation" a ON a.id = v.annotation
ORDER BY _s;

CREATE TEMP TABLE broader AS
WITH names AS (SELECT kind, phrase, concept FROM {concepts} WHERE link = 'match')
SELECT kind, phrase AS below, FALSE AS inner_term, concept AS above, relation, score, method
FROM {concepts} WHERE link = 'match'
UNION ALL
SELECT c.kind, c.phrase, n.phrase IS NOT NULL, c.concept, c.relation, c.score, c.method
FROM {concepts} c LEFT JOIN names n ON n.kind = c.kind AND n.phrase = c.phrase
WHERE c.link = 'wider' AND (n.concept IS NULL OR n.concept = c.phrase);
CREATE TABLE "Concept" AS
SELECT (12::BIGINT << 40) | (row_number() OVER (ORDER BY id) - 1) AS _n, *
FROM (SELECT DISTINCT kind || ':' || above AS id, above AS text FROM broader);
CREATE TABLE "BROADER" AS
SELECT t._n AS _s, c._n AS _d, relation, score, method
FROM broader b
JOIN (
    SELECT 'background' AS kind, id AS term, _n, FALSE AS inner_term FROM "Background"
    UNION ALL SELECT 'attribute', id, _n, FALSE FROM "Attribute"
    UNION ALL SELECT 'subject', id, _n, FALSE FROM "Subject"
    UNION ALL SELECT split_part(id, ':', 1), text, _n, TRUE FROM "Concept"
) t ON t.kind = b.kind AND t.term = b.below AND t.inner_term = b.inner_term
JOIN "Concept" c ON c.id = b.kind || ':' || b.above
ORDER BY _s;
