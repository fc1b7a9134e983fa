-- Made from schema/emokg.yaml by schema/generate.py

-- An image, whoever describes it.
CREATE TABLE "Image" (
    "_n" BIGINT NOT NULL,
    "id" VARCHAR NOT NULL,
    "uri" VARCHAR,
    "width" BIGINT,
    "height" BIGINT,
    "sha256" VARCHAR,
    "phash" VARCHAR,
    "license" VARCHAR,
    "credit" VARCHAR,
    "origin" VARCHAR,
    "description" VARCHAR,
    "confidence" DOUBLE,
    "prompt" VARCHAR,
    "split" VARCHAR,
    "desSpaces" VARCHAR[]
);

-- Where it is; the scene.
CREATE TABLE "Background" (
    "_n" BIGINT NOT NULL,
    "id" VARCHAR NOT NULL,
    "text" VARCHAR NOT NULL,
    "aliases" VARCHAR[]
);

-- How it looks or feels; a visual or affective property.
CREATE TABLE "Attribute" (
    "_n" BIGINT NOT NULL,
    "id" VARCHAR NOT NULL,
    "text" VARCHAR NOT NULL,
    "aliases" VARCHAR[]
);

-- What is seen; a key object.
CREATE TABLE "Subject" (
    "_n" BIGINT NOT NULL,
    "id" VARCHAR NOT NULL,
    "text" VARCHAR NOT NULL,
    "aliases" VARCHAR[]
);

-- A wider term above phrases that mean much the same.
CREATE TABLE "Concept" (
    "_n" BIGINT NOT NULL,
    "id" VARCHAR NOT NULL,
    "text" VARCHAR NOT NULL
);

-- One Background-Attribute-Subject explanation of one image; a part may be missing. Its text is for display: the parts may hold hyphens themselves.
CREATE TABLE "Triplet" (
    "_n" BIGINT NOT NULL,
    "id" VARCHAR NOT NULL,
    "text" VARCHAR,
    "position" BIGINT
);

-- A box in an image.
CREATE TABLE "Region" (
    "_n" BIGINT NOT NULL,
    "id" VARCHAR NOT NULL,
    "bbox" DOUBLE[] NOT NULL,
    "score" DOUBLE,
    "area" DOUBLE
);

-- The pixels of a region's subject.
CREATE TABLE "Mask" (
    "_n" BIGINT NOT NULL,
    "id" VARCHAR NOT NULL,
    "rle" VARCHAR NOT NULL,
    "height" BIGINT NOT NULL,
    "width" BIGINT NOT NULL,
    "predictedIou" DOUBLE
);

-- One of Mikels' eight categorical emotion states.
CREATE TABLE "Emotion" (
    "_n" BIGINT NOT NULL,
    "id" VARCHAR NOT NULL,
    "valence" DOUBLE,
    "arousal" DOUBLE,
    "angle" DOUBLE
);

-- A data set that images come from.
CREATE TABLE "Source" (
    "_n" BIGINT NOT NULL,
    "id" VARCHAR NOT NULL,
    "name" VARCHAR,
    "license" VARCHAR,
    "url" VARCHAR,
    "citation" VARCHAR,
    "origin" VARCHAR
);

-- Who annotates or judges, a model or a person.
CREATE TABLE "Annotator" (
    "_n" BIGINT NOT NULL,
    "id" VARCHAR NOT NULL,
    "kind" VARCHAR NOT NULL
);

-- What one annotator said of one image.
CREATE TABLE "Annotation" (
    "_n" BIGINT NOT NULL,
    "id" VARCHAR NOT NULL,
    "dataset" VARCHAR NOT NULL,
    "description" VARCHAR,
    "promptHash" VARCHAR,
    "cost" DOUBLE,
    "created" TIMESTAMPTZ,
    "confidence" DOUBLE
);

-- What a critic or a human decided about an annotation.
CREATE TABLE "Verdict" (
    "_n" BIGINT NOT NULL,
    "id" VARCHAR NOT NULL,
    "kind" VARCHAR NOT NULL,
    "decision" VARCHAR NOT NULL,
    "reason" VARCHAR
);

-- The emotions that the image evokes.
CREATE TABLE "EVOKES" (
    "_r" BIGINT NOT NULL,
    "_s" BIGINT NOT NULL,
    "_d" BIGINT NOT NULL,
    "probability" DOUBLE NOT NULL,
    "confidence" DOUBLE,
    "rank" BIGINT NOT NULL
);

-- The emotions that the annotator chose.
CREATE TABLE "VOTES" (
    "_r" BIGINT NOT NULL,
    "_s" BIGINT NOT NULL,
    "_d" BIGINT NOT NULL,
    "probability" DOUBLE NOT NULL,
    "rank" BIGINT NOT NULL
);

-- The explanations of the image.
CREATE TABLE "HAS_TRIPLET" (
    "_r" BIGINT NOT NULL,
    "_s" BIGINT NOT NULL,
    "_d" BIGINT NOT NULL
);

-- The background of the triplet.
CREATE TABLE "IN_BACKGROUND" (
    "_r" BIGINT NOT NULL,
    "_s" BIGINT NOT NULL,
    "_d" BIGINT NOT NULL
);

-- The attribute of the triplet.
CREATE TABLE "WITH_ATTRIBUTE" (
    "_r" BIGINT NOT NULL,
    "_s" BIGINT NOT NULL,
    "_d" BIGINT NOT NULL
);

-- The subject of the triplet.
CREATE TABLE "OF_SUBJECT" (
    "_r" BIGINT NOT NULL,
    "_s" BIGINT NOT NULL,
    "_d" BIGINT NOT NULL
);

-- A background of any of the image's triplets.
CREATE TABLE "HAS_BACKGROUND" (
    "_r" BIGINT NOT NULL,
    "_s" BIGINT NOT NULL,
    "_d" BIGINT NOT NULL
);

-- An attribute of any of the image's triplets.
CREATE TABLE "HAS_ATTRIBUTE" (
    "_r" BIGINT NOT NULL,
    "_s" BIGINT NOT NULL,
    "_d" BIGINT NOT NULL
);

-- A subject of any of the image's triplets.
CREATE TABLE "HAS_SUBJECT" (
    "_r" BIGINT NOT NULL,
    "_s" BIGINT NOT NULL,
    "_d" BIGINT NOT NULL
);

-- The boxes in the image.
CREATE TABLE "HAS_REGION" (
    "_r" BIGINT NOT NULL,
    "_s" BIGINT NOT NULL,
    "_d" BIGINT NOT NULL
);

-- What the box shows.
CREATE TABLE "DEPICTS" (
    "_r" BIGINT NOT NULL,
    "_s" BIGINT NOT NULL,
    "_d" BIGINT NOT NULL
);

-- The pixels of the subject in the box.
CREATE TABLE "HAS_MASK" (
    "_r" BIGINT NOT NULL,
    "_s" BIGINT NOT NULL,
    "_d" BIGINT NOT NULL
);

-- The data set that the image comes from.
CREATE TABLE "FROM_SOURCE" (
    "_r" BIGINT NOT NULL,
    "_s" BIGINT NOT NULL,
    "_d" BIGINT NOT NULL
);

-- The images that show nearly the same.
CREATE TABLE "NEAR_DUPLICATE_OF" (
    "_r" BIGINT NOT NULL,
    "_s" BIGINT NOT NULL,
    "_d" BIGINT NOT NULL,
    "distance" DOUBLE,
    "evidence" VARCHAR[]
);

-- The concepts that the term is under.
CREATE TABLE "BROADER" (
    "_r" BIGINT NOT NULL,
    "_s" BIGINT NOT NULL,
    "_d" BIGINT NOT NULL,
    "relation" VARCHAR NOT NULL,
    "score" DOUBLE,
    "method" VARCHAR NOT NULL
);

-- The image that the annotation is about.
CREATE TABLE "ANNOTATES" (
    "_r" BIGINT NOT NULL,
    "_s" BIGINT NOT NULL,
    "_d" BIGINT NOT NULL
);

-- Who annotated or judged.
CREATE TABLE "MADE_BY" (
    "_r" BIGINT NOT NULL,
    "_s" BIGINT NOT NULL,
    "_d" BIGINT NOT NULL
);

-- The annotation that the verdict is about.
CREATE TABLE "JUDGES" (
    "_r" BIGINT NOT NULL,
    "_s" BIGINT NOT NULL,
    "_d" BIGINT NOT NULL
);
