// title: Subjects that evoke an emotion
// answers: >-
//   Which subjects go with an emotion more often than chance would have it, and how sure is that?
//   An image counts once, however often it has the subject.
//   One that no image of the emotion has is listed too, last and with images 0: it speaks against.
// parameters:
//   emotion: {type: emotion, about: the emotion evoked}
//   min_images: {type: integer, default: 5, minimum: 1, about: fewest images with the subject}
//   weighted: {type: boolean, default: false, about: count consensus probabilities}
//   limit: {type: integer, default: null, minimum: 1, about: most rows to show}
// columns:
//   subject: {type: string, about: the subject's normal form}
// statistics: association
MATCH (source:Source)<-[:FROM_SOURCE]-(image:Image)-[:EVOKES {rank: 1}]->(emotion:Emotion)
WITH source, image, emotion.id = $emotion AS evokes
MATCH (image)-[:HAS_SUBJECT]->(subject:Subject)
WITH subject, source, count(*) AS item_images, count(CASE WHEN evokes THEN 1 END) AS images
RETURN subject.id AS subject, source.id AS source, images AS images, item_images AS item_images
UNION ALL
MATCH (source:Source)<-[:FROM_SOURCE]-(image:Image)-[:EVOKES {rank: 1}]->(emotion:Emotion)
WITH source, image, emotion.id = $emotion AS evokes
WITH source, count(*) AS item_images, count(CASE WHEN evokes THEN 1 END) AS images
RETURN null AS subject, source.id AS source, images AS images, item_images AS item_images

// weighted
MATCH (source:Source)<-[:FROM_SOURCE]-(image:Image)-[:EVOKES {rank: 1}]->(:Emotion)
OPTIONAL MATCH (image)-[evokes:EVOKES]->(:Emotion {id: $emotion})
WITH source, image, coalesce(evokes.probability, 0.0) AS weight
MATCH (image)-[:HAS_SUBJECT]->(subject:Subject)
WITH subject, source, weight, count(*) AS images
RETURN subject.id AS subject, source.id AS source, weight AS weight, images AS images
UNION ALL
MATCH (source:Source)<-[:FROM_SOURCE]-(image:Image)-[:EVOKES {rank: 1}]->(:Emotion)
OPTIONAL MATCH (image)-[evokes:EVOKES]->(:Emotion {id: $emotion})
WITH source, coalesce(evokes.probability, 0.0) AS weight
WITH source, weight, count(*) AS images
RETURN null AS subject, source.id AS source, weight AS weight, images AS images
