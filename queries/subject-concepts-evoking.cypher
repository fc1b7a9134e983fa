// title: Concepts of subjects that evoke an emotion
// answers: >-
//   Which concepts of subjects go with an emotion more often than chance would have it? Phrases
//   that mean much the same are taken together, and count for their wider term too; an image counts
//   once for each concept that any of its subjects is under. Needs concepts: emokg concepts build.
// parameters:
//   emotion: {type: emotion, about: the emotion evoked}
//   min_images: {type: integer, default: 5, minimum: 1, about: fewest images with the concept}
//   limit: {type: integer, default: null, minimum: 1, about: most rows to show}
// columns:
//   concept: {type: string, about: 'subject: and the wording that names the concept'}
// statistics: association
MATCH (source:Source)<-[:FROM_SOURCE]-(image:Image)-[:EVOKES {rank: 1}]->(emotion:Emotion)
WITH source, image, emotion.id = $emotion AS evokes
MATCH (image)-[:HAS_SUBJECT]->(:Subject)-[:BROADER*1..2]->(concept:Concept)
WITH DISTINCT concept, source, image, evokes
WITH concept, source, count(*) AS item_images, count(CASE WHEN evokes THEN 1 END) AS images
RETURN concept.id AS concept, source.id AS source, images AS images, item_images AS item_images
UNION ALL
MATCH (source:Source)<-[:FROM_SOURCE]-(image:Image)-[:EVOKES {rank: 1}]->(emotion:Emotion)
WITH source, image, emotion.id = $emotion AS evokes
WITH source, count(*) AS item_images, count(CASE WHEN evokes THEN 1 END) AS images
RETURN null AS concept, source.id AS source, images AS images, item_images AS item_images
