// title: Background-attribute-subject triplets that evoke an emotion
// answers: >-
//   Which whole explanations (scene, property and object together) go with an emotion more often
//   than chance would have it? A part that the triplet lacks is null.
//   One that no image of the emotion has is listed too, last and with images 0: it speaks against.
// parameters:
//   emotion: {type: emotion, about: the emotion evoked}
//   min_images: {type: integer, default: 5, minimum: 1, about: fewest images with the triplet}
//   weighted: {type: boolean, default: false, about: count consensus probabilities}
//   limit: {type: integer, default: null, minimum: 1, about: most rows to show}
// columns:
//   background: {type: string, about: the scene}
//   attribute: {type: string, about: the property}
//   subject: {type: string, about: the object}
// statistics: association
MATCH (source:Source)<-[:FROM_SOURCE]-(image:Image)-[:EVOKES {rank: 1}]->(emotion:Emotion)
WITH source, image, emotion.id = $emotion AS evokes
MATCH (image)-[:HAS_TRIPLET]->(triplet:Triplet)
OPTIONAL MATCH (triplet)-[:IN_BACKGROUND]->(background:Background)
OPTIONAL MATCH (triplet)-[:WITH_ATTRIBUTE]->(attribute:Attribute)
OPTIONAL MATCH (triplet)-[:OF_SUBJECT]->(subject:Subject)
WITH DISTINCT source, image, evokes, background, attribute, subject
WHERE background IS NULL OR COUNT { (background)<-[:HAS_BACKGROUND]-() } >= $min_images
WITH background, attribute, subject, source, count(*) AS item_images,
     count(CASE WHEN evokes THEN 1 END) AS images
RETURN background.id AS background, attribute.id AS attribute, subject.id AS subject,
       source.id AS source, images AS images, item_images AS item_images
UNION ALL
MATCH (source:Source)<-[:FROM_SOURCE]-(image:Image)-[:EVOKES {rank: 1}]->(emotion:Emotion)
WITH source, image, emotion.id = $emotion AS evokes
WITH source, count(*) AS item_images, count(CASE WHEN evokes THEN 1 END) AS images
RETURN null AS background, null AS attribute, null AS subject,
       source.id AS source, images AS images, item_images AS item_images

// weighted
MATCH (source:Source)<-[:FROM_SOURCE]-(image:Image)-[:EVOKES {rank: 1}]->(:Emotion)
OPTIONAL MATCH (image)-[evokes:EVOKES]->(:Emotion {id: $emotion})
WITH source, image, coalesce(evokes.probability, 0.0) AS weight
MATCH (image)-[:HAS_TRIPLET]->(triplet:Triplet)
OPTIONAL MATCH (triplet)-[:IN_BACKGROUND]->(background:Background)
OPTIONAL MATCH (triplet)-[:WITH_ATTRIBUTE]->(attribute:Attribute)
OPTIONAL MATCH (triplet)-[:OF_SUBJECT]->(subject:Subject)
WITH DISTINCT source, image, weight, background, attribute, subject
WHERE background IS NULL OR COUNT { (background)<-[:HAS_BACKGROUND]-() } >= $min_images
WITH background, attribute, subject, source, weight, count(*) AS images
RETURN background.id AS background, attribute.id AS attribute, subject.id AS subject,
       source.id AS source, weight AS weight, images AS images
UNION ALL
MATCH (source:Source)<-[:FROM_SOURCE]-(image:Image)-[:EVOKES {rank: 1}]->(:Emotion)
OPTIONAL MATCH (image)-[evokes:EVOKES]->(:Emotion {id: $emotion})
WITH source, coalesce(evokes.probability, 0.0) AS weight
WITH source, weight, count(*) AS images
RETURN null AS background, null AS attribute, null AS subject,
       source.id AS source, weight AS weight, images AS images
